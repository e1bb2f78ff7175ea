package io.narthex.tsdb.chunk;

import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;

/// Reads one sealed chunk at a time, whatever its encoding.
///
/// Indices count the chunk's samples from 0.
///
/// Thread safety: a flyweight with scratch; for one thread at a time. The bytes may be shared.
public interface ChunkReader {
    /// Points the reader at the chunk of `length` bytes that starts at `offset`. [Chunks#SLACK]
    /// bytes behind the chunk must exist in the array, whatever they hold.
    ///
    /// @throws MalformedChunkException if the bytes can't be a chunk of this encoding; where they
    ///     have to be decoded to know, every other method may throw it, until [#verify] did not
    void reset(byte[] bytes, int offset, int length);

    /// Checks that what [#reset] pointed at can be decoded, and that times ascend. Needed once for
    /// bytes that somebody else may have written.
    ///
    /// @throws MalformedChunkException if anything is wrong
    void verify();

    /// The number of samples, at least 1.
    int count();

    /// The time of the first sample, epoch milliseconds.
    long mint();

    /// The time of the last sample, epoch milliseconds.
    long maxt();

    /// Copies the times of samples `from … from+n-1` to `dst[at…]`.
    void times(int from, int n, long[] dst, int at);

    /// Copies the values of samples `from … from+n-1` to `dst[at…]`; a histogram's place gets its
    /// sum.
    void values(int from, int n, double[] dst, int at);

    /// The time of one sample.
    long timeAt(int i);

    /// The value of one sample; for a histogram its sum.
    double valueAt(int i);

    /// Whether the chunk holds native histograms.
    default boolean isHistogram() {
        return false;
    }

    /// The native histogram at an index.
    ///
    /// @throws UnsupportedOperationException where [#isHistogram] is false
    default FloatHistogram histogramAt(int i) {
        throw new UnsupportedOperationException("sample " + i + " is a float");
    }

    /// The start timestamp of one sample, epoch milliseconds; 0 where it is not known.
    default long startAt(int i) {
        return 0;
    }

    /// The index of the first sample with a time of at least `t`; `count()` where there is none.
    int lowerBound(long t);

    /// Whether no value of the chunk is below its predecessor in the chunk; NaN compares false.
    boolean noDrop();

    /// The number of stale markers in the chunk.
    int staleCount();

    /// The index of the `k`-th stale marker, ascending.
    ///
    /// @param k 0 … `staleCount()-1`
    int staleAt(int k);

    /// Adds the times of samples `from … from+n-1` to the key. Stale positions are the caller's to
    /// add, after the last chunk of its window: the key counts them from the window's start.
    void timeKey(int from, int n, TimeKey key);
}
