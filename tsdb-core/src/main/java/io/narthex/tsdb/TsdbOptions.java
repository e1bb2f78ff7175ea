package io.narthex.tsdb;

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
/// @param maxSeries most series at a time; new ones beyond are refused; 0 for no limit
/// @param maxBytes memory for samples and columns from which on new series are refused, known ones
///     go on; 0 for no limit
/// @param maxQuerierAge how long a querier may stay open before maintenance closes it by force
/// @param maintenanceInterval pause between maintenance runs; zero for none, then the owner calls
///     [Tsdb#collectGarbage] himself
/// @param clock the time
/// @param directory where samples are kept; null for a store in memory only
/// @param sync when samples are made to survive a power cut
/// @param files the file system
///
/// Thread safety: immutable.
public record TsdbOptions(
        Duration retention,
        Duration chunkRange,
        long maxSeries,
        long maxBytes,
        Duration maxQuerierAge,
        Duration maintenanceInterval,
        InstantSource clock,
        @Nullable Path directory,
        SyncMode sync,
        FileStore files) {
    /// Prometheus' retention and block range, no limits, maintenance every minute; in memory only.
    public static final TsdbOptions DEFAULTS =
            new TsdbOptions(
                    Duration.ofDays(15),
                    Duration.ofHours(2),
                    0,
                    0,
                    // Twice and a half the default query timeout: only a lost querier gets there.
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    InstantSource.system(),
                    null,
                    SyncMode.INTERVAL,
                    FileStore.local());

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
        if (maintenanceInterval.isNegative() || maxSeries < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "maintenanceInterval, maxSeries and maxBytes must not be negative: "
                            + maintenanceInterval
                            + ", "
                            + maxSeries
                            + ", "
                            + maxBytes);
        }
    }

    private static boolean isPositive(Duration d) {
        return !d.isNegative() && !d.isZero();
    }

    /// These options with another retention.
    public TsdbOptions withRetention(Duration retention) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with other limits; 0 for none.
    public TsdbOptions withLimits(long maxSeries, long maxBytes) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with another clock.
    public TsdbOptions withClock(InstantSource clock) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with another pause between maintenance runs; zero for none.
    public TsdbOptions withMaintenanceInterval(Duration maintenanceInterval) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with another age at which queriers are closed by force.
    public TsdbOptions withMaxQuerierAge(Duration maxQuerierAge) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with a directory where samples are kept; null for none.
    public TsdbOptions withDirectory(@Nullable Path directory) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with another way to make samples durable.
    public TsdbOptions withSync(SyncMode sync) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }

    /// These options with another file system.
    public TsdbOptions withFiles(FileStore files) {
        return new TsdbOptions(
                retention,
                chunkRange,
                maxSeries,
                maxBytes,
                maxQuerierAge,
                maintenanceInterval,
                clock,
                directory,
                sync,
                files);
    }
}
