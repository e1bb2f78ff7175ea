package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

/// A result row on the query's grid of steps: values without gaps in primitive arrays, times
/// computed.
///
/// @param start time of step 0
/// @param first step of the first value, where `steps` is null: values at consecutive steps
/// @param steps step of each value; null where they are consecutive
/// @param histograms null where all values are floats
record GridRow(
        Labels labels,
        Grid grid,
        int first,
        int @Nullable [] steps,
        double[] values,
        @Nullable FloatHistogram @Nullable [] histograms)
        implements Value.MatrixRow {
    /// The steps of a query.
    record Grid(long start, long step) {}

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public long timeAt(int i) {
        return grid.start + grid.step * (steps == null ? first + i : steps[i]);
    }

    @Override
    public double valueAt(int i) {
        return values[i];
    }

    @Override
    public @Nullable FloatHistogram histogramAt(int i) {
        return histograms == null ? null : histograms[i];
    }
}
