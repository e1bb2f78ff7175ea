package io.narthex.model.histogram;

import io.narthex.model.number.GoText;

/// A bucket with its bounds.
///
/// Thread safety: immutable.
public record Bucket(
        double lower, double upper, boolean lowerInclusive, boolean upperInclusive, double count) {
    private static final double LOG_2 = Math.log(2);

    /// The share of the bucket's width that lies below a value strictly inside it.
    ///
    /// @param linear whether observations are thought to lie evenly; otherwise they do on a
    ///     logarithmic scale, as in exponential buckets
    public double fractionBelow(double value, boolean linear) {
        if (linear) {
            return (value - lower) / (upper - lower);
        }
        double logLower = log2(Math.abs(lower));
        double logUpper = log2(Math.abs(upper));
        double logValue = log2(Math.abs(value));
        return value > 0
                ? (logValue - logLower) / (logUpper - logLower)
                : 1 - (logValue - logUpper) / (logLower - logUpper);
    }

    /// The binary logarithm; exact for powers of two.
    public static double log2(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return Math.log(value) / LOG_2;
        }
        int exponent = Math.getExponent(value);
        if (exponent < Double.MIN_EXPONENT) {
            return Math.log(value) / LOG_2;
        }
        return exponent + Math.log(Math.scalb(value, -exponent)) / LOG_2;
    }

    /// Its bounds as Prometheus writes them, such as `(0.5,1]`.
    public String interval() {
        return (lowerInclusive ? "[" : "(")
                + GoText.g(lower)
                + ","
                + GoText.g(upper)
                + (upperInclusive ? "]" : ")");
    }

    /// As Prometheus writes it, such as `(0.5,1]:3`.
    @Override
    public String toString() {
        return interval() + ":" + GoText.g(count);
    }
}
