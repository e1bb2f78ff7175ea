package io.narthex.promql;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The value of a query.
///
/// Thread safety: immutable.
public sealed interface Value {
    /// A number at a time.
    record Scalar(long timestamp, double value) implements Value {}

    /// A string at a time.
    record Text(long timestamp, String value) implements Value {}

    /// One sample per series, all at one time.
    record Vector(List<VectorSample> samples) implements Value {}

    /// Many samples per series; rows ascend by label set.
    record Matrix(List<MatrixRow> rows) implements Value {}

    /// A series' sample.
    ///
    /// @param histogram null for a float sample
    record VectorSample(
            Labels labels, long timestamp, double value, @Nullable FloatHistogram histogram) {}

    /// A series' samples, ascending by time.
    interface MatrixRow {
        Labels labels();

        /// The number of samples; at least one.
        int size();

        /// Epoch milliseconds of the i-th sample.
        long timeAt(int i);

        /// The i-th sample's float; meaningless where [#histogramAt] is not null.
        double valueAt(int i);

        /// The i-th sample's histogram, or null for a float.
        @Nullable FloatHistogram histogramAt(int i);
    }
}
