package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforEncoder;
import io.narthex.tsdb.pages.ChunkPage;
import io.narthex.tsdb.pages.PageFiles;
import io.narthex.tsdb.pages.PageLayout;

import org.jspecify.annotations.Nullable;

/// Seals chunks into append-only pages.
///
/// A page lives as long as a chunk list refers to it. Chunks of one page are sealed at about the
/// same time, so retention drops them at about the same time.
///
/// Thread safety: guarded by the commit lock; written bytes never change and may be read by anybody
/// who got their place under that lock.
final class SealedPages {
    /// The most bytes of a chunk.
    static final int MAX_CHUNK_BYTES = 0xffff;

    private final LforEncoder encoder = new LforEncoder();
    private final @Nullable PageFiles files;

    /// Takes what may not fit into the page until its length is known.
    private final byte[] scratch = new byte[Chunks.MAX_STARTED_BYTES + Chunks.SLACK];

    private byte[] memory = new byte[0];
    private ChunkPage page = new ChunkPage(memory);
    private int used;
    private int lastOffset;
    private int lastLength;
    private long bytes;

    /// @param files where pages go; null where they stay in memory
    SealedPages(@Nullable PageFiles files) {
        this.files = files;
    }

    /// Encodes a chunk; [#page], [#offset] and [#length] tell where it is.
    ///
    /// @param starts start timestamps, epoch milliseconds, 0 where not known; null where none is
    /// @return the chunk's encoding
    ChunkEncoding seal(long ref, long[] times, double[] values, long @Nullable [] starts, int n) {
        ChunkEncoding encoding = starts == null ? ChunkEncoding.LFOR : ChunkEncoding.LFOR_STARTS;
        int most = starts == null ? Chunks.MAX_BYTES : Chunks.MAX_STARTED_BYTES;
        int at = used + headerBytes(ref);
        if (at + most + Chunks.SLACK <= memory.length) {
            lastOffset = at;
            lastLength = encode(times, values, starts, n, memory, at);
            end(ref, encoding, n);
        } else {
            seal(ref, encoding, scratch, encode(times, values, starts, n, scratch, 0), n);
        }
        return encoding;
    }

    private int encode(
            long[] times, double[] values, long @Nullable [] starts, int n, byte[] dst, int at) {
        return starts == null
                ? encoder.encode(times, values, n, dst, at)
                : encoder.encode(times, values, starts, n, dst, at);
    }

    /// The same for a chunk that is encoded already.
    ///
    /// @param length of the chunk, from the array's start, [#MAX_CHUNK_BYTES] at most
    void seal(long ref, ChunkEncoding encoding, byte[] chunk, int length, int n) {
        if (length > MAX_CHUNK_BYTES) {
            throw new IllegalStateException("BUG: a chunk of " + length + " bytes");
        }
        if (used + headerBytes(ref) + length > memory.length) {
            memory = new byte[PageLayout.PAGE_BYTES];
            page = files == null ? new ChunkPage(memory) : files.begin(memory);
            used = page.used();
        }
        lastOffset = used + headerBytes(ref);
        lastLength = length;
        System.arraycopy(chunk, 0, memory, lastOffset, length);
        end(ref, encoding, n);
    }

    private int headerBytes(long ref) {
        return files == null ? 0 : PageLayout.headerBytes(ref);
    }

    private void end(long ref, ChunkEncoding encoding, int n) {
        if (files != null) {
            PageLayout.finish(memory, used, encoding.id(), n, lastLength, ref);
        }
        used = lastOffset + lastLength;
        bytes += lastLength;
        page.used(used);
        page.chunkAdded();
    }

    /// Counts in a chunk that was in its page before.
    void add(ChunkPage from, int length) {
        from.chunkAdded();
        bytes += length;
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

    /// Memory of what is in no file yet.
    long memory() {
        return files == null ? bytes : (long) files.pagesInMemory() * PageLayout.PAGE_BYTES;
    }

    /// The bytes of all chunks.
    long bytes() {
        return bytes;
    }
}
