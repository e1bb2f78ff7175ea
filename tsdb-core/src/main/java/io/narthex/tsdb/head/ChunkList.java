package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.pages.ChunkPage;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The sealed chunks of one series, oldest first.
///
/// The arrays only grow at their end or are replaced, so that a reader may keep them together with
/// the size it saw.
///
/// Thread safety: written under the commit lock; see [Captured].
final class ChunkList {
    /// What a reader keeps; nobody writes below `size`.
    ///
    /// @param pages the page that holds each chunk; the list keeps its pages alive
    /// @param offsets where each chunk starts in its page
    /// @param lengths each chunk's bytes, unsigned
    /// @param mints the time of each chunk's first sample
    /// @param starts the index of each chunk's first sample in the life of the series
    /// @param encodings each chunk's encoding; null where all are [ChunkEncoding#LFOR]
    /// @param hasHistograms whether there are, or were, chunks of native histograms
    /// @param hasStarts whether there are, or were, chunks with start timestamps
    record Captured(
            ChunkPage[] pages,
            int[] offsets,
            short[] lengths,
            long[] mints,
            long[] starts,
            byte @Nullable [] encodings,
            boolean hasHistograms,
            boolean hasStarts,
            int size) {
        /// A chunk's bytes.
        int length(int i) {
            return lengths[i] & 0xffff;
        }

        /// A chunk's encoding.
        ChunkEncoding encoding(int i) {
            return ChunkList.encoding(encodings, i);
        }
    }

    static final Captured EMPTY =
            new Captured(
                    new ChunkPage[0],
                    new int[0],
                    new short[0],
                    new long[0],
                    new long[0],
                    null,
                    false,
                    false,
                    0);

    private ChunkPage[] pages = new ChunkPage[2];
    private int[] offsets = new int[2];
    private short[] lengths = new short[2];
    private long[] mints = new long[2];
    private long[] starts = new long[2];
    private byte @Nullable [] encodings;
    private boolean hasHistograms;
    private boolean hasStarts;
    private int size;
    private long bytes;

    void add(
            ChunkPage page, int offset, int length, ChunkEncoding encoding, long mint, long start) {
        if (size == offsets.length) {
            int capacity = size + Math.max(2, size / 2);
            pages = Arrays.copyOf(pages, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            mints = Arrays.copyOf(mints, capacity);
            starts = Arrays.copyOf(starts, capacity);
            if (encodings != null) {
                encodings = Arrays.copyOf(encodings, capacity);
            }
        }
        if (encoding != ChunkEncoding.LFOR && encodings == null) {
            encodings = new byte[starts.length];
            Arrays.fill(encodings, (byte) ChunkEncoding.LFOR.id());
        }
        if (encodings != null) {
            encodings[size] = (byte) encoding.id();
        }
        hasHistograms |= encoding.isHistogram();
        hasStarts |= encoding.hasStarts();
        pages[size] = page;
        offsets[size] = offset;
        lengths[size] = (short) length;
        mints[size] = mint;
        starts[size] = start;
        size++;
        bytes += length;
    }

    /// Moves all starts; only before anybody reads.
    void shiftStarts(long by) {
        for (int i = 0; i < size; i++) {
            starts[i] += by;
        }
    }

    /// Forgets the oldest chunks; readers keep theirs.
    void removeFirst(int n) {
        for (int i = 0; i < n; i++) {
            bytes -= length(i);
        }
        pages = Arrays.copyOfRange(pages, n, Math.max(size, n + 2));
        offsets = Arrays.copyOfRange(offsets, n, Math.max(size, n + 2));
        lengths = Arrays.copyOfRange(lengths, n, Math.max(size, n + 2));
        mints = Arrays.copyOfRange(mints, n, Math.max(size, n + 2));
        starts = Arrays.copyOfRange(starts, n, Math.max(size, n + 2));
        if (encodings != null) {
            encodings = Arrays.copyOfRange(encodings, n, Math.max(size, n + 2));
        }
        size -= n;
    }

    int size() {
        return size;
    }

    /// The bytes of all chunks.
    long bytes() {
        return bytes;
    }

    long mint(int i) {
        return mints[i];
    }

    long start(int i) {
        return starts[i];
    }

    ChunkPage page(int i) {
        return pages[i];
    }

    int offset(int i) {
        return offsets[i];
    }

    int length(int i) {
        return lengths[i] & 0xffff;
    }

    ChunkEncoding encoding(int i) {
        return encoding(encodings, i);
    }

    private static ChunkEncoding encoding(byte @Nullable [] encodings, int i) {
        ChunkEncoding encoding =
                encodings == null ? ChunkEncoding.LFOR : ChunkEncoding.ofId(encodings[i]);
        if (encoding == null) {
            throw new IllegalStateException("BUG: a chunk without an encoding");
        }
        return encoding;
    }

    Captured capture() {
        return size == 0
                ? EMPTY
                : new Captured(
                        pages,
                        offsets,
                        lengths,
                        mints,
                        starts,
                        encodings,
                        hasHistograms,
                        hasStarts,
                        size);
    }
}
