package io.narthex.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The canonical form of a stretch of timestamps, used to find a window plan that fits a series.
///
/// Equal keys mean equal timestamps and equal stale positions, index by index; the comparison is of
/// the whole form, never of a hash alone. Unequal keys mean nothing: the same times may have been
/// described differently, which costs a plan, never a wrong answer.
///
/// The form is a list of words. Regular times are runs `(t0, interval, n)`, coalesced greedily, so
/// that a run that was stored in two chunks reads as one. Irregular stretches may be given as the
/// packed bytes they are stored in.
///
/// A key is a buffer to reuse: [#clear], describe, look up, and [#copy] only to keep it.
///
/// Thread safety: for one thread until it no longer changes.
public final class TimeKey {
    private static final long PACKED = 0x8000_0000_0000_0001L;
    private static final long STALE = 0x8000_0000_0000_0002L;

    private long[] words = new long[24];
    private int size;

    /// The open run, not yet among the words; `runLength` 0 where there is none.
    private long runStart;

    private long runInterval;
    private int runLength;

    /// Empties the key.
    public void clear() {
        size = 0;
        runLength = 0;
    }

    /// Adds `n` times `t0, t0 + interval, …`.
    public void addRun(long t0, long interval, int n) {
        int i = 0;
        // Two single steps settle whether and how the open run goes on; the rest follows in bulk.
        while (i < n && (i < 2 || runInterval != interval)) {
            addTime(t0 + interval * i++);
        }
        runLength += n - i;
    }

    /// Adds one time.
    public void addTime(long t) {
        if (runLength == 0) {
            runStart = t;
            runLength = 1;
        } else if (runLength == 1) {
            runInterval = t - runStart;
            runLength = 2;
        } else if (t == runStart + runInterval * runLength) {
            runLength++;
        } else {
            closeRun();
            runStart = t;
            runLength = 1;
        }
    }

    /// Adds a stretch in its stored form: a header that with the bytes determines the times.
    ///
    /// @param first index of the first sample of the stretch that belongs to the key
    /// @param n number of samples from there
    /// @param header the words of the form beside the bytes, such as start and interval
    public void addPacked(int first, int n, byte[] bytes, int offset, int length, long... header) {
        closeRun();
        add(PACKED);
        add(((long) first << 32) | n);
        for (long word : header) {
            add(word);
        }
        long word = length;
        for (int i = 0; i < length; i++) {
            word = (word << 8) | (bytes[offset + i] & 0xff);
            if ((i & 7) == 7) {
                add(word);
                word = 0;
            }
        }
        add(word);
    }

    /// Marks the sample at an index of the stretch (0 is its first) as a stale marker.
    public void addStale(int index) {
        closeRun();
        add(STALE);
        add(index);
    }

    /// An independent copy, for keeping.
    public TimeKey copy() {
        closeRun();
        TimeKey copy = new TimeKey();
        copy.words = Arrays.copyOf(words, size);
        copy.size = size;
        return copy;
    }

    @Override
    public int hashCode() {
        closeRun();
        long h = size;
        for (int i = 0; i < size; i++) {
            h = (h ^ words[i]) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 29;
        }
        return Long.hashCode(h);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof TimeKey other)) {
            return false;
        }
        closeRun();
        other.closeRun();
        return size == other.size && Arrays.equals(words, 0, size, other.words, 0, size);
    }

    private void closeRun() {
        if (runLength > 0) {
            add(runStart);
            add(runLength == 1 ? 0 : runInterval);
            add(runLength);
            runLength = 0;
        }
    }

    private void add(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
        }
        words[size++] = word;
    }
}
