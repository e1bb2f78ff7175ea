package io.narthex.tsdb.chunk;

import java.util.Arrays;

/// Finds the shortest form of a chunk's numbers as distances from one to the next: as many bits
/// each as most of them need, and *patches* for the others. Counters that grow at random wander far
/// from any line, but not far from their last value; and where one is reset, only one distance is
/// long.
///
/// Thread safety: holds scratch; for one thread.
final class LforDeltas {
    /// Residuals wider than this are patches.
    private static final int MAX_WIDTH = 56;

    /// Bytes of the patches' number and length.
    private static final int PATCHES_HEADER = 2;

    private final long[] residuals = new long[Chunks.MAX_LONG_SAMPLES];
    private final long[] packed = new long[Chunks.MAX_LONG_SAMPLES];

    /// How many residuals need so many bits; those below zero are in the last place.
    private final int[] needing = new int[Long.SIZE + 2];

    private long first;
    private long least;
    private int width;
    private int patches;
    private int patchBytes;

    /// Of residuals and patches.
    private int bytes;

    /// Chooses the form for `n` numbers.
    ///
    /// @param odd which of them count for nothing
    void analyse(long[] numbers, boolean[] odd, int n) {
        long last = 0;
        boolean any = false;
        long lowest = Long.MAX_VALUE;
        long lowestRise = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            long delta = any && !odd[i] ? numbers[i] - last : 0;
            if (!odd[i]) {
                first = any ? first : numbers[i];
                last = numbers[i];
            }
            if (any) {
                lowest = Math.min(lowest, delta);
                lowestRise = delta >= 0 ? Math.min(lowestRise, delta) : lowestRise;
            }
            any |= !odd[i];
            residuals[i] = delta;
        }
        bytes = Integer.MAX_VALUE;
        choose(n, lowest == Long.MAX_VALUE ? 0 : lowest);
        if (lowest < 0 && lowestRise < Long.MAX_VALUE) {
            choose(n, lowestRise);
        }
    }

    /// Takes the best width for a least distance, if it is better than what was found before.
    private void choose(int n, long candidate) {
        Arrays.fill(needing, 0);
        int longest = 0;
        int widest = 0;
        for (int i = 1; i < n; i++) {
            long residual = residuals[i] - candidate;
            int bits = Bytes.width(residual);
            needing[residual < 0 ? Long.SIZE + 1 : bits]++;
            widest = Math.max(widest, bits);
            longest = Math.max(longest, Bytes.signedLength(residual));
        }
        int above = needing[Long.SIZE + 1];
        for (int w = widest; w >= 0; w--) {
            int size = Bytes.packedLength(n, w) + patchesLength(above, longest);
            if (w <= MAX_WIDTH && size < bytes) {
                bytes = size;
                least = candidate;
                width = w;
                patches = above;
                patchBytes = longest;
            }
            above += needing[w];
        }
    }

    private static int patchesLength(int patches, int length) {
        return patches == 0 ? 0 : PATCHES_HEADER + patches * (1 + length);
    }

    /// Bytes that residuals, patches and the least distance take.
    int bytes() {
        return bytes + Bytes.signedLength(least);
    }

    /// The number of the first sample that counts.
    long first() {
        return first;
    }

    /// The distance from the number before that a residual of zero stands for.
    long least() {
        return least;
    }

    int width() {
        return width;
    }

    boolean isPatched() {
        return patches > 0;
    }

    private boolean fits(long residual) {
        return residual >= 0 && Bytes.width(residual) <= width;
    }

    /// Writes residuals and patches; returns where they end.
    int write(int n, byte[] dst, int at) {
        packed[0] = 0;
        for (int i = 1; i < n; i++) {
            residuals[i] -= least;
            packed[i] = fits(residuals[i]) ? residuals[i] : 0;
        }
        int p = Bytes.pack(packed, n, width, dst, at);
        if (patches == 0) {
            return p;
        }
        dst[p++] = (byte) patches;
        dst[p++] = (byte) patchBytes;
        for (int i = 1; i < n; i++) {
            if (!fits(residuals[i])) {
                dst[p] = (byte) i;
                Bytes.putLong(dst, p + 1, residuals[i]);
                p += 1 + patchBytes;
            }
        }
        return p;
    }
}
