package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.pages.ChunkPage;

import org.jspecify.annotations.Nullable;

/// The sealed chunks of one series, oldest first, as [ChunkPacker] packed them.
///
/// Thread safety: for one thread.
final class ChunkList {
    private static final ChunkEncoding[] ENCODINGS = ChunkEncoding.values();
    private static final int ENCODING_MASK = (1 << ChunkPacker.ENCODING_BITS) - 1;

    private byte @Nullable [] packed;
    private @Nullable ChunkPage[] pages = new @Nullable ChunkPage[0];
    private int at;
    private long[] places = new long[8];
    private int[] kinds = new int[8];
    private long[] mints = new long[8];
    private long[] starts = new long[8];
    private int size;

    /// Reads a list.
    ///
    /// @param list null for one without chunks
    /// @param from the pages as they were when the list was
    /// @return this
    @SuppressWarnings("ReferenceEquality") // a packed list never changes
    ChunkList unpack(byte @Nullable [] list, @Nullable ChunkPage[] from) {
        pages = from;
        if (list == packed) {
            return this;
        }
        packed = list;
        size = 0;
        if (list != null) {
            at = 1;
            size = (int) varint(list);
            ensure();
            readNewest(list);
            for (int i = size - 2; i >= 0; i--) {
                readOlder(list, i);
            }
        }
        return this;
    }

    private void ensure() {
        if (size > mints.length) {
            int capacity = Math.max(size, 2 * mints.length);
            places = new long[capacity];
            kinds = new int[capacity];
            mints = new long[capacity];
            starts = new long[capacity];
        }
    }

    private void readNewest(byte[] list) {
        int i = size - 1;
        mints[i] = zigzag(varint(list));
        starts[i] = varint(list);
        places[i] = varint(list);
        kinds[i] = (int) varint(list);
    }

    private void readOlder(byte[] list, int i) {
        mints[i] = mints[i + 1] - varint(list);
        starts[i] = starts[i + 1] - varint(list);
        places[i] = places[i + 1] - zigzag(varint(list));
        kinds[i] = (int) varint(list);
    }

    private long varint(byte[] list) {
        byte b = list[at++];
        if (b >= 0) {
            return b;
        }
        long v = b & 0x7f;
        for (int shift = 7; ; shift += 7) {
            b = list[at++];
            v |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return v;
            }
        }
    }

    private static long zigzag(long v) {
        return v >>> 1 ^ -(v & 1);
    }

    /// The number of chunks.
    int size() {
        return size;
    }

    /// The bytes of all chunks.
    long bytes() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += length(i);
        }
        return sum;
    }

    /// The time of a chunk's first sample.
    long mint(int i) {
        return mints[i];
    }

    /// The index of a chunk's first sample in the life of the series.
    long start(int i) {
        return starts[i];
    }

    /// The page that holds a chunk.
    ChunkPage page(int i) {
        return PageTable.page(pages, places[i]);
    }

    /// Where a chunk starts in its page.
    int offset(int i) {
        return PageTable.offset(places[i]);
    }

    /// A chunk's bytes.
    int length(int i) {
        return kinds[i] >>> ChunkPacker.ENCODING_BITS;
    }

    /// A chunk's encoding.
    ChunkEncoding encoding(int i) {
        return ENCODINGS[kinds[i] & ENCODING_MASK];
    }
}
