package io.narthex.http.json;

import java.math.BigInteger;

/// The shortest decimal that rounds to a double, by the Schubfach algorithm (R. Giulietti, "The
/// Schubfach way to render doubles", 2020); among those of equal length the closest.
///
/// [Double#toString] is not enough: it prefers two digits to one (`4.9E-324` for Go's `5e-324`),
/// and makes a string of every number.
///
/// The idea: scale the interval of numbers that round to the double by the power of ten that makes
/// it just wider than one, so that it holds one or two integers; a multiple of ten among them, if
/// there is one, is shorter. Scaling multiplies with 128 bits of the power, rounded up, which is
/// exact enough because the result is rounded to odd.
///
/// Thread safety: for one thread; reuse it.
final class ShortestDecimal {
    private static final int MIN_POWER = -292;
    private static final int MAX_POWER = 324;

    /// 10^k as 128 bits with the highest set, rounded up: high and low words by `k - MIN_POWER`.
    private static final long[] POWERS = powers();

    private static final long MAX_UNIQUE = 1_000_000_000_000_000L;

    private static final long HIDDEN_BIT = 1L << 52;

    private long digits;
    private int exponent;

    /// The digits as an integer without trailing zeros; the value is `digits * 10^exponent`.
    long digits() {
        return digits;
    }

    /// The power of ten that belongs to the digits.
    int exponent() {
        return exponent;
    }

    /// Converts a number.
    ///
    /// @param v positive and finite
    void convert(double v) {
        // What people write has few decimals. Decimals of up to 15 digits differ as doubles too, so
        // one that gives back the number is its shortest.
        long millionths = (long) (v * 1e6 + 0.5);
        if (millionths < MAX_UNIQUE && millionths / 1e6 == v) {
            set(millionths, -6);
            return;
        }
        long bits = Double.doubleToRawLongBits(v);
        long fraction = bits & (HIDDEN_BIT - 1);
        int biased = (int) (bits >>> 52);
        long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int q = Math.max(biased, 1) - 1075;
        // Below a power of two the neighbours are twice as dense.
        boolean closerBelow = fraction == 0 && biased > 1;
        int k = floorLog10Pow2(q, closerBelow);
        int h = q + floorLog2Pow10(-k) + 1;
        long low = scale(-k, (4 * c - (closerBelow ? 1 : 2)) << h);
        long mid = scale(-k, (4 * c) << h);
        long high = scale(-k, (4 * c + 2) << h);
        // Bounds of an odd significand round away from it.
        int exclusive = (int) (c & 1);
        choose(low + exclusive, mid, high - exclusive, k);
    }

    /// Picks the shortest, then closest integer; all arguments in quarters.
    private void choose(long low, long mid, long high, int k) {
        long s = mid >>> 2;
        if (s >= 10) {
            long tens = s / 10 * 10;
            boolean down = low <= 4 * tens;
            boolean up = 4 * (tens + 10) <= high;
            if (down != up) {
                set(up ? tens + 10 : tens, k);
                return;
            }
        }
        boolean down = low <= 4 * s;
        boolean up = 4 * (s + 1) <= high;
        if (down != up) {
            set(up ? s + 1 : s, k);
            return;
        }
        long half = 4 * s + 2;
        boolean roundUp = mid > half || (mid == half && (s & 1) != 0);
        set(roundUp ? s + 1 : s, k);
    }

    private void set(long value, int power) {
        long d = value;
        int e = power;
        // Most numbers end here; the constants below keep the divisions cheap.
        if (d % 10 == 0) {
            for (; d % 100_000_000 == 0; e += 8) {
                d /= 100_000_000;
            }
            for (; d % 100 == 0; e += 2) {
                d /= 100;
            }
            if (d % 10 == 0) {
                d /= 10;
                e++;
            }
        }
        digits = d;
        exponent = e;
    }

    /// `factor * 10^power`, shifted to fit, with the lowest bit set if anything was cut off.
    private static long scale(int power, long factor) {
        int at = 2 * (power - MIN_POWER);
        long high = POWERS[at];
        long low = POWERS[at + 1];
        long carryIn = Math.unsignedMultiplyHigh(low, factor);
        long middle = high * factor + carryIn;
        long top = Math.unsignedMultiplyHigh(high, factor);
        if (Long.compareUnsigned(middle, carryIn) < 0) {
            top++;
        }
        return Long.compareUnsigned(middle, 1) > 0 ? top | 1 : top;
    }

    /// floor(log10(2^q)), or of three quarters of it. The constants are log10(2) and log10(4/3)
    /// times 2^22, exact enough for all exponents of a double.
    private static int floorLog10Pow2(int q, boolean threeQuarters) {
        return (q * 1262611 - (threeQuarters ? 524031 : 0)) >> 22;
    }

    /// floor(log2(10^e)); the constant is log2(10) times 2^19.
    private static int floorLog2Pow10(int e) {
        return (e * 1741647) >> 19;
    }

    private static long[] powers() {
        long[] all = new long[2 * (MAX_POWER - MIN_POWER + 1)];
        for (int k = MIN_POWER; k <= MAX_POWER; k++) {
            BigInteger g = ceilPower(k, 127 - floorLog2Pow10(k));
            int at = 2 * (k - MIN_POWER);
            all[at] = g.shiftRight(64).longValue();
            all[at + 1] = g.longValue();
        }
        return all;
    }

    /// ceil(10^k * 2^shift).
    private static BigInteger ceilPower(int k, int shift) {
        BigInteger top = BigInteger.TEN.pow(Math.max(k, 0)).shiftLeft(Math.max(shift, 0));
        BigInteger bottom = BigInteger.TEN.pow(Math.max(-k, 0)).shiftLeft(Math.max(-shift, 0));
        return top.add(bottom).subtract(BigInteger.ONE).divide(bottom);
    }
}
