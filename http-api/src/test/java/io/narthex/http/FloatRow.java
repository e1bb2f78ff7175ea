package io.narthex.http;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

/// A row of floats.
record FloatRow(Labels labels, long[] times, double[] values) implements Value.MatrixRow {
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
        return null;
    }
}
