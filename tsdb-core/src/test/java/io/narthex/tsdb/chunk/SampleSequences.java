package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

import java.util.random.RandomGenerator;

/// Seeded sequences of samples, friendly and hostile, for the codecs' tests.
final class SampleSequences {
    private static final double[] HOSTILE = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        StaleNaN.VALUE,
        Double.longBitsToDouble(0x7ff8000000000001L),
        Double.longBitsToDouble(0xfff0000000000003L),
        0x1p53,
        -0x1p53,
        0x1p53 - 1,
        0x1p53 + 2,
        1e15,
        0.1,
        1e-12,
        1e-13,
        123456.789,
        9007199254740.993,
    };

    private SampleSequences() {}

    /// Strictly ascending times of one of several kinds.
    static long[] times(RandomGenerator r, int n) {
        int kind = r.nextInt(7);
        long t = kind == 5 ? Long.MIN_VALUE / 4 : 1_790_000_000_000L + r.nextInt(1_000_000);
        long[] times = new long[n];
        for (int i = 0; i < n; i++) {
            times[i] = t;
            t +=
                    switch (kind) {
                        case 0 -> 15_000;
                        case 1 -> 15_000 + r.nextInt(-3, 4);
                        case 2 -> 15_000L * (r.nextInt(15) == 0 ? r.nextInt(2, 500) : 1);
                        case 3 ->
                                15_000L * (r.nextInt(9) == 0 ? r.nextInt(2, 5) : 1)
                                        + r.nextInt(-2, 3);
                        case 4 -> 1 + r.nextInt(5);
                        case 5 -> 1 + r.nextLong(1L << 53);
                        default -> r.nextInt(50) == 0 ? 1L << r.nextInt(40) : 1;
                    };
        }
        return times;
    }

    /// Values of one of several kinds.
    static double[] values(RandomGenerator r, int n) {
        int kind = r.nextInt(12);
        double[] values = new double[n];
        double x = r.nextInt(1_000_000);
        for (int i = 0; i < n; i++) {
            x = next(r, kind, x);
            values[i] = r.nextInt(40) == 0 && kind % 2 == 0 ? StaleNaN.VALUE : x;
        }
        return values;
    }

    private static double next(RandomGenerator r, int kind, double x) {
        return switch (kind) {
            case 0, 1 -> r.nextInt(60) == 0 ? 0 : x + r.nextInt(10);
            case 2, 3 -> Math.round(r.nextDouble() * 1e5) / 1e3;
            case 4 -> x;
            case 5 -> x + r.nextDouble();
            case 6 -> HOSTILE[r.nextInt(HOSTILE.length)];
            case 7 -> Double.longBitsToDouble(r.nextLong());
            case 8 -> r.nextInt(1 << 20) * 4096.0;
            case 9 -> (r.nextBoolean() ? 1 : -1) * Math.pow(10, r.nextInt(-20, 20));
            case 10 -> 0x1p53 + r.nextInt(-8, 9);
            default -> r.nextInt(8) == 0 ? r.nextDouble() : r.nextInt(100);
        };
    }
}
