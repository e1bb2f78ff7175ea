package io.narthex.tsdb;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadOptions;
import io.narthex.tsdb.head.HeadStats;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The store: an in-memory, chunked time series database.
///
/// Takes float samples only so far; a native histogram is refused with
/// [io.narthex.model.AppendStatus#UNSUPPORTED_HISTOGRAM]. There is no out-of-order window: an older
/// sample is refused.
///
/// Thread safety: safe for concurrent calls; each appender and querier is for one thread.
public final class Tsdb implements Appendable, Queryable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tsdb.class);

    private final Head head;
    private final ScheduledExecutorService maintenance;

    /// Opens an empty store.
    public Tsdb(TsdbOptions options) {
        this.head =
                new Head(
                        new HeadOptions(
                                options.retention().toMillis(),
                                options.chunkRange().toMillis(),
                                options.maxSeries(),
                                options.maxBytes(),
                                options.maxQuerierAge().toMillis(),
                                options.clock()));
        this.maintenance =
                Executors.newSingleThreadScheduledExecutor(
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("narthex-tsdb-maintenance")
                                        .unstarted(task));
        long pause = options.maintenanceInterval().toMillis();
        if (pause > 0) {
            ScheduledFuture<?> unused =
                    maintenance.scheduleWithFixedDelay(
                            this::maintain, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    /// A failure must not end the maintenance for good.
    private void maintain() {
        try {
            collectGarbage();
        } catch (RuntimeException e) {
            LOG.error("maintenance failed; it runs again at its next time", e);
        }
    }

    @Override
    public Appender appender() {
        return head.appender();
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return head.querier();
    }

    /// What the store holds and has done.
    public TsdbStats stats() {
        HeadStats s = head.stats();
        return new TsdbStats(
                s.seriesCreated() - s.seriesRemoved(),
                s.seriesCreated(),
                s.seriesRemoved(),
                s.seriesRefused(),
                s.samplesAppended(),
                s.outOfOrder(),
                s.duplicates(),
                s.outOfBounds(),
                s.unknownRefs(),
                s.chunks(),
                s.chunksCreated(),
                s.chunksRemoved(),
                s.bytes(),
                s.sampleBytes(),
                s.minTime(),
                s.maxTime(),
                s.commitSeq(),
                s.openQueriers(),
                s.openAppenders(),
                s.queriersClosedByForce(),
                s.garbageCollections());
    }

    /// Number of series in the store.
    public long seriesCount() {
        return stats().series();
    }

    /// Oldest sample time, epoch milliseconds; `Long.MAX_VALUE` while the store is empty.
    public long minTime() {
        return stats().minTime();
    }

    /// Newest sample time, epoch milliseconds; `Long.MIN_VALUE` while the store is empty.
    public long maxTime() {
        return stats().maxTime();
    }

    /// Applies retention, drops series without samples, and closes queriers past their age. The
    /// store's own thread calls it regularly; calls are harmless at any time.
    public void collectGarbage() {
        head.collectGarbage();
    }

    /// Stops maintenance and closes the store: later appenders and queriers throw
    /// [IllegalStateException].
    @Override
    public void close() {
        maintenance.shutdown();
        head.close();
    }
}
