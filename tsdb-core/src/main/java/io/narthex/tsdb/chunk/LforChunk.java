package io.narthex.tsdb.chunk;

import io.narthex.model.TimeKey;

/// Reads one LFOR chunk at a time out of a byte array.
///
/// Indices count the chunk's samples from 0. [Chunks#SLACK] bytes behind the chunk must exist in
/// the array.
///
/// Thread safety: a flyweight with scratch; for one thread at a time. The bytes may be shared.
public final class LforChunk {
    /// Points the reader at the chunk that starts at `offset`.
    public void reset(byte[] bytes, int offset) {
        throw new UnsupportedOperationException("LFOR is not supported yet");
    }

    /// The number of samples.
    public int count() {
        return 0;
    }

    /// The time of the first sample, epoch milliseconds.
    public long mint() {
        return 0;
    }

    /// The time of the last sample, epoch milliseconds.
    public long maxt() {
        return 0;
    }

    /// Copies the times of samples `from … from+n-1` to `dst[at…]`.
    public void times(int from, int n, long[] dst, int at) {}

    /// Copies the values of samples `from … from+n-1` to `dst[at…]`.
    public void values(int from, int n, double[] dst, int at) {}

    /// The time of one sample.
    public long timeAt(int i) {
        return 0;
    }

    /// The value of one sample.
    public double valueAt(int i) {
        return 0;
    }

    /// The index of the first sample with a time of at least `t`; `count()` where there is none.
    public int lowerBound(long t) {
        return 0;
    }

    /// Whether no value of the chunk is below its predecessor in the chunk; NaN compares false.
    public boolean noDrop() {
        return false;
    }

    /// The number of stale markers in the chunk.
    public int staleCount() {
        return 0;
    }

    /// The index of the `k`-th stale marker, ascending.
    ///
    /// @param k 0 … `staleCount()-1`
    public int staleAt(int k) {
        return 0;
    }

    /// Adds the times of samples `from … from+n-1` to the key. Stale positions are the caller's to
    /// add, after the last chunk of its window: the key counts them from the window's start.
    public void timeKey(int from, int n, TimeKey key) {}
}
