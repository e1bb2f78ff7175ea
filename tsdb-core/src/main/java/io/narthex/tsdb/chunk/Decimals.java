package io.narthex.tsdb.chunk;

/// The decimal domain: doubles that are `mantissa / 10^exponent` for small integers, as nearly all
/// numbers that people and programs print are.
///
/// A pair is accepted only if the division gives back the very bits, so that nothing is lost.
/// Negative zero, NaN and the infinities have no pair.
///
/// Thread safety: stateless.
public final class Decimals {
    /// The largest exponent searched for; more digits hardly ever occur and cost a search each.
    public static final int MAX_EXPONENT = 12;

    /// Mantissas are below this in absolute value: larger ones are not exact as doubles.
    static final long MANTISSA_LIMIT = 1L << 53;

    /// Exact powers of ten.
    static final double[] POWERS = powers();

    private static final double LIMIT = MANTISSA_LIMIT;

    private Decimals() {}

    private static double[] powers() {
        double[] powers = new double[23];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }

    /// The least exponent of at least `from` that represents a value, or -1.
    public static int exponent(double v, int from) {
        if (!(Math.abs(v) < LIMIT) || (v == 0 && 1 / v < 0)) {
            return -1;
        }
        // Most numbers are whole, and a division takes as long as all the rest.
        if (from == 0 && Math.rint(v) == v) {
            return 0;
        }
        for (int e = Math.max(from, 1); e <= MAX_EXPONENT; e++) {
            double scaled = v * POWERS[e];
            if (!(Math.abs(scaled) < LIMIT)) {
                return -1;
            }
            if (Math.rint(scaled) / POWERS[e] == v) {
                return e;
            }
        }
        return -1;
    }

    /// The mantissa of a value that [#exponent] found an exponent for.
    public static long mantissa(double v, int exponent) {
        return (long) Math.rint(v * POWERS[exponent]);
    }

    /// Whether a value is exactly represented with an exponent.
    static boolean fits(double v, int exponent) {
        double scaled = v * POWERS[exponent];
        return Math.abs(scaled) < LIMIT
                && Math.rint(scaled) / POWERS[exponent] == v
                && !(v == 0 && 1 / v < 0);
    }

    public static double value(long mantissa, int exponent) {
        return exponent == 0 ? mantissa : mantissa / POWERS[exponent];
    }
}
