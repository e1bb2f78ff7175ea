package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.OpenBlockReader;

/// Finds samples of a series by time, among those that came in order.
///
/// Thread safety: guarded by the commit lock.
final class SampleFinder {
    private final SeriesColumns columns;
    private final LforChunk chunk = new LforChunk();
    private final byte[] chunkBytes = new byte[Chunks.MAX_BYTES + Chunks.SLACK];
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];

    SampleFinder(SeriesColumns columns) {
        this.columns = columns;
    }

    /// The index, in the life of the series, of the first sample at `t` or later; the number of all
    /// its samples where there is none.
    long firstFrom(int slot, long t) {
        int open = columns.openCount[slot];
        if (columns.lastTime[slot] < t) {
            return columns.total[slot];
        }
        ChunkList list = columns.chunks[slot];
        int sealed = list == null ? 0 : list.size();
        if (open > 0 && columns.openMint[slot] < t) {
            return columns.total[slot] - open + inOpen(slot, open, t);
        }
        // The last chunk that starts before t; what is not in it is the first sample behind it.
        int c = sealed - 1;
        while (list != null && c >= 0 && list.mint(c) >= t) {
            c--;
        }
        if (list == null || c < 0) {
            return columns.dropped[slot];
        }
        list.page(c).copy(list.offset(c), list.length(c), chunkBytes);
        chunk.reset(chunkBytes, 0);
        return list.start(c) + chunk.lowerBound(t);
    }

    private int inOpen(int slot, int open, long t) {
        byte[] page = columns.openPage[slot];
        if (page == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no open block");
        }
        OpenBlockReader.decode(
                page, columns.openOffset[slot], columns.openBytes[slot], open, times, values);
        int i = 0;
        while (times[i] < t) {
            i++;
        }
        return i;
    }
}
