package io.narthex.tsdb.head;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// What leaves the head: samples that are too old, samples that blocks have now, series that have
/// none left, and queriers that stay too long.
///
/// Thread safety: safe for concurrent calls; the commit lock guards it.
final class HeadTrimmer {
    /// An early block has at least this part of a range, so that there are not too many.
    private static final int EARLY_SHARE = 4;

    private final HeadOptions options;
    private final HeadCounters counters;
    private final RegionAllocator regions;
    private final OpenQueriers queriers;
    private final OutOfOrderStore outOfOrder;
    private final Retention retention;
    private final SampleWriter writer;
    private final ReentrantLock commitLock;
    private final OpenAppenders appenders;
    private final SeriesRegistry series;

    /// Null where samples live in memory only.
    private final @Nullable HeadFiles files;

    /// Samples that came in order count from here on only: blocks have the older ones.
    private long cut;

    HeadTrimmer(
            HeadOptions options,
            HeadMemory memory,
            Retention retention,
            SampleWriter writer,
            ReentrantLock commitLock,
            OpenAppenders appenders,
            SeriesRegistry series,
            @Nullable HeadFiles files,
            long cut) {
        this.options = options;
        this.counters = memory.counters();
        this.regions = memory.regions();
        this.queriers = memory.queriers();
        this.outOfOrder = memory.outOfOrder();
        this.retention = retention;
        this.writer = writer;
        this.commitLock = commitLock;
        this.appenders = appenders;
        this.series = series;
        this.files = files;
        this.cut = cut;
        writer.raiseCut(cut);
    }

    /// The time from which on samples that came in order count; the commit lock is held.
    long cut() {
        return cut;
    }

    /// See [Head#collectGarbage].
    void collectGarbage() {
        List<HeadQuerier> overdue;
        long now = options.clock().millis();
        commitLock.lock();
        try {
            overdue = queriers.openedBefore(now - options.maxQuerierAge());
            counters.queriersClosedByForce += overdue.size();
        } finally {
            commitLock.unlock();
        }
        overdue.forEach(HeadQuerier::close);
        dropOld(now);
    }

    private void dropOld(long now) {
        series.drop(() -> retire(now));
        if (files != null) {
            deleteUnused(files);
        }
    }

    private Collection<Long> retire(long now) {
        Collection<Long> gone = new ArrayList<>();
        commitLock.lock();
        try {
            counters.garbageCollections++;
            appenders.forgetSpare();
            long newest = Math.min(writer.maxTime(), now);
            retention.apply(newest - options.retention(), cut, appenders.oldest(), gone);
            regions.reclaim(queriers.oldest());
            regions.trim();
            writer.minTime(retention.minTime());
        } finally {
            commitLock.unlock();
        }
        return gone;
    }

    private void deleteUnused(HeadFiles from) {
        Collection<Long> unused;
        commitLock.lock();
        try {
            unused = from.pages().unused();
        } finally {
            commitLock.unlock();
        }
        if (!unused.isEmpty()) {
            from.delete(unused);
        }
    }

    /// See [Head#dueCut]; the commit lock is held.
    long dueCutLocked() {
        long range = options.chunkRange();
        return spansMoreThan(range / 2 * 3)
                ? Math.floorDiv(writer.minTime(), range) * range + range
                : Long.MIN_VALUE;
    }

    private boolean spansMoreThan(long most) {
        return writer.minTime() != Long.MAX_VALUE && writer.maxTime() - writer.minTime() > most;
    }

    /// See [Head#cut]; the commit lock is held.
    @Nullable HeadCut cutLocked(long from, boolean early) {
        long range = options.chunkRange();
        long maxTime = writer.maxTime();
        long most = early ? range / 2 + range / EARLY_SHARE : range / 2 * 3;
        // The first test spares looking at every series.
        if (!spansMoreThan(most)) {
            return null;
        }
        long oldest = Math.max(retention.oldestInOrder(), from);
        if (oldest == Long.MAX_VALUE || maxTime - oldest <= most) {
            return null;
        }
        long start = Math.max(Math.floorDiv(oldest, range) * range, from);
        long end = Math.floorDiv(start, range) * range + range;
        // What is older can't come in order any more, whether it is cut off or not.
        long bound = maxTime - range / 2;
        if (end > bound && !early) {
            return null;
        }
        end = Math.min(end, bound);
        writer.raiseCut(end);
        return new HeadCut(start, end, outOfOrder.ranges(range, start), outOfOrder.arrived());
    }

    /// See [Head#truncate].
    boolean truncate(HeadCut written, long readers) throws IOException {
        commitLock.lock();
        try {
            if (queriers.oldest() <= readers) {
                return false;
            }
        } finally {
            commitLock.unlock();
        }
        if (files != null) {
            CutFile.write(files.store(), files.directory(), written.end());
        }
        commitLock.lock();
        try {
            raiseCutLocked(written.end());
            outOfOrder.dropWritten(written.lateSeen(), written.end());
            counters.truncations++;
        } finally {
            commitLock.unlock();
        }
        dropOld(options.clock().millis());
        return true;
    }

    private void raiseCutLocked(long time) {
        cut = Math.max(cut, time);
        writer.raiseCut(time);
    }

    /// See [Head#leaveToBlocks].
    long leaveToBlocks(long time) {
        commitLock.lock();
        try {
            if (retention.oldestInOrder() >= time) {
                raiseCutLocked(time);
            }
            return cut;
        } finally {
            commitLock.unlock();
        }
    }
}
