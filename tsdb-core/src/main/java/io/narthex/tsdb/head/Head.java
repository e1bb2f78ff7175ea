package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.tsdb.index.Selection;
import io.narthex.tsdb.index.SeriesIndex;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The samples in memory.
///
/// Guarantees: a commit is visible to a querier as a whole or not at all; a querier sees the store
/// as of its opening, whatever is committed or dropped later; a reference is never given to a
/// second series; accepted samples are only dropped by retention.
///
/// Thread safety: safe for concurrent calls. `commitLock` guards everything but the index, which
/// has a lock of its own; the index's is never held while the commit lock is taken.
public final class Head {
    private final HeadOptions options;
    private final SeriesIndex index = new SeriesIndex();

    private final ReentrantLock commitLock = new ReentrantLock();
    private final HeadCounters counters = new HeadCounters();
    private final SeriesColumns columns = new SeriesColumns();
    private final RegionAllocator regions = new RegionAllocator();
    private final OpenQueriers queriers = new OpenQueriers();
    private final CommitLog log = new CommitLog();
    private final SealedPages sealed = new SealedPages(null);
    private final SampleWriter writer =
            new SampleWriter(columns, regions, sealed, queriers, counters);
    private final Retention retention = new Retention(columns, regions, sealed, queriers, counters);
    private final Map<HeadAppender, Long> appenders = new HashMap<>();
    private long appenderNumbers;
    private long commitSeq;
    private boolean closed;

    /// Creates an empty head.
    public Head(HeadOptions options) {
        this.options = options;
    }

    /// Opens a batch.
    public HeadAppender appender() {
        HeadAppender appender = new HeadAppender(this);
        commitLock.lock();
        try {
            requireOpenLocked();
            appenders.put(appender, ++appenderNumbers);
            return appender;
        } finally {
            commitLock.unlock();
        }
    }

    void end(HeadAppender appender) {
        commitLock.lock();
        try {
            appenders.remove(appender);
        } finally {
            commitLock.unlock();
        }
    }

    /// Opens a snapshot of the newest commit.
    public HeadQuerier querier() {
        commitLock.lock();
        try {
            requireOpenLocked();
            HeadQuerier querier = new HeadQuerier(this, commitSeq, options.clock().millis());
            querier.number(queriers.add(querier));
            return querier;
        } finally {
            commitLock.unlock();
        }
    }

    void end(long querier) {
        commitLock.lock();
        try {
            queriers.remove(querier);
            log.forget(Math.min(queriers.oldestSeq(), commitSeq));
            regions.reclaim(queriers.oldest());
        } finally {
            commitLock.unlock();
        }
    }

    SeriesIndex index() {
        return index;
    }

    long resolve(Labels labels, HeadAppender appender) {
        if (labels.metricName().isEmpty()) {
            return SeriesRef.refusal(AppendStatus.INVALID_LABELS);
        }
        long known = index.find(labels);
        // Garbage collection frees the slot a moment before the index forgets the series.
        return known != 0 && claim(known, appender) ? known : create(labels, appender);
    }

    /// Keeps a series from being dropped while the appender is open; false where it is gone.
    private boolean claim(long ref, HeadAppender appender) {
        commitLock.lock();
        try {
            int slot = (int) ref;
            if (columns.idOf[slot] != ref) {
                return false;
            }
            columns.claimedBy[slot] = Math.max(columns.claimedBy[slot], numberLocked(appender));
            return true;
        } finally {
            commitLock.unlock();
        }
    }

    private long numberLocked(HeadAppender appender) {
        return appenders.getOrDefault(appender, appenderNumbers);
    }

    /// Creates a series unless another thread was faster. Creation is rare, so the index's lock is
    /// simply taken twice.
    private synchronized long create(Labels labels, HeadAppender appender) {
        long known = index.find(labels);
        if (known != 0 && claim(known, appender)) {
            return known;
        }
        long ref;
        commitLock.lock();
        try {
            if (isFullLocked()) {
                counters.seriesRefused++;
                return SeriesRef.refusal(AppendStatus.SERIES_LIMIT);
            }
            counters.seriesCreated++;
            ref = columns.allocate(numberLocked(appender));
        } finally {
            commitLock.unlock();
        }
        index.add(ref, labels);
        return ref;
    }

    private boolean isFullLocked() {
        long series = counters.seriesCreated - counters.seriesRemoved;
        return (options.maxSeries() > 0 && series >= options.maxSeries())
                || (options.maxBytes() > 0 && bytesLocked() >= options.maxBytes());
    }

    private long bytesLocked() {
        long series = counters.seriesCreated - counters.seriesRemoved;
        return writer.sampleBytes() + series * HeadStats.BYTES_PER_SERIES;
    }

    /// A first guess without the lock; the commit looks again.
    boolean isKnown(long ref) {
        long[] ids = columns.idOf;
        int slot = (int) ref;
        return ref > 0 && slot >= 0 && slot < ids.length && ids[slot] == ref;
    }

    /// Judges and stores a batch and publishes it.
    void commit(Batch batch, Rejections rejections) {
        commitLock.lock();
        try {
            requireOpenLocked();
            writer.judge(batch, options.chunkRange(), rejections);
            long seq = commitSeq + 1;
            boolean watched = queriers.oldestSeq() < seq;
            if (watched) {
                log.begin(seq);
            }
            writer.apply(batch, options.chunkRange(), watched ? log : null, rejections);
            commitSeq = seq;
        } finally {
            commitLock.unlock();
        }
    }

    CapturedSeries capture(Selection selection, HeadQuerier querier) {
        CapturedSeries captured = new CapturedSeries(selection, querier);
        commitLock.lock();
        try {
            querier.requireOpen();
            Map<Long, Long> changed = log.changedSince(querier.seq());
            long[] ids = columns.idOf;
            for (int i = 0; i < selection.size(); i++) {
                int slot = selection.slots()[i];
                if (ids[slot] == selection.refs()[i]) {
                    Long before = changed.isEmpty() ? null : changed.get(ids[slot]);
                    long samples = before == null ? columns.total[slot] : before;
                    captured.capture(i, columns, slot, samples);
                } else {
                    captured.captureNothing(i);
                }
            }
            return captured;
        } finally {
            commitLock.unlock();
        }
    }

    /// Applies retention, drops series without samples, closes queriers past their age.
    public void collectGarbage() {
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

    /// Excludes [#create]: until the index forgot a series, its slot must not be another's.
    private synchronized void dropOld(long now) {
        Collection<Long> gone = new ArrayList<>();
        commitLock.lock();
        try {
            counters.garbageCollections++;
            long newest = Math.min(writer.maxTime(), now);
            long oldestAppender =
                    appenders.values().stream().mapToLong(n -> n).min().orElse(Long.MAX_VALUE);
            retention.apply(newest - options.retention(), oldestAppender, gone);
            regions.reclaim(queriers.oldest());
            writer.minTime(retention.minTime());
        } finally {
            commitLock.unlock();
        }
        index.remove(gone);
    }

    /// What the head holds and has done.
    public HeadStats stats() {
        commitLock.lock();
        try {
            return HeadStats.of(
                    counters, writer, queriers.size(), appenders.size(), commitSeq, bytesLocked());
        } finally {
            commitLock.unlock();
        }
    }

    /// Refuses appenders and queriers from now on.
    public void close() {
        commitLock.lock();
        try {
            closed = true;
        } finally {
            commitLock.unlock();
        }
    }

    private void requireOpenLocked() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
