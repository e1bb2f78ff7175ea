package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.OpenBlockReader;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Looks into chunks and open blocks for those who keep them in order.
///
/// Thread safety: holds scratch; guarded by the commit lock.
final class StoredSeries {
    private final SeriesColumns columns;
    private final HistogramStore histograms;
    private final LforChunk floats = new LforChunk();
    private final @Nullable ChunkReader[] readers = new @Nullable ChunkReader[128];
    private final long[] openTimes = new long[Chunks.MAX_SAMPLES];
    private final double[] openValues = new double[Chunks.MAX_SAMPLES];
    private final ChunkList chunks = new ChunkList();
    private byte[] bytes = new byte[Chunks.MAX_BYTES + Chunks.SLACK];

    StoredSeries(SeriesColumns columns, HistogramStore histograms) {
        this.columns = columns;
        this.histograms = histograms;
    }

    /// The sealed chunks of a series, until the next call of any method but [#chunk].
    ChunkList chunks(int slot) {
        return chunks.unpack(columns.chunks[slot], columns.pages.pages());
    }

    /// A reader of one sealed chunk, until the next call.
    ChunkReader chunk(ChunkList list, int i) {
        int length = list.length(i);
        if (bytes.length < length + Chunks.SLACK) {
            bytes = new byte[length + Chunks.SLACK];
        }
        list.page(i).copy(list.offset(i), length, bytes);
        ChunkReader reader = reader(list.encoding(i));
        reader.reset(bytes, 0, length);
        return reader;
    }

    private ChunkReader reader(ChunkEncoding encoding) {
        if (encoding == ChunkEncoding.LFOR) {
            return floats;
        }
        ChunkReader reader = readers[encoding.id()];
        if (reader == null) {
            reader = encoding.newReader();
            readers[encoding.id()] = reader;
        }
        return reader;
    }

    /// The times of a series' open block, which is not empty, until the next call; as many as the
    /// columns say.
    long[] openTimes(int slot) {
        if (histograms.view(slot) != null) {
            return histograms.openTimes(slot);
        }
        byte[] page = columns.openPage[slot];
        if (page == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no open block");
        }
        OpenBlockReader.decode(
                page,
                columns.openOffset[slot],
                columns.openBytes[slot],
                columns.openCount[slot],
                openTimes,
                openValues);
        return openTimes;
    }

    /// The time of a series' first sample that came in order, or an older one; anything where
    /// there is none.
    long firstTime(int slot) {
        return columns.chunks[slot] == null ? columns.openMint[slot] : chunks(slot).mint(0);
    }

    /// The index, in the life of the series, of the first sample that came in order at `t` or
    /// later; the number of all such samples where there is none.
    long firstFrom(int slot, long t) {
        if (columns.lastTime[slot] < t) {
            return columns.total[slot];
        }
        int open = columns.openCount[slot];
        if (open > 0 && columns.openMint[slot] < t) {
            int i = Arrays.binarySearch(openTimes(slot), 0, open, t);
            return columns.total[slot] - open + (i >= 0 ? i : -i - 1);
        }
        // The last chunk that starts before t; what is not in it is the first sample behind it.
        ChunkList list = chunks(slot);
        int c = list.size() - 1;
        while (c >= 0 && list.mint(c) >= t) {
            c--;
        }
        return c < 0 ? columns.dropped[slot] : list.start(c) + chunk(list, c).lowerBound(t);
    }

    /// Whether a series has a sample at a time that came in order.
    boolean has(int slot, long t) {
        int open = columns.openCount[slot];
        if (open > 0 && t >= columns.openMint[slot]) {
            return Arrays.binarySearch(openTimes(slot), 0, open, t) >= 0;
        }
        ChunkList list = chunks(slot);
        int c = list.size() - 1;
        while (c >= 0 && list.mint(c) > t) {
            c--;
        }
        if (c < 0) {
            return false;
        }
        ChunkReader chunk = chunk(list, c);
        int i = chunk.lowerBound(t);
        return i < chunk.count() && chunk.timeAt(i) == t;
    }
}
