package io.narthex.tsdb;

import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.cardinality.SeriesLimits;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.pressure.DiskSpace;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// How a store behaves. Start from [#builder] and change what differs.
///
/// The rule that samples more than ten minutes in the future are refused belongs to scraping and
/// remote write, as in Prometheus, not to the store.
///
/// @param retention how long samples are kept, counted back from the newest sample (or from now,
///     where the newest lies in the future); in blocks a little longer, as they go as a whole
/// @param retentionBytes how large blocks, log, checkpoint and page files may be together before
///     the oldest block goes; 0 for no limit
/// @param retentionPercent the same in hundredths of the file system, which stands for
///     `retentionBytes` where it is not 0; 0 to 100
/// @param chunkRange length of the shortest block range; no chunk crosses a multiple of it, samples
///     more than half of it older than the store's newest are out of bounds, and the head's oldest
///     range becomes a block when the head spans one and a half
/// @param maxBlockRange the longest block that is made of shorter ones; zero for a tenth of the
///     retention, at most 31 days
/// @param blockEncoding for whom blocks are written
/// @param seriesLimits how many series there may be; new ones beyond are refused, known ones go on
/// @param maxBytes memory for samples, series and exemplars, which the store keeps to by the stages
///     that [io.narthex.tsdb.pressure.MemoryStage] tells of; 0 for no limit
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
/// @param maxTailBytes how much of the log is kept for open tails behind what a restart needs; see
///     [io.narthex.tsdb.tail.Tail]
/// @param reserveBytes bytes of the disk that are kept for the log when the disk is full; with so
///     little left no blocks are written; 0 for none, [#RESERVE_BY_NEED] for as many as a
///     checkpoint and the log take; see [io.narthex.tsdb.pressure.DiskStage]
/// @param afterCut called by the maintenance when samples have moved from memory to blocks, which
///     frees much memory at once; an exception is logged
///
/// Thread safety: immutable.
public record TsdbOptions(
        Duration retention,
        long retentionBytes,
        double retentionPercent,
        Duration chunkRange,
        Duration maxBlockRange,
        BlockEncoding blockEncoding,
        SeriesLimits seriesLimits,
        long maxBytes,
        Duration maxQuerierAge,
        Duration maintenanceInterval,
        InstantSource clock,
        @Nullable Path directory,
        SyncMode sync,
        FileStore files,
        Duration outOfOrderWindow,
        int maxExemplars,
        long maxTailBytes,
        long reserveBytes,
        Runnable afterCut) {
    /// A retention that nothing outlives.
    public static final Duration FOREVER = Duration.ofDays(36_500);

    /// In place of a size of the reserve.
    public static final long RESERVE_BY_NEED = DiskSpace.BY_NEED;

    /// Prometheus' retention and block range, no limits, maintenance every minute; in memory only.
    public static final TsdbOptions DEFAULTS = builder().build();

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a duration or size is negative or a range zero
    public TsdbOptions {
        requirePositive(retention, "retention");
        requirePositive(chunkRange, "chunkRange");
        requirePositive(maxQuerierAge, "maxQuerierAge");
        if (maintenanceInterval.isNegative()
                || outOfOrderWindow.isNegative()
                || maxBlockRange.isNegative()
                || retentionBytes < 0
                || maxBytes < 0
                || maxExemplars < 0
                || maxTailBytes < 0
                || reserveBytes < RESERVE_BY_NEED) {
            throw new IllegalArgumentException(
                    "maintenanceInterval, outOfOrderWindow, maxBlockRange, retentionBytes,"
                            + " maxBytes, maxExemplars, maxTailBytes and reserveBytes must not be"
                            + " negative");
        }
        if (!(retentionPercent >= 0 && retentionPercent <= 100)) {
            throw new IllegalArgumentException(
                    "retentionPercent must be between 0 and 100: " + retentionPercent);
        }
        if (!maxBlockRange.isZero() && maxBlockRange.compareTo(chunkRange) < 0) {
            throw new IllegalArgumentException(
                    "maxBlockRange " + maxBlockRange + " is shorter than chunkRange " + chunkRange);
        }
    }

    private static void requirePositive(Duration d, String name) {
        if (!d.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive: " + d);
        }
    }

    /// The defaults, to be changed.
    public static Builder builder() {
        return new Builder();
    }

    /// These options, to be changed.
    public Builder toBuilder() {
        Builder b = new Builder();
        b.retention = retention;
        b.retentionBytes = retentionBytes;
        b.retentionPercent = retentionPercent;
        b.chunkRange = chunkRange;
        b.maxBlockRange = maxBlockRange;
        b.blockEncoding = blockEncoding;
        b.seriesLimits = seriesLimits;
        b.maxBytes = maxBytes;
        b.maxQuerierAge = maxQuerierAge;
        b.maintenanceInterval = maintenanceInterval;
        b.clock = clock;
        b.directory = directory;
        b.sync = sync;
        b.files = files;
        b.outOfOrderWindow = outOfOrderWindow;
        b.maxExemplars = maxExemplars;
        b.maxTailBytes = maxTailBytes;
        b.reserveBytes = reserveBytes;
        b.afterCut = afterCut;
        return b;
    }

    /// Options under way; each method says what the component of its name is to be.
    ///
    /// Thread safety: for one thread.
    public static final class Builder {
        private Duration retention = Duration.ofDays(15);
        private long retentionBytes;
        private double retentionPercent;
        private Duration chunkRange = Duration.ofHours(2);
        private Duration maxBlockRange = Duration.ZERO;
        private BlockEncoding blockEncoding = BlockEncoding.NATIVE;
        private SeriesLimits seriesLimits = SeriesLimits.NONE;
        private long maxBytes;

        /// Twice and a half the default query timeout: only a lost querier gets there.
        private Duration maxQuerierAge = Duration.ofMinutes(5);

        private Duration maintenanceInterval = Duration.ofMinutes(1);
        private InstantSource clock = InstantSource.system();
        private @Nullable Path directory;
        private SyncMode sync = SyncMode.INTERVAL;
        private FileStore files = FileStore.local();
        private Duration outOfOrderWindow = Duration.ZERO;
        private int maxExemplars;
        private long reserveBytes;
        private Runnable afterCut = () -> {};

        /// Some hours of a busy server.
        private long maxTailBytes = 256L << 20;

        private Builder() {}

        /// See [TsdbOptions#retention].
        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        /// See [TsdbOptions#retentionBytes].
        public Builder retentionBytes(long value) {
            retentionBytes = value;
            return this;
        }

        /// See [TsdbOptions#retentionPercent].
        public Builder retentionPercent(double value) {
            retentionPercent = value;
            return this;
        }

        /// See [TsdbOptions#chunkRange].
        public Builder chunkRange(Duration value) {
            chunkRange = value;
            return this;
        }

        /// See [TsdbOptions#maxBlockRange].
        public Builder maxBlockRange(Duration value) {
            maxBlockRange = value;
            return this;
        }

        /// See [TsdbOptions#blockEncoding].
        public Builder blockEncoding(BlockEncoding value) {
            blockEncoding = value;
            return this;
        }

        /// See [TsdbOptions#seriesLimits].
        public Builder seriesLimits(SeriesLimits value) {
            seriesLimits = value;
            return this;
        }

        /// See [TsdbOptions#maxBytes].
        public Builder maxBytes(long value) {
            maxBytes = value;
            return this;
        }

        /// See [TsdbOptions#maxQuerierAge].
        public Builder maxQuerierAge(Duration value) {
            maxQuerierAge = value;
            return this;
        }

        /// See [TsdbOptions#maintenanceInterval].
        public Builder maintenanceInterval(Duration value) {
            maintenanceInterval = value;
            return this;
        }

        /// See [TsdbOptions#clock].
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /// See [TsdbOptions#directory].
        public Builder directory(@Nullable Path value) {
            directory = value;
            return this;
        }

        /// See [TsdbOptions#sync].
        public Builder sync(SyncMode value) {
            sync = value;
            return this;
        }

        /// See [TsdbOptions#files].
        public Builder files(FileStore value) {
            files = value;
            return this;
        }

        /// See [TsdbOptions#outOfOrderWindow].
        public Builder outOfOrderWindow(Duration value) {
            outOfOrderWindow = value;
            return this;
        }

        /// See [TsdbOptions#maxTailBytes].
        public Builder maxTailBytes(long value) {
            maxTailBytes = value;
            return this;
        }

        /// See [TsdbOptions#maxExemplars].
        public Builder maxExemplars(int value) {
            maxExemplars = value;
            return this;
        }

        /// See [TsdbOptions#reserveBytes].
        public Builder reserveBytes(long value) {
            reserveBytes = value;
            return this;
        }

        /// See [TsdbOptions#afterCut].
        public Builder afterCut(Runnable value) {
            afterCut = value;
            return this;
        }

        /// The options.
        ///
        /// @throws IllegalArgumentException if something is out of its range
        public TsdbOptions build() {
            return new TsdbOptions(
                    retention,
                    retentionBytes,
                    retentionPercent,
                    chunkRange,
                    maxBlockRange,
                    blockEncoding,
                    seriesLimits,
                    maxBytes,
                    maxQuerierAge,
                    maintenanceInterval,
                    clock,
                    directory,
                    sync,
                    files,
                    outOfOrderWindow,
                    maxExemplars,
                    maxTailBytes,
                    reserveBytes,
                    afterCut);
        }
    }
}
