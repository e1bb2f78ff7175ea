package io.narthex.tsdb;

import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// How a store behaves. Start from [#DEFAULTS] and change what differs.
///
/// The rule that samples more than ten minutes in the future are refused belongs to scraping and
/// remote write, as in Prometheus, not to the store.
///
/// @param retention how long samples are kept, counted back from the newest sample (or from now,
///     where the newest lies in the future)
/// @param chunkRange length of a block range; no chunk crosses a multiple of it, and samples more
///     than half of it older than the store's newest are out of bounds
/// @param seriesLimits how many series there may be; new ones beyond are refused, known ones go on
/// @param maxBytes memory for samples and columns from which on new series are refused, known ones
///     go on; 0 for no limit
/// @param maxQuerierAge how long a querier may stay open before maintenance closes it by force
/// @param maintenanceInterval pause between maintenance runs; zero for none, then the owner calls
///     [Tsdb#collectGarbage] himself
/// @param clock the time
/// @param directory where samples are kept; null for a store in memory only
/// @param sync when samples are made to survive a power cut
/// @param files the file system
/// @param outOfOrderWindow how much older than the store's newest sample a sample may be that is
///     older than its series' newest; zero for no such samples
/// @param maxExemplars exemplars that are kept, over all series; 0 for none
///
/// Thread safety: immutable.
public record TsdbOptions(
        Duration retention,
        Duration chunkRange,
        SeriesLimits seriesLimits,
        long maxBytes,
        Duration maxQuerierAge,
        Duration maintenanceInterval,
        InstantSource clock,
        @Nullable Path directory,
        SyncMode sync,
        FileStore files,
        Duration outOfOrderWindow,
        int maxExemplars) {
    /// Prometheus' retention and block range, no limits, maintenance every minute; in memory only.
    public static final TsdbOptions DEFAULTS =
            new TsdbOptions(
                    Duration.ofDays(15),
                    Duration.ofHours(2),
                    SeriesLimits.NONE,
                    0,
                    // Twice and a half the default query timeout: only a lost querier gets there.
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    InstantSource.system(),
                    null,
                    SyncMode.INTERVAL,
                    FileStore.local(),
                    Duration.ZERO,
                    0);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a duration is negative or a range zero
    public TsdbOptions {
        if (!isPositive(retention) || !isPositive(chunkRange) || !isPositive(maxQuerierAge)) {
            throw new IllegalArgumentException(
                    "retention, chunkRange and maxQuerierAge must be positive: "
                            + retention
                            + ", "
                            + chunkRange
                            + ", "
                            + maxQuerierAge);
        }
        if (maintenanceInterval.isNegative()
                || outOfOrderWindow.isNegative()
                || maxBytes < 0
                || maxExemplars < 0) {
            throw new IllegalArgumentException(
                    "maintenanceInterval, outOfOrderWindow, maxBytes and maxExemplars must not be"
                            + " negative: "
                            + maintenanceInterval
                            + ", "
                            + outOfOrderWindow
                            + ", "
                            + maxBytes
                            + ", "
                            + maxExemplars);
        }
    }

    private static boolean isPositive(Duration d) {
        return !d.isNegative() && !d.isZero();
    }

    /// These options with another retention.
    public TsdbOptions withRetention(Duration retention) {
        Draft draft = new Draft(this);
        draft.retention = retention;
        return draft.options();
    }

    /// These options with other limits; 0 for none.
    public TsdbOptions withLimits(long maxSeries, long maxBytes) {
        Draft draft = new Draft(this);
        draft.seriesLimits =
                new SeriesLimits(maxSeries, seriesLimits.perJob(), seriesLimits.perMetric());
        draft.maxBytes = maxBytes;
        return draft.options();
    }

    /// These options with other limits on series.
    public TsdbOptions withSeriesLimits(SeriesLimits seriesLimits) {
        Draft draft = new Draft(this);
        draft.seriesLimits = seriesLimits;
        return draft.options();
    }

    /// These options with another clock.
    public TsdbOptions withClock(InstantSource clock) {
        Draft draft = new Draft(this);
        draft.clock = clock;
        return draft.options();
    }

    /// These options with another pause between maintenance runs; zero for none.
    public TsdbOptions withMaintenanceInterval(Duration maintenanceInterval) {
        Draft draft = new Draft(this);
        draft.maintenanceInterval = maintenanceInterval;
        return draft.options();
    }

    /// These options with another age at which queriers are closed by force.
    public TsdbOptions withMaxQuerierAge(Duration maxQuerierAge) {
        Draft draft = new Draft(this);
        draft.maxQuerierAge = maxQuerierAge;
        return draft.options();
    }

    /// These options with a directory where samples are kept; null for none.
    public TsdbOptions withDirectory(@Nullable Path directory) {
        Draft draft = new Draft(this);
        draft.directory = directory;
        return draft.options();
    }

    /// These options with another way to make samples durable.
    public TsdbOptions withSync(SyncMode sync) {
        Draft draft = new Draft(this);
        draft.sync = sync;
        return draft.options();
    }

    /// These options with another file system.
    public TsdbOptions withFiles(FileStore files) {
        Draft draft = new Draft(this);
        draft.files = files;
        return draft.options();
    }

    /// These options with another number of exemplars; 0 for none.
    public TsdbOptions withMaxExemplars(int maxExemplars) {
        Draft draft = new Draft(this);
        draft.maxExemplars = maxExemplars;
        return draft.options();
    }

    /// These options with another window for samples that come out of order; zero for none.
    public TsdbOptions withOutOfOrderWindow(Duration outOfOrderWindow) {
        Draft draft = new Draft(this);
        draft.outOfOrderWindow = outOfOrderWindow;
        return draft.options();
    }

    /// Options that can be changed.
    private static final class Draft {
        private final Duration chunkRange;
        private Duration retention;
        private SeriesLimits seriesLimits;
        private long maxBytes;
        private Duration maxQuerierAge;
        private Duration maintenanceInterval;
        private InstantSource clock;
        private @Nullable Path directory;
        private SyncMode sync;
        private FileStore files;
        private Duration outOfOrderWindow;
        private int maxExemplars;

        Draft(TsdbOptions from) {
            chunkRange = from.chunkRange;
            retention = from.retention;
            seriesLimits = from.seriesLimits;
            maxBytes = from.maxBytes;
            maxQuerierAge = from.maxQuerierAge;
            maintenanceInterval = from.maintenanceInterval;
            clock = from.clock;
            directory = from.directory;
            sync = from.sync;
            files = from.files;
            outOfOrderWindow = from.outOfOrderWindow;
            maxExemplars = from.maxExemplars;
        }

        TsdbOptions options() {
            return new TsdbOptions(
                    retention,
                    chunkRange,
                    seriesLimits,
                    maxBytes,
                    maxQuerierAge,
                    maintenanceInterval,
                    clock,
                    directory,
                    sync,
                    files,
                    outOfOrderWindow,
                    maxExemplars);
        }
    }
}
