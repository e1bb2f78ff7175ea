package io.narthex.testkit;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

/// Native histograms for tests that only want to know one from another.
///
/// Thread safety: stateless.
public final class Histograms {
    private Histograms() {}

    /// A histogram of two buckets that a sum tells from others; counts are no whole numbers where
    /// the sum is none.
    public static FloatHistogram ofSum(double sum) {
        return new FloatHistogram(
                0,
                0.001,
                0,
                sum,
                sum,
                Buckets.run(1, sum / 4, sum * 3 / 4),
                Buckets.NONE,
                new double[0],
                ResetHint.UNKNOWN);
    }
}
