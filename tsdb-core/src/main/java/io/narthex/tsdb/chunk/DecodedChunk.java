package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;

import java.util.Arrays;

/// A chunk whose encoding can't be read at random: it is decoded as a whole, when it is first asked
/// for samples.
///
/// Thread safety: as [ChunkReader] says.
abstract class DecodedChunk implements ChunkReader {
    private static final int COUNT_BYTES = 2;

    long[] times = new long[Chunks.MAX_SAMPLES];
    double[] values = new double[Chunks.MAX_SAMPLES];

    private byte[] bytes = new byte[0];
    private int offset;
    private int length;
    private int count;
    private boolean decoded;

    /// Indices of stale markers; known once `staleCount` is not negative.
    private int[] stale = new int[0];

    private int staleCount;

    @Override
    public final void reset(byte[] chunk, int from, int size) {
        if (size <= COUNT_BYTES) {
            throw new MalformedChunkException("only " + size + " bytes");
        }
        int samples = samples(chunk, from);
        if (samples == 0) {
            throw new MalformedChunkException("no samples");
        }
        if ((samples - 1L) * leastSampleBits() > (size - COUNT_BYTES) * 8L) {
            throw new MalformedChunkException(samples + " samples in " + size + " bytes");
        }
        bytes = chunk;
        offset = from;
        length = size;
        count = samples;
        decoded = false;
        staleCount = -1;
    }

    /// The number of samples that a chunk says it has.
    int samples(byte[] chunk, int from) {
        return (chunk[from] & 0xff) << 8 | chunk[from + 1] & 0xff;
    }

    /// What a sample takes at least, in bits: so bytes that claim more samples are refused before
    /// memory is taken for them.
    int leastSampleBits() {
        return 2;
    }

    /// Decodes `n` samples into `times` and `values`, which are long enough.
    ///
    /// @param from the chunk's first byte, that of the count
    abstract void decode(byte[] chunk, int from, int size, int n);

    /// Decodes unless that is done.
    final void decoded() {
        if (decoded) {
            return;
        }
        if (times.length < count) {
            times = new long[count];
            values = new double[count];
        }
        decode(bytes, offset, length, count);
        decoded = true;
    }

    @Override
    public final void verify() {
        decoded();
        for (int i = 1; i < count; i++) {
            if (times[i] <= times[i - 1]) {
                throw new MalformedChunkException("times do not ascend at sample " + i);
            }
        }
    }

    @Override
    public final int count() {
        return count;
    }

    @Override
    public final long mint() {
        return timeAt(0);
    }

    @Override
    public final long maxt() {
        return timeAt(count - 1);
    }

    @Override
    public final void times(int from, int n, long[] dst, int at) {
        decoded();
        System.arraycopy(times, from, dst, at, n);
    }

    @Override
    public final void values(int from, int n, double[] dst, int at) {
        decoded();
        System.arraycopy(values, from, dst, at, n);
    }

    @Override
    public final long timeAt(int i) {
        decoded();
        return times[i];
    }

    @Override
    public final double valueAt(int i) {
        decoded();
        return values[i];
    }

    @Override
    public final int lowerBound(long t) {
        decoded();
        int at = Arrays.binarySearch(times, 0, count, t);
        return at >= 0 ? at : -at - 1;
    }

    @Override
    public boolean noDrop() {
        decoded();
        boolean drop = false;
        for (int i = 1; i < count; i++) {
            drop |= values[i] < values[i - 1];
        }
        return !drop;
    }

    @Override
    public final int staleCount() {
        if (staleCount < 0) {
            decoded();
            staleCount = 0;
            for (int i = 0; i < count; i++) {
                if (StaleNaN.isStale(values[i])) {
                    if (staleCount == stale.length) {
                        stale = Arrays.copyOf(stale, Math.max(8, 2 * staleCount));
                    }
                    stale[staleCount++] = i;
                }
            }
        }
        return staleCount;
    }

    @Override
    public final int staleAt(int k) {
        if (k >= staleCount()) {
            throw new IndexOutOfBoundsException(k);
        }
        return stale[k];
    }

    @Override
    public final void timeKey(int from, int n, TimeKey key) {
        decoded();
        for (int i = from; i < from + n; i++) {
            key.addTime(times[i]);
        }
    }
}
