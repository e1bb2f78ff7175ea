package io.narthex.model.histogram;

import java.math.BigDecimal;
import java.math.MathContext;

/// Bucket bounds of exponential native histograms: bucket `i` of a schema ends at `2^(i/2^schema)`.
///
/// Bounds are correctly rounded: the powers of the finest schema's base are computed once, with
/// forty digits, and scaled by exact powers of two.
///
/// Thread safety: stateless.
final class ExponentialBounds {
    private static final int FINEST = 8;

    /// `2^(i/256)` for `i` from 0 to 255.
    private static final double[] POWERS = powers();

    private ExponentialBounds() {}

    /// The upper bound of a positive bucket.
    ///
    /// @param schema up to 8; approximate bounds for finer ones, which are only shown
    static double upper(int index, int schema) {
        if (schema > FINEST) {
            return Math.pow(2, Math.scalb((double) index, -schema));
        }
        if (schema <= 0) {
            return scale(1, (long) index << -schema);
        }
        int perPower = 1 << schema;
        return scale(
                POWERS[Math.floorMod(index, perPower) << (FINEST - schema)],
                Math.floorDiv(index, perPower));
    }

    private static double scale(double v, long exponent) {
        // The bucket behind the greatest number ends there.
        if (exponent > Double.MAX_EXPONENT) {
            return exponent == Double.MAX_EXPONENT + 1 && v == 1
                    ? Double.MAX_VALUE
                    : Double.POSITIVE_INFINITY;
        }
        return Math.scalb(v, (int) Math.max(exponent, -2000));
    }

    private static double[] powers() {
        MathContext digits = new MathContext(40);
        BigDecimal base = BigDecimal.TWO;
        for (int i = 0; i < FINEST; i++) {
            base = base.sqrt(digits);
        }
        double[] all = new double[1 << FINEST];
        BigDecimal power = BigDecimal.ONE;
        for (int i = 0; i < all.length; i++) {
            all[i] = power.doubleValue();
            power = power.multiply(base, digits);
        }
        return all;
    }
}
