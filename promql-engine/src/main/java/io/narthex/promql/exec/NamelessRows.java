package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.plan.LabelNeed;

/// Rows whose values are no longer the metric's own: without its name at once, or marked to lose it
/// at the very end.
///
/// @param atEnd whether removal is delayed
record NamelessRows(Rows input, boolean atEnd) implements Rows {
    /// The odd constants tell rows with and without names apart where fingerprints are compared.
    private static final long AT_ONCE = 0x9E3779B97F4A7C15L;

    private static final long AT_END = 0xC2B2AE3D27D4EB4FL;

    @Override
    public int size() {
        return input.size();
    }

    @Override
    public Labels labels(int row) {
        Labels labels = input.labels(row);
        return atEnd ? labels : MetricNames.drop(labels);
    }

    @Override
    public Labels labels(int row, LabelNeed need) {
        Labels labels = input.labels(row, need);
        return atEnd ? labels : MetricNames.drop(labels);
    }

    @Override
    public boolean dropName(int row) {
        return atEnd;
    }

    @Override
    public long fingerprint() {
        return input.fingerprint() * (atEnd ? AT_END : AT_ONCE);
    }
}
