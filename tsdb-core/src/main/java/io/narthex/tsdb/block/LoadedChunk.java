package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.BesideChunk;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.MalformedChunkException;
import io.narthex.tsdb.io.CorruptionException;

import org.jspecify.annotations.Nullable;

/// A copy of one chunk's bytes with a reader on it; decoding always works on arrays.
///
/// Thread safety: for one thread.
final class LoadedChunk {
    private byte[] bytes = new byte[0];
    private final @Nullable ChunkReader[] readers = new ChunkReader[ChunkEncoding.values().length];
    private @Nullable ChunkReader reader;
    private @Nullable MappedFile file;
    private long offset;
    private ChunkEncoding encoding = ChunkEncoding.LFOR;
    private int size;

    /// The chunk it holds, a number of the block's directory; -1 for none.
    int chunk = -1;

    /// Copies a chunk's data and points a reader at it.
    void read(MappedFile from, long at, int length, ChunkEncoding as, int slack) {
        chunk = -1;
        if (bytes.length < length + slack) {
            bytes = new byte[Math.max(2 * bytes.length, length + slack)];
        }
        from.copy(at, bytes, length);
        file = from;
        offset = at;
        encoding = as;
        size = length;
        ChunkReader known = readers[as.ordinal()];
        if (known == null) {
            known = as.newReader();
            readers[as.ordinal()] = known;
        }
        try {
            known.reset(bytes, 0, length);
        } catch (MalformedChunkException e) {
            throw from.corrupt(at, e.reason());
        }
        reader = known;
    }

    /// Checks the chunk itself and against what the index says of it, and notes that it is sound.
    void verify(SeriesDirectory directory, int number) {
        ChunkReader chunkReader = reader();
        try {
            chunkReader.verify();
        } catch (MalformedChunkException e) {
            throw corrupt(e.reason());
        }
        if (chunkReader.mint() != directory.mint(number)
                || chunkReader.maxt() != directory.maxt(number)) {
            throw corrupt(
                    "a chunk from "
                            + chunkReader.mint()
                            + " to "
                            + chunkReader.maxt()
                            + " that the index has from "
                            + directory.mint(number)
                            + " to "
                            + directory.maxt(number));
        }
        directory.checked(number, encoding.id(), chunkReader.count());
    }

    /// The chunk loaded last, where it needs another one for its values and has not got them yet;
    /// else null.
    @Nullable BesideChunk incomplete() {
        return reader instanceof BesideChunk chunk && !chunk.isComplete() ? chunk : null;
    }

    /// Where the data of the chunk loaded last are wrong.
    CorruptionException corrupt(String reason) {
        MappedFile from = file;
        if (from == null) {
            throw new IllegalStateException("BUG: no chunk loaded");
        }
        return from.corrupt(offset, reason);
    }

    /// The encoding of the chunk loaded last.
    ChunkEncoding encoding() {
        return encoding;
    }

    /// The data of the chunk loaded last, from the array's start.
    byte[] bytes() {
        return bytes;
    }

    /// The length of that data.
    int length() {
        return size;
    }

    /// The reader of the chunk loaded last.
    ChunkReader reader() {
        ChunkReader loaded = reader;
        if (loaded == null) {
            throw new IllegalStateException("BUG: no chunk loaded");
        }
        return loaded;
    }
}
