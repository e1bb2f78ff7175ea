package io.narthex.model;

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

    private StaleNaN() {}

    /// Whether the value is the marker.
    public static boolean isStale(double value) {
        // isNaN first: it is false for nearly every sample and costs one comparison.
        return Double.isNaN(value) && Double.doubleToRawLongBits(value) == BITS;
    }
}
