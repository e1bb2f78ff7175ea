package io.narthex.tsdb.chunk;

import java.util.Arrays;

/// Finds the line through a chunk's timestamps, the scrapes that are missing on it, and how far the
/// others stand beside it.
///
/// Thread safety: holds scratch; for one thread.
final class LforTimeEncoder {
    private final long[] residuals = new long[Chunks.MAX_LONG_SAMPLES];
    private final long[] sorted = new long[Chunks.MAX_LONG_SAMPLES];
    private final int[] gapIndex = new int[LforLayout.MAX_GAPS];
    private final int[] gapMissed = new int[LforLayout.MAX_GAPS];

    private long interval;
    private int gaps;
    private long lowest;
    private int width;

    /// Chooses the form for `n` times.
    void analyse(long[] times, int n) {
        gaps = 0;
        lowest = 0;
        width = 0;
        interval = n > 1 ? times[1] - times[0] : 0;
        if (isRegular(times, n)) {
            return;
        }
        findGaps(times, n);
        computeResiduals(times, n);
    }

    private boolean isRegular(long[] times, int n) {
        for (int i = 2; i < n; i++) {
            if (times[i] - times[i - 1] != interval) {
                return false;
            }
        }
        return true;
    }

    /// Takes the median distance as the interval and every larger multiple of it as a gap.
    private void findGaps(long[] times, int n) {
        for (int i = 1; i < n; i++) {
            sorted[i - 1] = times[i] - times[i - 1];
        }
        Arrays.sort(sorted, 0, n - 1);
        long median = sorted[(n - 1) / 2];
        long span = times[n - 1] - times[0];
        interval = Math.round((double) span / (n - 1));
        if (median <= 0 || span <= 0) {
            return;
        }
        long missed = 0;
        for (int i = 1; i < n; i++) {
            long skipped = Math.round((double) (times[i] - times[i - 1]) / median) - 1;
            if (skipped > 0) {
                missed += skipped;
                if (gaps == LforLayout.MAX_GAPS || missed > LforLayout.MAX_MISSED) {
                    gaps = 0;
                    return;
                }
                gapIndex[gaps] = i;
                gapMissed[gaps++] = (int) missed;
            }
        }
        interval = Math.round((double) span / (n - 1 + missed));
    }

    private void computeResiduals(long[] times, int n) {
        long highest = 0;
        int gap = 0;
        long missed = 0;
        for (int i = 0; i < n; i++) {
            if (gap < gaps && gapIndex[gap] == i) {
                missed = gapMissed[gap++];
            }
            residuals[i] = times[i] - times[0] - interval * (i + missed);
            lowest = Math.min(lowest, residuals[i]);
            highest = Math.max(highest, residuals[i]);
        }
        long range = highest - lowest;
        if (range < 0 || Bytes.width(range) > 56) {
            width = Long.SIZE;
            lowest = 0;
            gaps = 0;
            for (int i = 0; i < n; i++) {
                residuals[i] = times[i] - times[0] - interval * i;
            }
            return;
        }
        width = Bytes.width(range);
        for (int i = 0; i < n; i++) {
            residuals[i] -= lowest;
        }
    }

    long interval() {
        return interval;
    }

    int flags() {
        return (gaps > 0 ? LforLayout.GAPS : 0) | (width > 0 ? LforLayout.JITTER : 0);
    }

    /// Writes the gap list and the packed times; returns where they end.
    int write(int n, byte[] dst, int at) {
        int p = at;
        if (gaps > 0) {
            dst[p++] = (byte) gaps;
            for (int g = 0; g < gaps; g++) {
                Bytes.putLong(dst, p, gapIndex[g] | (long) gapMissed[g] << 8);
                p += LforLayout.GAP_BYTES;
            }
        }
        if (width > 0) {
            int length = Bytes.signedLength(lowest);
            dst[p++] = (byte) width;
            dst[p++] = (byte) length;
            Bytes.putLong(dst, p, lowest);
            p = Bytes.pack(residuals, n, width, dst, p + length);
        }
        return p;
    }
}
