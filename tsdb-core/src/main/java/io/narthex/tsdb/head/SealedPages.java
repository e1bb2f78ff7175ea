package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforEncoder;

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
    private byte[] page = new byte[0];
    private int used;
    private int lastOffset;
    private int lastLength;
    private long bytes;

    /// Encodes a chunk; [#page], [#offset] and [#length] tell where it is.
    void seal(long[] times, double[] values, int n) {
        if (used + Chunks.MAX_BYTES + Chunks.SLACK > page.length) {
            page = new byte[PAGE_BYTES];
            used = 0;
        }
        lastOffset = used;
        lastLength = encoder.encode(times, values, n, page, used);
        used += lastLength;
        bytes += lastLength;
    }

    byte[] page() {
        return page;
    }

    int offset() {
        return lastOffset;
    }

    int length() {
        return lastLength;
    }

    /// Counts a dropped chunk off.
    void drop(int length) {
        bytes -= length;
    }

    /// The bytes of all chunks.
    long bytes() {
        return bytes;
    }
}
