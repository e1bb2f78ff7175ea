package io.narthex.tsdb.head;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.SelectHints;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.RelabelEffect;
import io.narthex.tsdb.cardinality.SeriesChurn;
import io.narthex.tsdb.cardinality.SeriesRefusals;
import io.narthex.tsdb.exemplar.ExemplarStore;
import io.narthex.tsdb.exemplar.ExemplarVerdict;
import io.narthex.tsdb.index.Selection;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.pressure.MemoryStage;
import io.narthex.tsdb.pressure.MemoryStatus;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailPosition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

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
    private final HeadMemory memory;
    private final SeriesIndex index;

    private final ReentrantLock commitLock = new ReentrantLock();
    private final HeadCounters counters;
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final OpenQueriers queriers;
    private final CommitLog log = new CommitLog();
    private final SampleWriter writer;
    private final HeadTrimmer trimmer;
    private final StartStore starts;
    private final HistogramStore histograms;
    private final OutOfOrderStore outOfOrder;
    private final ExemplarStore exemplars;
    private final OpenAppenders appenders = new OpenAppenders();
    private final SeriesRegistry series;
    private final MemoryKeeper keeper;
    private final StoredSeries stored;
    private final HeadDeletions deletions;

    /// Null where samples live in memory only.
    private final @Nullable HeadFiles files;

    /// Null where samples live in memory only.
    private final @Nullable HeadCheckpoints checkpoints;

    private final Recovery recovery;

    private long commitSeq;
    private boolean closed;

    private Head(
            HeadOptions options,
            HeadMemory memory,
            SealedPages sealed,
            SampleWriter writer,
            @Nullable HeadFiles files,
            long cut,
            Recovery recovery) {
        this.options = options;
        this.memory = memory;
        this.index = memory.index();
        this.counters = memory.counters();
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.queriers = memory.queriers();
        this.writer = writer;
        this.starts = memory.starts();
        this.histograms = memory.histograms();
        this.outOfOrder = memory.outOfOrder();
        this.exemplars = memory.exemplars();
        this.keeper = new MemoryKeeper(options, memory, writer, commitLock, files != null);
        this.series =
                new SeriesRegistry(options, memory, writer, commitLock, appenders, keeper, files);
        this.stored = new StoredSeries(columns, histograms);
        this.deletions =
                new HeadDeletions(memory, series, commitLock, files, this::requireOpenLocked);
        this.trimmer =
                new HeadTrimmer(
                        options,
                        memory,
                        memory.retention(sealed),
                        writer,
                        commitLock,
                        appenders,
                        series,
                        files,
                        cut);
        this.files = files;
        this.checkpoints =
                files == null
                        ? null
                        : new HeadCheckpoints(
                                files,
                                memory,
                                writer,
                                series,
                                commitLock,
                                () -> openQuerierLocked(HeadQuerier.NO_COMMIT, CutFile.NONE),
                                recovery.corruptions().isEmpty());
        this.recovery = recovery;
    }

    /// Creates an empty head whose samples live in memory only.
    public static Head inMemory(HeadOptions options) {
        HeadMemory memory = HeadMemory.empty(options);
        SealedPages sealed = new SealedPages(null);
        return new Head(
                options, memory, sealed, memory.writer(sealed), null, CutFile.NONE, Recovery.NONE);
    }

    /// Opens the head of a data directory, which nobody else may have open, with everything that
    /// was acknowledged.
    ///
    /// @throws IOException if the files can't be read, or no new ones be made
    public static Head open(
            HeadOptions options, FileStore store, Path data, SyncMode sync, DiskSpace disk)
            throws IOException {
        HeadMemory memory = HeadMemory.empty(options);
        HeadRecovery.Recovered r =
                new HeadRecovery(memory, options).recover(store, data, sync, disk);
        Head head =
                new Head(options, memory, r.sealed(), r.writer(), r.files(), r.cut(), r.report());
        head.collectGarbage();
        return head;
    }

    /// What opening the head found in its files.
    public Recovery recovery() {
        return recovery;
    }

    /// Opens a batch.
    public HeadAppender appender() {
        commitLock.lock();
        try {
            requireOpenLocked();
            HeadAppender appender = new HeadAppender(this, appenders.batch());
            appenders.add(appender);
            return appender;
        } finally {
            commitLock.unlock();
        }
    }

    void end(HeadAppender appender, Batch batch) {
        commitLock.lock();
        try {
            appenders.remove(appender);
            appenders.giveBack(batch);
        } finally {
            commitLock.unlock();
        }
    }

    /// Opens a snapshot of the newest commit.
    ///
    /// @param from samples that came in order and are older are left out
    public HeadQuerier querier(long from) {
        commitLock.lock();
        try {
            requireOpenLocked();
            return openQuerierLocked(commitSeq, from);
        } finally {
            commitLock.unlock();
        }
    }

    private HeadQuerier openQuerierLocked(long seq, long from) {
        HeadQuerier querier =
                new HeadQuerier(
                        this,
                        seq,
                        options.clock().millis(),
                        from,
                        memory.tombstones().bySeries(),
                        histograms.any() || outOfOrder.anyHistograms());
        querier.number(queriers.add(querier));
        return querier;
    }

    void end(long querier) {
        commitLock.lock();
        try {
            queriers.remove(querier);
            long seen = Math.min(queriers.oldestSeq(), commitSeq);
            log.forget(seen);
            outOfOrder.forget(seen);
            regions.reclaim(queriers.oldest());
        } finally {
            commitLock.unlock();
        }
    }

    /// The exemplars of the series.
    public ExemplarStore exemplars() {
        return exemplars;
    }

    SeriesIndex index() {
        return index;
    }

    long resolve(Labels labels, long timestamp, HeadAppender appender) {
        return series.resolve(labels, timestamp, appender);
    }

    long find(Labels labels, HeadAppender appender) {
        return series.find(labels, appender);
    }

    boolean isKnown(long ref) {
        return series.isKnown(ref);
    }

    /// How often new series were refused.
    public SeriesRefusals refusals() {
        return series.refusals();
    }

    /// How many series came and went in the last hour.
    public SeriesChurn churn() {
        return series.churn();
    }

    /// The metrics whose series take most bytes of memory. It looks at every series.
    public List<IndexStats.Count> bytesByMetric(int limit) {
        return new MetricSizes(sizes(), index).largest(limit);
    }

    private SeriesSizes sizes() {
        return new SeriesSizes(columns, histograms, commitLock);
    }

    /// What relabelling rules would make of series that are selected.
    ///
    /// @param matchers what those meet that the rules concern, and those that they may become equal
    ///     to
    /// @param limit the most series that are looked at
    public RelabelEffect tryRules(List<LabelMatcher> matchers, List<RelabelRule> rules, int limit) {
        Selection selection = index.select(matchers);
        boolean isWhole = selection.size() <= limit;
        if (!isWhole) {
            selection = selection.part(IntStream.range(0, limit).toArray());
        }
        RelabelTrial trial = new RelabelTrial(rules);
        trial.apply(selection, sizes().of(selection.slots(), selection.refs()));
        return trial.effect(index.size(), new MetricSizes(sizes(), index).sum(), isWhole);
    }

    /// What the index holds most of.
    ///
    /// @param limit the length of each list, at least 1
    public IndexStats indexStats(int limit) {
        return index.stats(limit);
    }

    /// Judges and stores a batch and publishes it.
    ///
    /// @throws io.narthex.model.StorageException if it can't be logged: nothing is stored
    void commit(Batch batch, Rejections rejections) {
        long position = 0;
        commitLock.lock();
        try {
            requireOpenLocked();
            if (files != null && files.disk().stage().hasNoLog() && keeper.isFullLocked()) {
                files.requireLog();
            }
            writer.judge(batch, options.chunkRange(), rejections);
            if (files != null) {
                logLocked(files, batch);
                position = files.wal().written();
            }
            long seq = commitSeq + 1;
            boolean watched = queriers.oldestSeq() < seq;
            if (watched) {
                log.begin(seq);
            }
            writer.apply(batch, options.chunkRange(), watched ? log : null, rejections);
            writer.minTime(Math.min(writer.minTime(), outOfOrder.apply(batch, seq, watched)));
            addExemplarsLocked(batch);
            commitSeq = seq;
        } finally {
            commitLock.unlock();
        }
        if (files != null) {
            files.acknowledge(position);
        }
    }

    private void addExemplarsLocked(Batch batch) {
        for (PendingExemplar e : batch.exemplars) {
            if (isKnown(e.ref())) {
                ExemplarVerdict _ = exemplars.add(e.ref(), e.labels(), e.exemplar());
            }
        }
    }

    private void logLocked(HeadFiles to, Batch batch) {
        boolean logged = false;
        try {
            to.write(batch, columns);
            logged = true;
        } finally {
            if (!logged) {
                writer.undo(batch);
            }
        }
    }

    CapturedSeries capture(Selection selection, HeadQuerier querier, SelectHints hints) {
        CapturedSeries captured = new CapturedSeries(selection, querier);
        commitLock.lock();
        try {
            querier.requireOpen();
            captured.outOfOrder = outOfOrder.capture(selection.refs(), querier.seq());
            Map<Long, Long> changed = log.changedSince(querier.seq());
            long[] ids = columns.idOf;
            for (int i = 0; i < selection.size(); i++) {
                hints.check(i);
                int slot = selection.slots()[i];
                if (ids[slot] == selection.refs()[i]) {
                    Long before = changed.isEmpty() ? null : changed.get(ids[slot]);
                    long samples = before == null ? columns.total[slot] : before;
                    captured.capture(
                            i, columns, slot, samples, histograms.view(slot), starts.view(slot));
                    if (querier.from() > trimmer.cut()) {
                        captured.leaveOut(i, stored.firstFrom(slot, querier.from()));
                    }
                }
            }
            return captured;
        } finally {
            commitLock.unlock();
        }
    }

    /// Deletes samples.
    public HeadDeletions deletions() {
        return deletions;
    }

    /// What memory makes the head do, as of the last look.
    public MemoryStage memoryStage() {
        return keeper.stage();
    }

    /// How much memory is used.
    public MemoryStatus memory() {
        return keeper.status();
    }

    /// The bytes that are kept for the repetition of queries.
    public long keptBytes() {
        return index.keptBytes();
    }

    /// Forgets what is kept for the repetition of queries: the next ones work it out again.
    public void forgetKept() {
        index.forgetKept();
    }

    /// Looks how much memory is used, and seals open blocks early where it has to become less. It
    /// is to be called about every second.
    ///
    /// @param kept bytes that are kept for the repetition of queries, here and in blocks
    /// @return the stage of memory before anything was freed
    public MemoryStage checkMemory(long kept) {
        return keeper.check(kept);
    }

    /// Applies retention, drops deleted chunks and series without samples, closes queriers past
    /// their age.
    public void collectGarbage() {
        trimmer.collectGarbage();
    }

    /// Begins to move the head's oldest block range to a block, when the head spans more than one
    /// and a half, as in Prometheus. From now on nothing older than its end can come in order.
    ///
    /// @param from the end of the last such range
    /// @param early whether to move a part of a range too: what is older than half a range, from
    ///     where nothing can come in order anyway, if that is a quarter of a range at least
    /// @return null where the head is too short yet
    public @Nullable HeadCut cut(long from, boolean early) {
        commitLock.lock();
        try {
            requireOpenLocked();
            return trimmer.cutLocked(from, early);
        } finally {
            commitLock.unlock();
        }
    }

    /// The end of the range that is to be cut off, as far as the oldest and the newest time tell;
    /// `Long.MIN_VALUE` where the head is short enough.
    public long dueCut() {
        commitLock.lock();
        try {
            return trimmer.dueCutLocked();
        } finally {
            commitLock.unlock();
        }
    }

    /// Drops what blocks have now, once nobody needs it any more.
    ///
    /// @param readers number of the newest querier that does not see the blocks
    /// @return false where such a one is still open; then nothing is done
    /// @throws IOException if it can't be noted durably; then nothing is done either
    public boolean truncate(HeadCut written, long readers) throws IOException {
        return trimmer.truncate(written, readers);
    }

    /// Leaves times before one to blocks that are there already, unless samples came in order that
    /// are older.
    ///
    /// @return the time from which on samples that came in order count
    public long leaveToBlocks(long time) {
        return trimmer.leaveToBlocks(time);
    }

    /// The number of the querier opened last; see [#truncate].
    public long newestQuerier() {
        commitLock.lock();
        try {
            return queriers.newest();
        } finally {
            commitLock.unlock();
        }
    }

    /// Whether there are samples that came out of order.
    public boolean hasLateSamples() {
        commitLock.lock();
        try {
            return !outOfOrder.isEmpty();
        } finally {
            commitLock.unlock();
        }
    }

    /// What files need every second; nothing where there are none. Failures cost nothing but time:
    /// it is tried again.
    ///
    /// @throws IOException if something could not be written or synced
    public void tick() throws IOException {
        if (checkpoints != null) {
            checkpoints.tick();
        }
    }

    /// Writes all series and open blocks to a file, which makes the log so far superfluous.
    ///
    /// @throws IOException if that failed; the log and the last checkpoint are as good as before
    public void checkpoint() throws IOException {
        if (checkpoints != null) {
            checkpoints.write();
        }
    }

    /// The bytes of the head's files; 0 where there are none.
    ///
    /// @throws IOException if they can't be listed
    public long fileBytes() throws IOException {
        return files == null ? 0 : files.bytes();
    }

    /// Opens a reader of what is committed; see [Tail].
    ///
    /// @throws IOException if the log can't be read
    /// @throws IllegalStateException if samples live in memory only
    public Tail tail(TailPosition position) throws IOException {
        return withLog().tail(position, index);
    }

    /// Where the log ends.
    ///
    /// @throws IllegalStateException if samples live in memory only
    public TailPosition logEnd() {
        return withLog().logEnd();
    }

    private HeadFiles withLog() {
        if (files == null) {
            throw new IllegalStateException(
                    "a store in memory has no log; give it a directory to read what is committed");
        }
        return files;
    }

    /// What the head holds and has done.
    public HeadStats stats() {
        commitLock.lock();
        try {
            return HeadStats.of(
                    counters,
                    writer,
                    queriers.size(),
                    appenders.size(),
                    commitSeq,
                    keeper.bytesLocked());
        } finally {
            commitLock.unlock();
        }
    }

    /// Refuses appenders and queriers from now on. Files are closed behind a checkpoint, or, where
    /// that can't be written, with a synced log.
    ///
    /// @throws IOException if not even the log could be synced, or samples are lost that were in
    ///     memory only
    public void close() throws IOException {
        commitLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            commitLock.unlock();
        }
        if (checkpoints != null) {
            checkpoints.close();
        }
    }

    private void requireOpenLocked() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
