package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforEncoder;
import io.narthex.tsdb.pages.ChunkPage;

/// Seals chunks into append-only pages.
///
/// A page lives as long as a chunk list refers to it. Chunks of one page are sealed at about the
/// same time, so retention drops them at about the same time.
///
/// Thread safety: guarded by the commit lock; written bytes never change and may be read by anybody
/// who got their place under that lock.
final class SealedPages {
    /// Below half of the smallest G1 region, so that no page is a humongous object.
    static final int PAGE_BYTES = 256 << 10;

    private final LforEncoder encoder = new LforEncoder();
    private byte[] memory = new byte[0];
    private ChunkPage page = new ChunkPage(memory);
    private int used;
    private int lastOffset;
    private int lastLength;
    private long bytes;

    /// Encodes a chunk; [#page], [#offset] and [#length] tell where it is.
    void seal(long[] times, double[] values, int n) {
        if (used + Chunks.MAX_BYTES + Chunks.SLACK > memory.length) {
            memory = new byte[PAGE_BYTES];
            page = new ChunkPage(memory);
            used = 0;
        }
        lastOffset = used;
        lastLength = encoder.encode(times, values, n, memory, used);
        used += lastLength;
        bytes += lastLength;
        page.chunkAdded();
    }

    ChunkPage page() {
        return page;
    }

    int offset() {
        return lastOffset;
    }

    int length() {
        return lastLength;
    }

    /// Counts a dropped chunk off.
    void drop(ChunkPage from, int length) {
        from.chunkDropped();
        bytes -= length;
    }

    /// The bytes of all chunks.
    long bytes() {
        return bytes;
    }
}
