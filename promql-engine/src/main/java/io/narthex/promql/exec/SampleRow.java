package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

/// A result row of samples at times of their own: of a range vector.
record SampleRow(
        Labels labels,
        long[] times,
        double[] values,
        @Nullable FloatHistogram @Nullable [] histograms)
        implements Value.MatrixRow {
    @Override
    public int size() {
        return times.length;
    }

    @Override
    public long timeAt(int i) {
        return times[i];
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
