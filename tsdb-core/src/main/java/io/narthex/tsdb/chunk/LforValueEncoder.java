package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

/// Turns a chunk's values into numbers, decimal mantissas where nearly all values have them and
/// IEEE bits otherwise, and the numbers into a line plus small residuals, or into distances from
/// one to the next.
///
/// Thread safety: holds scratch; for one thread.
final class LforValueEncoder {
    /// One value in so many may be an exception before the chunk turns raw.
    private static final int EXCEPTION_SHARE = 12;

    /// Beyond this range of mantissas residuals are stored as whole words.
    private static final int MAX_WIDTH = 56;

    /// Deltas take a pass more to read than a line: they are chosen where they save one byte in so
    /// many.
    private static final int LEAST_SAVING = 8;

    private final LforDeltas deltas = new LforDeltas();
    private final long[] numbers = new long[Chunks.MAX_LONG_SAMPLES];
    private final boolean[] odd = new boolean[Chunks.MAX_LONG_SAMPLES];

    private int flags;
    private int exponent;
    private int exceptions;
    private int shift;
    private int width;
    private long base;
    private long slope;

    void analyse(double[] values, int n) {
        flags = orderFlags(values, n);
        shift = 0;
        slope = 0;
        base = 0;
        if (!decimal(values, n)) {
            raw(values, n);
        }
        flags |= exceptions > 0 ? LforLayout.EXCEPTIONS : 0;
        fitLine(n);
    }

    private static int orderFlags(double[] values, int n) {
        boolean drop = false;
        boolean stale = StaleNaN.isStale(values[0]);
        for (int i = 1; i < n; i++) {
            drop |= values[i] < values[i - 1];
            stale |= StaleNaN.isStale(values[i]);
        }
        return (drop ? 0 : LforLayout.NO_DROP) | (stale ? LforLayout.STALE : 0);
    }

    /// Finds one exponent for all values; returns false where too many have none.
    private boolean decimal(double[] values, int n) {
        int limit = Math.max(1, n / EXCEPTION_SHARE);
        exponent = 0;
        exceptions = 0;
        int scaled = 0; // the first number that has the exponent already
        for (int i = 0; i < n; i++) {
            int e = Decimals.exponent(values[i], exponent);
            odd[i] = e < 0;
            if (e < 0) {
                numbers[i] = 0;
                if (++exceptions > limit) {
                    return false;
                }
                continue;
            }
            if (e > exponent) {
                exponent = e;
                scaled = i;
            }
            numbers[i] = Decimals.mantissa(values[i], e);
        }
        for (int i = 0; i < scaled; i++) {
            if (!odd[i] && !Decimals.fits(values[i], exponent)) {
                odd[i] = true;
                exceptions++;
            }
            numbers[i] = odd[i] ? 0 : Decimals.mantissa(values[i], exponent);
        }
        return exceptions <= limit;
    }

    private void raw(double[] values, int n) {
        int limit = Math.max(1, n / EXCEPTION_SHARE);
        flags |= LforLayout.RAW;
        exponent = 0;
        exceptions = 0;
        for (int i = 0; i < n; i++) {
            // A NaN is far from every number: as an exception it doesn't widen the others.
            odd[i] = Double.isNaN(values[i]) && exceptions < limit;
            exceptions += odd[i] ? 1 : 0;
            numbers[i] = ordered(Double.doubleToRawLongBits(values[i]));
        }
    }

    /// IEEE bits as an integer that is ordered like the doubles; its own inverse.
    static long ordered(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /// Replaces numbers by residuals from the line through the first and the last of them. The
    /// optimal slope would save at most 3 % and cost seven times as much.
    private void fitLine(int n) {
        int first = 0;
        while (first < n && odd[first]) {
            first++;
        }
        if (first == n) {
            width = 0;
            return;
        }
        long origin = numbers[first];
        long differences = 0;
        long min = origin;
        long max = origin;
        int last = first;
        for (int i = first; i < n; i++) {
            if (!odd[i]) {
                differences |= numbers[i] - origin;
                min = Math.min(min, numbers[i]);
                max = Math.max(max, numbers[i]);
                last = i;
            }
        }
        if (max - min < 0 || Bytes.width(max - min) > MAX_WIDTH) {
            width = Long.SIZE;
            clearOdd(n);
            return;
        }
        shift = differences == 0 ? 0 : Long.numberOfTrailingZeros(differences);
        for (int i = 0; i < n; i++) {
            numbers[i] = (numbers[i] - origin) >> shift;
        }
        chooseSlope(first, last, (min - origin) >> shift, (max - origin) >> shift, n);
        base = origin + (base << shift);
        clearOdd(n);
    }

    private void clearOdd(int n) {
        for (int i = 0; i < n && exceptions > 0; i++) {
            numbers[i] = odd[i] ? 0 : numbers[i];
        }
    }

    /// Sets slope, width and base (still shifted, relative to the origin) and makes residuals.
    private void chooseSlope(int first, int last, long min, long max, int n) {
        double ideal =
                last > first ? (double) (numbers[last] - numbers[first]) / (last - first) : 0;
        boolean fine = Math.abs(ideal) < 1L << 36;
        int bits = fine ? LforLayout.SLOPE_BITS : 0;
        long candidate = Math.round(ideal * (1L << bits));
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = first; i <= last; i++) {
            long residual = numbers[i] - ((candidate * i) >> bits);
            if (!odd[i]) {
                lowest = Math.min(lowest, residual);
                highest = Math.max(highest, residual);
            }
        }
        long range = highest - lowest;
        if (range < 0 || Bytes.width(range) >= Bytes.width(max - min)) {
            candidate = 0;
            lowest = min;
            range = max - min;
        } else if (fine) {
            flags |= LforLayout.FINE_SLOPE;
        }
        slope = candidate;
        base = lowest;
        width = Bytes.width(range);
        if (choosesDeltas(n)) {
            return;
        }
        for (int i = 0; i < n; i++) {
            numbers[i] -= ((slope * i) >> bits) + lowest;
        }
    }

    /// Takes distances between neighbours instead of the line where they are shorter.
    private boolean choosesDeltas(int n) {
        int line = Bytes.packedLength(n, width) + Bytes.signedLength(slope);
        if (width == 0) {
            return false;
        }
        deltas.analyse(numbers, odd, n);
        if (deltas.bytes() > line - (line + LEAST_SAVING - 1) / LEAST_SAVING) {
            return false;
        }
        flags &= ~LforLayout.FINE_SLOPE;
        flags |= LforLayout.DELTAS | (deltas.isPatched() ? LforLayout.PATCHES : 0);
        slope = deltas.least();
        base = deltas.first();
        width = deltas.width();
        return true;
    }

    int flags() {
        return flags;
    }

    int exponent() {
        return exponent;
    }

    int shift() {
        return shift;
    }

    int width() {
        return width;
    }

    long base() {
        return base;
    }

    long slope() {
        return slope;
    }

    /// Writes the packed values and the exceptions; returns where they end.
    int write(double[] values, int n, byte[] dst, int at) {
        int p =
                (flags & LforLayout.DELTAS) != 0
                        ? deltas.write(n, dst, at)
                        : Bytes.pack(numbers, n, width, dst, at);
        if (exceptions > 0) {
            dst[p++] = (byte) exceptions;
            for (int i = 0; i < n; i++) {
                if (odd[i]) {
                    dst[p] = (byte) i;
                    Bytes.putLong(dst, p + 1, Double.doubleToRawLongBits(values[i]));
                    p += LforLayout.EXCEPTION_BYTES;
                }
            }
        }
        return p;
    }
}
