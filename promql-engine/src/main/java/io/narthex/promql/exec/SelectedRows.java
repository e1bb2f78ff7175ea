package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.SeriesSet;
import io.narthex.promql.plan.LabelNeed;

/// The rows of a leaf: one per selected series. Labels are asked for only when somebody needs them;
/// the fingerprint says when nobody has to.
record SelectedRows(SeriesSet series) implements Rows {
    @Override
    public int size() {
        return series.size();
    }

    @Override
    public Labels labels(int row) {
        return series.labels(row);
    }

    @Override
    public Labels labels(int row, LabelNeed need) {
        return need.without() ? need.of(labels(row)) : series.labels(row, need.names());
    }

    @Override
    public long fingerprint() {
        return series.fingerprint();
    }
}
