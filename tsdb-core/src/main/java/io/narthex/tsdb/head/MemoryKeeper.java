package io.narthex.tsdb.head;

import io.narthex.tsdb.exemplar.ExemplarStore;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.pressure.MemoryBudget;
import io.narthex.tsdb.pressure.MemoryStage;
import io.narthex.tsdb.pressure.MemoryStatus;

import java.util.concurrent.locks.ReentrantLock;

/// Keeps the head within its memory: knows what is used, and seals open blocks early.
///
/// Thread safety: safe for concurrent calls; the commit lock guards what is counted.
final class MemoryKeeper {
    /// Series that are looked at in one go, so that commits hardly wait.
    private static final int PART = 1024;

    private final SeriesColumns columns;
    private final HeadCounters counters;
    private final RegionAllocator regions;
    private final OpenQueriers queriers;
    private final OutOfOrderStore outOfOrder;
    private final SeriesIndex index;
    private final ExemplarStore exemplars;
    private final SampleWriter writer;
    private final ReentrantLock commitLock;
    private final boolean hasFiles;
    private final MemoryBudget budget;

    /// What is kept for the repetition of queries, as of the last look.
    private volatile long kept;

    /// @param hasFiles whether sealed chunks leave memory
    MemoryKeeper(
            HeadOptions options,
            HeadMemory memory,
            SampleWriter writer,
            ReentrantLock commitLock,
            boolean hasFiles) {
        this.columns = memory.columns();
        this.counters = memory.counters();
        this.regions = memory.regions();
        this.queriers = memory.queriers();
        this.outOfOrder = memory.outOfOrder();
        this.index = memory.index();
        this.exemplars = memory.exemplars();
        this.writer = writer;
        this.commitLock = commitLock;
        this.hasFiles = hasFiles;
        this.budget = new MemoryBudget(options.maxBytes(), hasFiles);
    }

    /// What the heap holds, in part estimated; the commit lock is held.
    long bytesLocked() {
        long series = counters.seriesCreated - counters.seriesRemoved;
        return writer.memory()
                + outOfOrder.bytes()
                + exemplars.bytes()
                + index.pairBytes()
                + series * HeadStats.BYTES_PER_SERIES
                + columns.chunkMemory()
                + kept;
    }

    private long bytes() {
        commitLock.lock();
        try {
            return bytesLocked();
        } finally {
            commitLock.unlock();
        }
    }

    /// Whether memory is used up; the commit lock is held.
    boolean isFullLocked() {
        return budget.limit() > 0 && bytesLocked() >= budget.limit();
    }

    /// Whether no series may be created now.
    boolean refusesSeries() {
        return budget.limit() > 0 && budget.update(bytes()) == MemoryStage.REFUSING_SERIES;
    }

    MemoryStage stage() {
        return budget.stage();
    }

    MemoryStatus status() {
        return new MemoryStatus(budget.stage(), bytes(), budget.limit());
    }

    /// Looks how much is used, tells the log of a new stage, and seals early where that is due.
    ///
    /// @param keptNow bytes that are kept for the repetition of queries
    MemoryStage check(long keptNow) {
        kept = keptNow;
        long bytes = bytes();
        MemoryStage stage = budget.update(bytes);
        budget.report(bytes);
        if (hasFiles && stage.sealsEarly()) {
            sealEarly();
        }
        return stage;
    }

    private void sealEarly() {
        int from = 0;
        while (sealPart(from)) {
            from += PART;
        }
        commitLock.lock();
        try {
            regions.reclaim(queriers.oldest());
            regions.trim();
        } finally {
            commitLock.unlock();
        }
    }

    /// @return whether there are more
    private boolean sealPart(int from) {
        commitLock.lock();
        try {
            int end = Math.min(from + PART, columns.slots());
            for (int slot = from; slot < end; slot++) {
                if (columns.idOf[slot] != 0) {
                    writer.sealEarly(slot);
                }
            }
            return end < columns.slots();
        } finally {
            commitLock.unlock();
        }
    }
}
