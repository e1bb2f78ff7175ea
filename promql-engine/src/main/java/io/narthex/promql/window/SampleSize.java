package io.narthex.promql.window;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// How many samples a sample counts for, as Prometheus counts them: a native histogram for as many
/// floats as would take its memory there.
///
/// Thread safety: stateless.
public final class SampleSize {
    /// A histogram of which only count and sum are read.
    public static final int WITHOUT_BUCKETS = 11;

    /// Time and value of a float.
    private static final int FLOAT_BYTES = 16;

    /// Prometheus' struct of a histogram, and the time beside it.
    private static final int HISTOGRAM_BYTES = 168 + 8;

    private SampleSize() {}

    /// @param histogram null for a float
    public static int of(@Nullable FloatHistogram histogram) {
        if (histogram == null) {
            return 1;
        }
        int numbers =
                numbers(histogram.positive())
                        + numbers(histogram.negative())
                        + histogram.bounds().length;
        return (HISTOGRAM_BYTES + Long.BYTES * numbers) / FLOAT_BYTES;
    }

    /// A count for each bucket, and offset and length of each run of buckets.
    private static int numbers(Buckets buckets) {
        int size = buckets.size();
        int runs = size == 0 ? 0 : 1;
        for (int i = 1; i < size; i++) {
            runs += buckets.index(i) == buckets.index(i - 1) + 1 ? 0 : 1;
        }
        return size + runs;
    }
}
