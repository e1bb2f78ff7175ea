package io.narthex.tsdb.head;

import io.narthex.tsdb.merge.Intervals;

import java.util.Collection;

/// Drops chunks that are wholly too old or deleted, and series that have nothing left.
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
    private final HeadTombstones tombstones;
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
        this.tombstones = memory.tombstones();
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
        long from = Math.max(oldest, cut);
        Intervals old = before(Intervals.NONE, from);
        // What is deleted stays while somebody reads who sees it.
        boolean seen = queriers.oldest() <= tombstones.newestReader();
        long[] ids = columns.idOf;
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (ids[slot] == 0) {
                continue;
            }
            Intervals deleted = seen ? Intervals.NONE : tombstones.of(ids[slot]).inOrder();
            dropChunks(slot, deleted.isEmpty() ? old : before(deleted, from));
            leaveOut(slot, cut);
            long last = columns.lastTime[slot];
            boolean over = columns.total[slot] == 0 || last < from;
            if (over && isEmpty(slot) && columns.claimedBy[slot] < oldestAppender) {
                dropSeries(slot, gone);
            } else if (columns.dropped[slot] < columns.total[slot]) {
                minTime = Math.min(minTime, Math.max(stored.firstTime(slot), cut));
            }
            minTime = Math.min(minTime, outOfOrder.mint(slot));
        }
        columns.pages.forgetUnused();
        dropTombstones(from);
    }

    /// Some times and all before one.
    private static Intervals before(Intervals some, long from) {
        return from == Long.MIN_VALUE ? some : some.with(Long.MIN_VALUE, from - 1);
    }

    /// Those of samples that a restart may find in files once more are kept.
    private void dropTombstones(long from) {
        tombstones.change(
                tombstones.refs(),
                (ref, some) -> {
                    int slot = ref.intValue();
                    if (columns.idOf[slot] != ref) {
                        return SeriesTombstones.NONE;
                    }
                    boolean any = columns.dropped[slot] < columns.total[slot];
                    long oldest = any ? Math.min(from, stored.firstTime(slot)) : from;
                    return some.from(oldest, outOfOrder.mint(slot));
                });
    }

    /// Drops chunks, from the first one on, of times that are over.
    private void dropChunks(int slot, Intervals over) {
        ChunkList list = stored.chunks(slot);
        int n = 0;
        // The first test spares reading chunks that are nowhere near.
        while (n < list.size()
                && over.contains(list.mint(n))
                && over.contains(list.mint(n), stored.chunk(list, n).maxt())) {
            sealed.drop(list.page(n), list.length(n));
            n++;
        }
        if (n > 0) {
            columns.dropped[slot] =
                    n < list.size() ? list.start(n) : columns.total[slot] - columns.openCount[slot];
            columns.dropChunks(slot, n);
            counters.chunks -= n;
            counters.chunksRemoved += n;
        }
        int open = columns.openCount[slot];
        if (open > 0
                && columns.dropped[slot] >= columns.total[slot] - open
                && over.contains(columns.openMint[slot], columns.lastTime[slot])) {
            dropOpenBlock(slot);
        }
    }

    /// Leaves samples out that share a chunk with later ones, which is so where the cut was early,
    /// or the store had another block range before.
    private void leaveOut(int slot, long cut) {
        if (columns.dropped[slot] < columns.total[slot] && stored.firstTime(slot) < cut) {
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

    /// The oldest time of a sample that came in order; `Long.MAX_VALUE` where there is none. It
    /// looks at every series.
    long oldestInOrder() {
        long oldest = Long.MAX_VALUE;
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (columns.idOf[slot] != 0 && columns.dropped[slot] < columns.total[slot]) {
                oldest = Math.min(oldest, stored.firstTime(slot));
            }
        }
        return oldest;
    }

    /// The oldest time kept, as of the last run.
    long minTime() {
        return minTime;
    }
}
