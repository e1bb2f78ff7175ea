package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;

/// Reads one LFOR chunk at a time out of a byte array.
///
/// Indices count the chunk's samples from 0. [Chunks#SLACK] bytes behind the chunk must exist in
/// the array.
///
/// Thread safety: a flyweight with scratch; for one thread at a time. The bytes may be shared.
///
/// @see StartedLforChunk for those with start timestamps
public class LforChunk implements ChunkReader {
    private final LforTimes times = new LforTimes();
    private final LforValues values = new LforValues();
    private final double[] scratch = new double[Chunks.MAX_LONG_SAMPLES];
    private final int[] stale = new int[Chunks.MAX_LONG_SAMPLES];

    private int flags;
    private int count;

    /// The number of stale markers, or -1 until somebody asks.
    private int staleCount;

    @Override
    public void reset(byte[] chunk, int from, int size) {
        LforCheck.check(chunk, from, size);
        point(chunk, from);
    }

    @Override
    public void verify() {
        if (times.areRegular()) {
            return;
        }
        for (int i = 1; i < count; i++) {
            if (times.timeAt(i) <= times.timeAt(i - 1)) {
                throw new MalformedChunkException("times do not ascend at sample " + i);
            }
        }
    }

    /// Points the reader at the chunk that starts at `offset`, which is known to be sound.
    public void reset(byte[] bytes, int offset) {
        point(bytes, offset);
    }

    private void point(byte[] bytes, int offset) {
        flags = bytes[offset + LforLayout.FLAGS];
        count = bytes[offset + LforLayout.COUNT] & 0xff;
        staleCount = (flags & LforLayout.STALE) == 0 ? 0 : -1;
        int baseSlope = bytes[offset + LforLayout.BASE_SLOPE_LENGTHS];
        int intervalT0 = bytes[offset + LforLayout.INTERVAL_T0_LENGTHS];
        int p = offset + LforLayout.FIELDS;
        int length = (intervalT0 >>> 4) & 15;
        long t0 = Bytes.getSigned(bytes, p, length);
        p += length;
        length = intervalT0 & 15;
        long interval = Bytes.getSigned(bytes, p, length);
        p += length;
        length = baseSlope & 15;
        long base = Bytes.getSigned(bytes, p, length);
        p += length;
        length = (baseSlope >>> 4) & 15;
        long slope = Bytes.getSigned(bytes, p, length);
        p += length;
        p = times.reset(bytes, p, flags, count, t0, interval);
        values.reset(bytes, offset, p, base, slope);
    }

    /// The times of the chunk that was pointed at.
    final LforTimes times() {
        return times;
    }

    /// The number of samples.
    @Override
    public int count() {
        return count;
    }

    /// The time of the first sample, epoch milliseconds.
    @Override
    public long mint() {
        return times.timeAt(0);
    }

    /// The time of the last sample, epoch milliseconds.
    @Override
    public long maxt() {
        return times.timeAt(count - 1);
    }

    /// Copies the times of samples `from … from+n-1` to `dst[at…]`.
    @Override
    public void times(int from, int n, long[] dst, int at) {
        times.times(from, n, dst, at);
    }

    /// Copies the values of samples `from … from+n-1` to `dst[at…]`.
    @Override
    public void values(int from, int n, double[] dst, int at) {
        values.values(from, n, dst, at);
    }

    /// The time of one sample.
    @Override
    public long timeAt(int i) {
        return times.timeAt(i);
    }

    /// The value of one sample.
    @Override
    public double valueAt(int i) {
        return values.valueAt(i);
    }

    /// The index of the first sample with a time of at least `t`; `count()` where there is none.
    @Override
    public int lowerBound(long t) {
        return times.lowerBound(t);
    }

    /// Whether no value of the chunk is below its predecessor in the chunk; NaN compares false.
    @Override
    public boolean noDrop() {
        return (flags & LforLayout.NO_DROP) != 0;
    }

    /// The number of stale markers in the chunk.
    @Override
    public int staleCount() {
        if (staleCount < 0) {
            staleCount = 0;
            values.values(0, count, scratch, 0);
            for (int i = 0; i < count; i++) {
                if (StaleNaN.isStale(scratch[i])) {
                    stale[staleCount++] = i;
                }
            }
        }
        return staleCount;
    }

    /// The index of the `k`-th stale marker, ascending.
    ///
    /// @param k 0 … `staleCount()-1`
    @Override
    public int staleAt(int k) {
        if (k >= staleCount()) {
            throw new IndexOutOfBoundsException(k);
        }
        return stale[k];
    }

    /// Adds the times of samples `from … from+n-1` to the key. Stale positions are the caller's to
    /// add, after the last chunk of its window: the key counts them from the window's start.
    @Override
    public void timeKey(int from, int n, TimeKey key) {
        times.key(from, n, key);
    }
}
