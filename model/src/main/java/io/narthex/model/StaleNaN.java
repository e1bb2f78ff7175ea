package io.narthex.model;

import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;

/// The marker that ends a series: one exact NaN bit pattern; every other NaN is an ordinary value.
///
/// Arithmetic may quiet or rewrite a NaN's payload, so the marker is only ever copied, never
/// computed.
///
/// Thread safety: stateless.
public final class StaleNaN {
    /// The bit pattern, the same as Prometheus'.
    public static final long BITS = 0x7ff0000000000002L;

    /// The marker as a value to append.
    public static final double VALUE = Double.longBitsToDouble(BITS);

    /// The marker as a native histogram to append: its sum tells.
    public static final Histogram HISTOGRAM =
            new Histogram(
                    0,
                    0,
                    0,
                    0,
                    VALUE,
                    DeltaBuckets.NONE,
                    DeltaBuckets.NONE,
                    new double[0],
                    FloatHistogram.ResetHint.UNKNOWN);

    private StaleNaN() {}

    /// Whether the value is the marker.
    public static boolean isStale(double value) {
        // isNaN first: it is false for nearly every sample and costs one comparison.
        return Double.isNaN(value) && Double.doubleToRawLongBits(value) == BITS;
    }
}
