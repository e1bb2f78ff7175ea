package io.narthex.tsdb;

import io.narthex.model.Appendable;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.StorageException;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.RelabelEffect;
import io.narthex.tsdb.cardinality.SeriesChurn;
import io.narthex.tsdb.cardinality.SeriesRefusals;
import io.narthex.tsdb.exemplar.ExemplarStats;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadOptions;
import io.narthex.tsdb.head.HeadStats;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.pressure.DiskStage;
import io.narthex.tsdb.pressure.DiskStatus;
import io.narthex.tsdb.pressure.MemoryStage;
import io.narthex.tsdb.pressure.MemoryStatus;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailPosition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The store: a chunked time series database, in memory or in a directory.
///
/// In a directory, a commit that returned survives the end of the process in any way, and a power
/// cut as [TsdbOptions#sync] says, except while [#diskStage] is [DiskStage#MEMORY_ONLY]: that
/// begins with a commit whose samples could not be logged and are in memory, and ends with a
/// checkpoint of all there is. With [io.narthex.tsdb.io.SyncMode#ALWAYS] it never begins, as such
/// commits are refused. At most one store at a time has a directory open.
///
/// A sample older than its series' newest is refused, or kept where it lies within
/// [TsdbOptions#outOfOrderWindow].
///
/// Thread safety: safe for concurrent calls; each appender and querier is for one thread.
public final class Tsdb implements Appendable, Queryable, ExemplarQueryable, AutoCloseable {
    private final TsdbOptions options;
    private final DataDirectory directory;
    private final Head head;
    private final Queryable reads;
    private final @Nullable DiskSpace disk;
    private final @Nullable BlockMaintenance blocks;
    private final Housekeeping housekeeping;

    /// Opens a store, with what its directory holds; without one, an empty store in memory.
    ///
    /// @throws io.narthex.model.StorageException if the directory is used by another process, or
    ///     can't be read or written
    public Tsdb(TsdbOptions options) {
        this.directory =
                DataDirectory.open(
                        options,
                        new HeadOptions(
                                options.retention().toMillis(),
                                options.chunkRange().toMillis(),
                                options.seriesLimits(),
                                options.outOfOrderWindow().toMillis(),
                                options.maxBytes(),
                                options.maxQuerierAge().toMillis(),
                                options.clock(),
                                options.maxExemplars(),
                                options.maxTailBytes()));
        this.head = directory.head();
        this.disk = directory.disk();
        BlockList list = directory.blocks();
        SizeLimit limit = directory.limit();
        this.blocks =
                list == null || disk == null || limit == null
                        ? null
                        : new BlockMaintenance(head, list, disk, limit, options);
        this.options = options;
        this.reads = blocks == null ? (_, _) -> head.querier(Long.MIN_VALUE) : blocks.view();
        this.housekeeping = new Housekeeping(head, blocks, disk, options.maintenanceInterval());
    }

    @Override
    public StartTimestampAppender appender() {
        return head.appender();
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return reads.querier(mint, maxt);
    }

    @Override
    public List<ExemplarSeries> exemplars(
            long mint, long maxt, List<List<LabelMatcher>> selectors) {
        return head.exemplars().exemplars(mint, maxt, selectors);
    }

    /// What the store was opened with.
    public TsdbOptions options() {
        return options;
    }

    /// What memory makes the store do now; it costs nothing to ask.
    public MemoryStage memoryStage() {
        return head.memoryStage();
    }

    /// How much of its memory the store uses.
    public MemoryStatus memory() {
        return head.memory();
    }

    /// Opens a reader of what is committed, for those who send it elsewhere.
    ///
    /// @param position where another tail ended; [#logEnd] for what comes from now on
    /// @throws StorageException if the log can't be read
    /// @throws IllegalStateException if the store has no directory, and so no log
    public Tail tail(TailPosition position) {
        try {
            return head.tail(position);
        } catch (IOException e) {
            throw new StorageException("the log can't be read", e);
        }
    }

    /// Where the log ends: behind all that was committed.
    ///
    /// @throws IllegalStateException if the store has no directory, and so no log
    public TailPosition logEnd() {
        return head.logEnd();
    }

    /// What the disk makes the store do now; it costs nothing to ask.
    public DiskStage diskStage() {
        return disk == null ? DiskStage.NORMAL : disk.stage();
    }

    /// How the store's disk is.
    public DiskStatus disk() {
        return disk == null ? DiskStatus.NONE : disk.status();
    }

    /// What is held of exemplars.
    public ExemplarStats exemplarStats() {
        return head.exemplars().stats();
    }

    /// Changes the number of exemplars that are kept; those that came first go first.
    ///
    /// @param max 0 or less for none
    public void resizeExemplars(long max) {
        head.exemplars().resize(max);
    }

    /// What the store holds in memory and has done.
    public TsdbStats stats() {
        HeadStats s = head.stats();
        SeriesRefusals refused = refusals();
        return new TsdbStats(
                s.seriesCreated() - s.seriesRemoved(),
                s.seriesCreated(),
                s.seriesRemoved(),
                refused.all() + refused.job() + refused.metric() + refused.memory(),
                s.samplesAppended(),
                s.outOfOrder(),
                s.duplicates(),
                s.outOfBounds(),
                s.tooOld(),
                s.outOfOrderAppended(),
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

    /// What the store has of blocks.
    public BlockStats blockStats() {
        return blocks == null
                ? new BlockStats(0, 0, 0, 0, Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0)
                : blocks.stats(head.stats().truncations());
    }

    /// What the blocks on disk say of themselves, oldest first.
    public List<BlockMeta> blocks() {
        return blocks == null ? List.of() : blocks.metas();
    }

    /// How often new series were refused since the start.
    public SeriesRefusals refusals() {
        return head.refusals();
    }

    /// What the series have most of. It reads every label pair.
    ///
    /// @param limit the length of each list, at least 1
    public IndexStats indexStats(int limit) {
        return head.indexStats(limit);
    }

    /// How many series came and went in the last hour.
    public SeriesChurn churn() {
        return head.churn();
    }

    /// The metrics whose series take most bytes of memory, descending; labels are estimated. It
    /// looks at every series.
    ///
    /// @param limit how many, at least 1
    public List<IndexStats.Count> bytesByMetric(int limit) {
        return head.bytesByMetric(limit);
    }

    /// What relabelling rules would make of the series in memory, which stay as they are. It looks
    /// at every series.
    ///
    /// @param matchers what those meet that the rules concern, and those that they may become equal
    ///     to; all series where there are none
    /// @param rules must leave the name of the metric alone
    /// @param limit the most series that the rules are applied to, at least 1
    public RelabelEffect tryRules(List<LabelMatcher> matchers, List<RelabelRule> rules, int limit) {
        return head.tryRules(matchers, rules, limit);
    }

    /// A sealed chunk of a series, for people to look at.
    ///
    /// @param matchers select the series; of several the first in canonical order is taken
    /// @param number 1 for the oldest chunk; the newest for 0, and for more than there are
    /// @return null where no series meets the matchers
    public @Nullable StoredChunk chunk(List<LabelMatcher> matchers, int number) {
        try (Querier querier = querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return StoredChunk.find(querier, matchers, number);
        }
    }

    /// Number of series in memory.
    public long seriesCount() {
        return stats().series();
    }

    /// Oldest sample time in memory, epoch milliseconds; `Long.MAX_VALUE` while there is none.
    public long minTime() {
        return stats().minTime();
    }

    /// Newest sample time ever in memory, epoch milliseconds; `Long.MIN_VALUE` for none.
    public long maxTime() {
        return stats().maxTime();
    }

    /// Moves what is old enough from memory to blocks, merges blocks, applies retention, drops
    /// series without samples, and closes queriers past their age. The
    /// store's own thread calls it regularly; calls are harmless at any time.
    public void collectGarbage() {
        housekeeping.run();
    }

    /// Deletes the samples of a time range that series have now, in memory and in blocks at once:
    /// a querier that is open sees all of them, one that is opened later none. Samples that come
    /// later count, whatever their time. Exemplars stay.
    ///
    /// The samples are only marked; their bytes go when their time comes to be moved to a block, or
    /// their block is written again. It waits for maintenance that is under way.
    ///
    /// @param mint oldest time, epoch milliseconds, inclusive
    /// @param maxt newest time, inclusive; where it is older than `mint` nothing is deleted
    /// @param matchers what all of the series meet; all series where there are none
    /// @throws StorageException if it can't be logged, and nothing is deleted; or if all is deleted
    ///     and may come back after a power cut, which its message says
    public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {
        if (mint > maxt) {
            return;
        }
        if (blocks == null) {
            head.deletions().delete(mint, maxt, matchers, List.of());
        } else {
            blocks.delete(mint, maxt, matchers);
        }
    }

    /// Gives back what deleted samples take: each block of which something is deleted is written
    /// again without that, and goes where nothing is left; and chunks in memory that are deleted
    /// are dropped. What queries see does not change.
    ///
    /// @throws StorageException if a block can't be read or written; nothing is lost
    public void cleanTombstones() {
        head.collectGarbage();
        if (blocks != null) {
            blocks.clean();
        }
    }

    /// Copies the store, as it is now, into a directory that a store can be opened on. Files of
    /// blocks that never change are linked, so it takes little time and room.
    ///
    /// @param to a new or empty directory, on the file system of the store's
    /// @param withHead whether samples are wanted that are in no block yet; they become one
    /// @throws StorageException if it can't be written; nothing is left, as far as possible
    /// @throws IllegalStateException if the store has no directory
    /// @throws IllegalArgumentException if the directory is not empty, or has the name of a block
    public void snapshot(Path to, boolean withHead) {
        if (blocks == null) {
            throw new IllegalStateException("a store without a directory has no snapshots");
        }
        blocks.snapshot(to, withHead);
    }

    /// Makes the next start short: writes all series and open blocks to a checkpoint. The store
    /// does
    /// it by itself when its log has grown, and at [#close]; nothing happens without a directory.
    ///
    /// @throws StorageException if that failed; nothing is lost
    public void checkpoint() {
        try {
            head.checkpoint();
        } catch (IOException e) {
            throw new StorageException("no checkpoint can be written", e);
        }
    }

    /// What was wrong with blocks when the store was opened; they are left out, and left as they
    /// are.
    public List<CorruptionException> corruptBlocks() {
        BlockList list = directory.blocks();
        return list == null ? List.of() : list.problems();
    }

    /// What had to be left out of the head's damaged files when the store was opened.
    public List<Corruption> corruptions() {
        return head.recovery().corruptions();
    }

    /// Stops maintenance and closes the store: later appenders and queriers throw
    /// [IllegalStateException].
    ///
    /// @throws StorageException if the last samples could not be made durable
    @Override
    public void close() {
        housekeeping.close();
        directory.close();
    }
}
