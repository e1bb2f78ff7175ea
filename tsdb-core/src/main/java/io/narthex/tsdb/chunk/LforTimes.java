package io.narthex.tsdb.chunk;

import io.narthex.model.TimeKey;

/// Reads the timestamps of an LFOR chunk.
///
/// Thread safety: a flyweight; for one thread.
final class LforTimes {
    private byte[] bytes = new byte[0];
    private int count;
    private long t0;
    private long interval;

    private int gaps;
    private int gapsAt;

    private int width;
    private int sectionAt;
    private int sectionEnd;
    private int packedAt;
    private long lowest;

    /// Reads the time section that starts at `at`; returns where it ends.
    int reset(byte[] chunk, int at, int flags, int samples, long first, long step) {
        bytes = chunk;
        count = samples;
        t0 = first;
        interval = step;
        sectionAt = at;
        gaps = 0;
        width = 0;
        int p = at;
        if ((flags & LforLayout.GAPS) != 0) {
            gaps = chunk[p];
            gapsAt = p + 1;
            p = gapsAt + gaps * LforLayout.GAP_BYTES;
        }
        if ((flags & LforLayout.JITTER) != 0) {
            width = chunk[p];
            int length = chunk[p + 1];
            lowest = Bytes.getSigned(chunk, p + 2, length);
            packedAt = p + 2 + length;
            p = packedAt + Bytes.packedLength(samples, width);
        }
        sectionEnd = p;
        return p;
    }

    /// Whether times are so regular that one look tells that they ascend.
    boolean areRegular() {
        return gaps == 0
                && width == 0
                && interval > 0
                && interval <= (Long.MAX_VALUE - Math.max(t0, 0)) / count;
    }

    long timeAt(int i) {
        return t0 + interval * (i + missed(i)) + residual(i);
    }

    private long residual(int i) {
        if (width == 0) {
            return 0;
        }
        return width == Long.SIZE
                ? Bytes.getLong(bytes, packedAt + 8 * i)
                : lowest + Bytes.getBits(bytes, packedAt, i * width, width);
    }

    /// The intervals missed before a sample.
    private long missed(int i) {
        long missed = 0;
        for (int g = 0; g < gaps && gapIndex(g) <= i; g++) {
            missed = gapMissed(g);
        }
        return missed;
    }

    private int gapIndex(int g) {
        return bytes[gapsAt + g * LforLayout.GAP_BYTES] & 0xff;
    }

    private long gapMissed(int g) {
        return Bytes.getLong(bytes, gapsAt + g * LforLayout.GAP_BYTES) >>> 8
                & LforLayout.MAX_MISSED;
    }

    void times(int from, int n, long[] dst, int at) {
        int i = from;
        int end = from + n;
        while (i < end) {
            int runEnd = Math.min(end, runEnd(i));
            long start = t0 + interval * (i + missed(i));
            for (int k = 0; k < runEnd - i; k++) {
                dst[at + i - from + k] = start + interval * k;
            }
            i = runEnd;
        }
        for (int k = from; k < end && width > 0; k++) {
            dst[at + k - from] += residual(k);
        }
    }

    /// The first sample behind a gap that comes after a sample, or the number of samples.
    private int runEnd(int i) {
        for (int g = 0; g < gaps; g++) {
            if (gapIndex(g) > i) {
                return gapIndex(g);
            }
        }
        return count;
    }

    int lowerBound(long t) {
        int lo = 0;
        int hi = count;
        if (gaps == 0 && width == 0 && count > 1) {
            return regularLowerBound(t);
        }
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (timeAt(mid) < t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo;
    }

    private int regularLowerBound(long t) {
        if (t <= t0) {
            return 0;
        }
        if (t > timeAt(count - 1)) {
            return count;
        }
        return (int) ((t - t0 - 1) / interval) + 1;
    }

    void key(int from, int n, TimeKey key) {
        if (width > 0) {
            key.addPacked(from, n, bytes, sectionAt, sectionEnd - sectionAt, t0, interval);
            return;
        }
        int i = from;
        while (i < from + n) {
            int runEnd = Math.min(from + n, runEnd(i));
            key.addRun(t0 + interval * (i + missed(i)), interval, runEnd - i);
            i = runEnd;
        }
    }
}
