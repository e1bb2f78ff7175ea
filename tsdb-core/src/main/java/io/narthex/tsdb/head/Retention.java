package io.narthex.tsdb.head;

import java.util.Collection;

/// Drops chunks that are wholly too old, and series that have nothing left.
///
/// Thread safety: guarded by the commit lock.
final class Retention {
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final SealedPages sealed;
    private final OpenQueriers queriers;
    private final HeadCounters counters;
    private final HistogramStore histograms;
    private final StartStore starts;
    private final OutOfOrderStore outOfOrder;
    private final StoredSeries stored;
    private long minTime;

    Retention(HeadMemory memory, SealedPages sealed) {
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.sealed = sealed;
        this.queriers = memory.queriers();
        this.counters = memory.counters();
        this.histograms = memory.histograms();
        this.starts = memory.starts();
        this.outOfOrder = memory.outOfOrder();
        this.stored = new StoredSeries(columns, histograms);
    }

    /// Drops what ends before a time.
    ///
    /// @param oldest the time
    /// @param cut samples that came in order count from here on only
    /// @param oldestAppender number of the oldest open appender: what it and later ones resolved
    ///     may still be filled
    /// @param gone gets the references of dropped series
    void apply(long oldest, long cut, long oldestAppender, Collection<Long> gone) {
        minTime = Long.MAX_VALUE;
        outOfOrder.dropBefore(oldest);
        long[] ids = columns.idOf;
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (ids[slot] == 0) {
                continue;
            }
            dropChunks(slot, Math.max(oldest, cut));
            leaveOut(slot, cut);
            long last = columns.lastTime[slot];
            boolean over = columns.total[slot] == 0 || last < Math.max(oldest, cut);
            if (over && isEmpty(slot) && columns.claimedBy[slot] < oldestAppender) {
                dropSeries(slot, gone);
            } else if (columns.dropped[slot] < columns.total[slot]) {
                minTime = Math.min(minTime, Math.max(mint(slot), cut));
            }
            minTime = Math.min(minTime, outOfOrder.mint(slot));
        }
    }

    private void dropChunks(int slot, long oldest) {
        ChunkList list = columns.chunks[slot];
        int n = 0;
        // The first test spares reading chunks that are nowhere near.
        while (list != null
                && n < list.size()
                && list.mint(n) < oldest
                && stored.chunk(list, n).maxt() < oldest) {
            sealed.drop(list.page(n), list.length(n));
            n++;
        }
        if (list != null && n > 0) {
            columns.dropped[slot] =
                    n < list.size() ? list.start(n) : columns.total[slot] - columns.openCount[slot];
            list.removeFirst(n);
            counters.chunks -= n;
            counters.chunksRemoved += n;
        }
        if (columns.openCount[slot] > 0 && columns.lastTime[slot] < oldest) {
            dropOpenBlock(slot);
        }
    }

    /// Leaves samples out that share a chunk with later ones, which is so where the cut was early,
    /// or the store had another block range before.
    private void leaveOut(int slot, long cut) {
        if (columns.dropped[slot] < columns.total[slot] && mint(slot) < cut) {
            columns.dropped[slot] = stored.firstFrom(slot, cut);
        }
    }

    private void dropOpenBlock(int slot) {
        freeRegion(slot);
        histograms.clear(slot);
        starts.clear(slot);
        columns.clearOpenBlock(slot);
        columns.dropped[slot] = columns.total[slot];
    }

    private void freeRegion(int slot) {
        byte[] page = columns.openPage[slot];
        if (page != null) {
            regions.free(
                    page, columns.openOffset[slot], columns.openClass[slot], queriers.newest());
            columns.openPage[slot] = null;
            columns.openClass[slot] = -1;
        }
    }

    private boolean isEmpty(int slot) {
        return columns.dropped[slot] == columns.total[slot] && outOfOrder.isEmpty(slot);
    }

    private void dropSeries(int slot, Collection<Long> gone) {
        gone.add(columns.idOf[slot]);
        freeRegion(slot);
        histograms.release(slot);
        columns.release(slot);
        outOfOrder.release(slot);
        counters.seriesRemoved++;
    }

    private long mint(int slot) {
        ChunkList list = columns.chunks[slot];
        return list != null && list.size() > 0 ? list.mint(0) : columns.openMint[slot];
    }

    /// The oldest time of a sample that came in order; `Long.MAX_VALUE` where there is none. It
    /// looks at every series.
    long oldestInOrder() {
        long oldest = Long.MAX_VALUE;
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (columns.idOf[slot] != 0 && columns.dropped[slot] < columns.total[slot]) {
                oldest = Math.min(oldest, mint(slot));
            }
        }
        return oldest;
    }

    /// The oldest time kept, as of the last run.
    long minTime() {
        return minTime;
    }
}
