package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.tsdb.cardinality.SeriesChurn;
import io.narthex.tsdb.cardinality.SeriesRefusals;
import io.narthex.tsdb.index.SeriesIndex;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The life of series: how they are found, created or refused, and how many came and went.
///
/// Thread safety: safe for concurrent calls, where nothing else is said. Its monitor is held while
/// series are created or dropped; whoever needs the commit lock too takes it after that.
final class SeriesRegistry {
    private final HeadOptions options;
    private final SeriesIndex index;
    private final SeriesColumns columns;
    private final HeadCounters counters;
    private final SampleWriter writer;
    private final ReentrantLock commitLock;
    private final OpenAppenders appenders;
    private final SeriesGuard guard;
    private final MemoryKeeper keeper;
    private final HourlyCount created = new HourlyCount();
    private final HourlyCount removed = new HourlyCount();

    /// Null where samples live in memory only.
    private final @Nullable HeadFiles files;

    /// @param commitLock guards all of the memory but the index
    SeriesRegistry(
            HeadOptions options,
            HeadMemory memory,
            SampleWriter writer,
            ReentrantLock commitLock,
            OpenAppenders appenders,
            MemoryKeeper keeper,
            @Nullable HeadFiles files) {
        this.options = options;
        this.index = memory.index();
        this.columns = memory.columns();
        this.counters = memory.counters();
        this.writer = writer;
        this.commitLock = commitLock;
        this.appenders = appenders;
        this.keeper = keeper;
        this.guard = new SeriesGuard(options.limits(), index, options.clock());
        this.files = files;
    }

    /// The reference of a series, which is created if it is new, or a refusal. The series stays
    /// while the appender is open.
    ///
    /// @param timestamp of the sample that it is for, epoch milliseconds
    long resolve(Labels labels, long timestamp, HeadAppender appender) {
        if (labels.metricName().isEmpty()) {
            return SeriesRef.refusal(AppendStatus.INVALID_LABELS);
        }
        long known = index.find(labels);
        // Garbage collection frees the slot a moment before the index forgets the series.
        return known != 0 && claim(known, appender) ? known : create(labels, timestamp, appender);
    }

    /// The reference of a series that exists, kept as [#resolve] keeps it; 0 for none.
    long find(Labels labels, HeadAppender appender) {
        long known = index.find(labels);
        return known != 0 && claim(known, appender) ? known : 0;
    }

    /// Keeps a series from being dropped while the appender is open; false where it is gone.
    private boolean claim(long ref, HeadAppender appender) {
        commitLock.lock();
        try {
            int slot = (int) ref;
            if (columns.idOf[slot] != ref) {
                return false;
            }
            columns.claimedBy[slot] = Math.max(columns.claimedBy[slot], appenders.number(appender));
            return true;
        } finally {
            commitLock.unlock();
        }
    }

    /// Creates a series unless another thread was faster. Creation is rare, so the index's lock is
    /// simply taken twice.
    private synchronized long create(Labels labels, long timestamp, HeadAppender appender) {
        long known = index.find(labels);
        if (known != 0 && claim(known, appender)) {
            return known;
        }
        if (isTooOld(timestamp)) {
            return SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS);
        }
        SeriesGuard.Limit reached = reached(labels);
        if (reached != null) {
            guard.refuse(reached, labels);
            return SeriesRef.refusal(AppendStatus.SERIES_LIMIT);
        }
        long ref;
        commitLock.lock();
        try {
            counters.seriesCreated++;
            created.add(options.clock().millis(), 1);
            ref = columns.allocate(appenders.number(appender));
            if (files != null) {
                files.addSeries(ref, labels);
            }
        } finally {
            commitLock.unlock();
        }
        index.add(ref, labels);
        return ref;
    }

    /// Whether no series takes a sample of a time, which then counts as refused.
    private boolean isTooOld(long timestamp) {
        commitLock.lock();
        try {
            boolean tooOld = writer.refusesAll(timestamp, options.chunkRange());
            counters.outOfBounds += tooOld ? 1 : 0;
            return tooOld;
        } finally {
            commitLock.unlock();
        }
    }

    /// Captures the head, which may fail.
    interface Capture<T> {
        T capture() throws IOException;
    }

    /// Captures the head while no series comes or goes.
    synchronized <T> T holdStill(Capture<T> head) throws IOException {
        return head.capture();
    }

    /// Drops series. None is created meanwhile: until the index forgot a series, its slot must not
    /// be another's.
    ///
    /// @param freeSlots frees the slots of series, and gives their references
    synchronized void drop(Supplier<Collection<Long>> freeSlots) {
        Collection<Long> gone = freeSlots.get();
        commitLock.lock();
        try {
            removed.add(options.clock().millis(), gone.size());
        } finally {
            commitLock.unlock();
        }
        if (files != null) {
            files.departing(gone, index);
        }
        index.remove(gone);
    }

    private SeriesGuard.@Nullable Limit reached(Labels labels) {
        SeriesGuard.Limit reached = guard.reached(labels, index.size());
        if (reached != null || guard.isReport(labels)) {
            return reached;
        }
        return keeper.refusesSeries() ? SeriesGuard.Limit.MEMORY : null;
    }

    /// Whether a reference names a series: a first guess without a lock; the commit looks again.
    boolean isKnown(long ref) {
        return columns.has(ref);
    }

    /// How often new series were refused.
    SeriesRefusals refusals() {
        return guard.refusals();
    }

    /// How many series came and went in the last hour.
    SeriesChurn churn() {
        long now = options.clock().millis();
        commitLock.lock();
        try {
            return new SeriesChurn(created.sum(now), removed.sum(now));
        } finally {
            commitLock.unlock();
        }
    }
}
