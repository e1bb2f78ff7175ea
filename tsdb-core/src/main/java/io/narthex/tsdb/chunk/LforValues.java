package io.narthex.tsdb.chunk;

/// Reads the values of an LFOR chunk.
///
/// Bulk decoding runs in two loops: one unpacks groups of eight residuals, which take exactly
/// `width` bytes, into an array of integers; the other turns integers into doubles and is simple
/// enough for the compiler to vectorise. `docs/formats/chunks.md` has the figures.
///
/// Thread safety: a flyweight with scratch; for one thread.
final class LforValues {
    private static final int GROUP = 8;

    /// Index as a `long`, so that the conversion loop needs no widening.
    private static final long[] IOTA = iota();

    private final long[] residuals = new long[Chunks.MAX_LONG_SAMPLES + GROUP];

    private byte[] bytes = new byte[0];
    private int packedAt;
    private int width;
    private int shift;
    private int slopeBits;
    private long base;
    private long slope;
    private int exponent;
    private boolean raw;
    private int exceptions;
    private int exceptionsAt;

    private boolean isDelta;
    private int patches;
    private int patchesAt;
    private int patchBytes;

    /// Of deltas: how many of `residuals` are summed up already.
    private int summed;

    private static long[] iota() {
        long[] iota = new long[Chunks.MAX_LONG_SAMPLES];
        for (int i = 0; i < iota.length; i++) {
            iota[i] = i;
        }
        return iota;
    }

    /// Reads the header's value fields; the packed values start at `at`.
    void reset(byte[] chunk, int header, int at, long lineBase, long lineSlope) {
        bytes = chunk;
        packedAt = at;
        int flags = chunk[header + LforLayout.FLAGS];
        int count = chunk[header + LforLayout.COUNT] & 0xff;
        width = chunk[header + LforLayout.WIDTH];
        exponent = chunk[header + LforLayout.EXPONENT];
        shift = chunk[header + LforLayout.SHIFT];
        base = lineBase;
        slope = lineSlope;
        slopeBits = (flags & LforLayout.FINE_SLOPE) != 0 ? LforLayout.SLOPE_BITS : 0;
        raw = (flags & LforLayout.RAW) != 0;
        isDelta = (flags & LforLayout.DELTAS) != 0;
        patches = 0;
        summed = 0;
        exceptions = 0;
        int end = at + Bytes.packedLength(count, width);
        if (isDelta) {
            slopeBits = 0;
            if ((flags & LforLayout.PATCHES) != 0) {
                patches = chunk[end] & 0xff;
                patchBytes = chunk[end + 1];
                patchesAt = end + 2;
                end = patchesAt + patches * (1 + patchBytes);
            }
        }
        if ((flags & LforLayout.EXCEPTIONS) != 0) {
            exceptions = chunk[end] & 0xff;
            exceptionsAt = end + 1;
        }
    }

    double valueAt(int i) {
        for (int x = 0; x < exceptions; x++) {
            if (exceptionIndex(x) == i) {
                return exceptionValue(x);
            }
        }
        long number = number(i, residualAt(i));
        return raw
                ? Double.longBitsToDouble(LforValueEncoder.ordered(number))
                : Decimals.value(number, exponent);
    }

    private long residualAt(int i) {
        if (isDelta) {
            sum(i + 1);
            return residuals[i];
        }
        if (width == 0) {
            return 0;
        }
        return width == Long.SIZE
                ? Bytes.getLong(bytes, packedAt + 8 * i)
                : Bytes.getBits(bytes, packedAt, i * width, width);
    }

    private long number(long i, long residual) {
        return base + ((((slope * i) >> slopeBits) + residual) << shift);
    }

    void values(int from, int n, double[] dst, int at) {
        // Whole groups are unpacked, so the residuals start up to seven places before `from`.
        int first = isDelta ? 0 : from & -GROUP;
        if (isDelta) {
            sum(from + n);
        } else {
            unpack(first, from + n);
        }
        if (raw) {
            convertRaw(from, n, first, dst, at);
        } else if (exponent == 0) {
            convertIntegers(from, n, first, dst, at);
        } else {
            convertDecimals(from, n, first, dst, at);
        }
        for (int x = 0; x < exceptions; x++) {
            int i = exceptionIndex(x);
            if (i >= from && i < from + n) {
                dst[at + i - from] = exceptionValue(x);
            }
        }
    }

    /// Makes sums of the first residuals, of which each is the distance from the number before.
    private void sum(int end) {
        if (summed >= end) {
            return;
        }
        if (width <= GROUP) {
            sumNarrow(end);
        } else {
            unpack(0, end);
            long sum = 0;
            for (int i = 0; i < end; i++) {
                sum += residuals[i];
                residuals[i] = sum;
            }
        }
        patch(end);
        summed = end;
    }

    /// Like [#unpackNarrow], each value added to the ones before: the additions fill the time in
    /// which the next ones are shifted.
    private void sumNarrow(int end) {
        int w = width;
        long mask = (1L << w) - 1;
        long[] out = residuals;
        int p = packedAt;
        long sum = 0;
        for (int i = 0; i < end; i += GROUP, p += w) {
            long word = Bytes.getLong(bytes, p);
            out[i] = sum += word & mask;
            out[i + 1] = sum += word >>> w & mask;
            out[i + 2] = sum += word >>> 2 * w & mask;
            out[i + 3] = sum += word >>> 3 * w & mask;
            out[i + 4] = sum += word >>> 4 * w & mask;
            out[i + 5] = sum += word >>> 5 * w & mask;
            out[i + 6] = sum += word >>> 6 * w & mask;
            out[i + 7] = sum += word >>> 7 * w & mask;
        }
    }

    /// Adds what stands apart to all sums from its place on.
    private void patch(int end) {
        long added = 0;
        for (int x = 0; x < patches && patchIndex(x) < end; x++) {
            int at = patchesAt + x * (1 + patchBytes);
            added += Bytes.getSigned(bytes, at + 1, patchBytes);
            int to = x + 1 < patches ? Math.min(end, patchIndex(x + 1)) : end;
            for (int i = patchIndex(x); i < to; i++) {
                residuals[i] += added;
            }
        }
    }

    private int patchIndex(int x) {
        return bytes[patchesAt + x * (1 + patchBytes)] & 0xff;
    }

    private void unpack(int first, int end) {
        if (width <= GROUP) {
            unpackNarrow(first, end);
        } else if (width <= 14) {
            unpackMiddle(first, end);
        } else if (width < Long.SIZE) {
            unpackWide(first, end);
        } else {
            for (int i = first; i < end; i++) {
                residuals[i - first] = Bytes.getLong(bytes, packedAt + 8 * i);
            }
        }
    }

    /// Up to eight bits: one word holds a group.
    private void unpackNarrow(int first, int end) {
        int w = width;
        long mask = (1L << w) - 1;
        long[] out = residuals;
        int p = packedAt + (first >>> 3) * w;
        for (int i = 0; i < end - first; i += GROUP, p += w) {
            long word = Bytes.getLong(bytes, p);
            out[i] = word & mask;
            out[i + 1] = word >>> w & mask;
            out[i + 2] = word >>> 2 * w & mask;
            out[i + 3] = word >>> 3 * w & mask;
            out[i + 4] = word >>> 4 * w & mask;
            out[i + 5] = word >>> 5 * w & mask;
            out[i + 6] = word >>> 6 * w & mask;
            out[i + 7] = word >>> 7 * w & mask;
        }
    }

    /// Up to fourteen bits: four values and up to seven bits before them fit a word.
    private void unpackMiddle(int first, int end) {
        int w = width;
        long mask = (1L << w) - 1;
        long[] out = residuals;
        int p = packedAt + (first >>> 3) * w;
        int half = (4 * w) >>> 3;
        int halfBits = (4 * w) & 7;
        for (int i = 0; i < end - first; i += GROUP, p += w) {
            long word = Bytes.getLong(bytes, p);
            out[i] = word & mask;
            out[i + 1] = word >>> w & mask;
            out[i + 2] = word >>> 2 * w & mask;
            out[i + 3] = word >>> 3 * w & mask;
            word = Bytes.getLong(bytes, p + half) >>> halfBits;
            out[i + 4] = word & mask;
            out[i + 5] = word >>> w & mask;
            out[i + 6] = word >>> 2 * w & mask;
            out[i + 7] = word >>> 3 * w & mask;
        }
    }

    private void unpackWide(int first, int end) {
        int w = width;
        long mask = (1L << w) - 1;
        int bit = first * w;
        for (int i = 0; i < end - first; i++, bit += w) {
            residuals[i] = Bytes.getLong(bytes, packedAt + (bit >>> 3)) >>> (bit & 7) & mask;
        }
    }

    private void convertIntegers(int from, int n, int first, double[] dst, int at) {
        int skipped = from - first;
        for (int k = 0; k < n; k++) {
            dst[at + k] =
                    base
                            + ((((slope * IOTA[from + k]) >> slopeBits) + residuals[skipped + k])
                                    << shift);
        }
    }

    private void convertDecimals(int from, int n, int first, double[] dst, int at) {
        int skipped = from - first;
        double power = Decimals.POWERS[exponent];
        for (int k = 0; k < n; k++) {
            long number =
                    base
                            + ((((slope * IOTA[from + k]) >> slopeBits) + residuals[skipped + k])
                                    << shift);
            dst[at + k] = number / power;
        }
    }

    private void convertRaw(int from, int n, int first, double[] dst, int at) {
        for (int k = 0; k < n; k++) {
            long number = number(from + k, residuals[from - first + k]);
            dst[at + k] = Double.longBitsToDouble(LforValueEncoder.ordered(number));
        }
    }

    private int exceptionIndex(int x) {
        return bytes[exceptionsAt + x * LforLayout.EXCEPTION_BYTES] & 0xff;
    }

    private double exceptionValue(int x) {
        return Double.longBitsToDouble(
                Bytes.getLong(bytes, exceptionsAt + x * LforLayout.EXCEPTION_BYTES + 1));
    }
}
