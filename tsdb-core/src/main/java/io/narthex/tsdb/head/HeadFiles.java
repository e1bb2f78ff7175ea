package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.Decimals;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.pages.PageFiles;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.tail.DepartedSeries;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailPosition;
import io.narthex.tsdb.wal.Deletion;
import io.narthex.tsdb.wal.HistogramsEncoder;
import io.narthex.tsdb.wal.SampleRecords;
import io.narthex.tsdb.wal.SamplesEncoder;
import io.narthex.tsdb.wal.Wal;
import io.narthex.tsdb.wal.WalPosition;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The head's files: the log, and the pages of sealed chunks.
///
/// Thread safety: as said at each method.
final class HeadFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HeadFiles.class);

    /// Where page files and checkpoints are, and the log in a directory below.
    private static final String DIRECTORY = "head";

    private static final String LOG_DIRECTORY = "wal";

    private final FileStore store;
    private final Path directory;
    private final SyncMode sync;
    private final DiskSpace disk;
    private final PageFiles pages;
    private final Wal wal;
    private final long maxTailBytes;
    private final DepartedSeries departed = new DepartedSeries();
    private final CheckpointPace pace = new CheckpointPace();

    /// Why commits are not logged now; null where they are. Guarded by the commit lock.
    private @Nullable IOException outage;

    /// Why there are samples that neither the log nor a checkpoint has; null where there are none.
    /// Guarded by the commit lock.
    private @Nullable IOException gap;

    /// @param maxTailBytes of the log, kept for tails behind what a restart needs
    HeadFiles(
            FileStore store,
            Path data,
            SyncMode sync,
            DiskSpace disk,
            PageFiles pages,
            Wal wal,
            long maxTailBytes) {
        this.maxTailBytes = maxTailBytes;
        this.store = store;
        this.directory = directory(data);
        this.sync = sync;
        this.disk = disk;
        this.pages = pages;
        this.wal = wal;
    }

    static Path directory(Path data) {
        return data.resolve(DIRECTORY);
    }

    static Path logDirectory(Path data) {
        return directory(data).resolve(LOG_DIRECTORY);
    }

    FileStore store() {
        return store;
    }

    Path directory() {
        return directory;
    }

    PageFiles pages() {
        return pages;
    }

    Wal wal() {
        return wal;
    }

    /// Notes a new series; the commit lock is held.
    void addSeries(long ref, Labels labels) {
        wal.addSeries(ref, labels);
    }

    /// Writes the new samples of a judged batch to the log, or, while that can't be written, to
    /// nothing; the commit lock is held.
    ///
    /// @throws StorageException if that failed where all must be durable; nothing of the batch is
    ///     in the log then
    void write(Batch batch, SeriesColumns columns) {
        if (outage == null) {
            IOException failure = tryWrite(batch, columns);
            if (failure != null) {
                disk.failed(failure);
                failure = tryWrite(batch, columns);
            }
            if (failure != null) {
                giveUp(failure);
            }
        }
        if (outage != null) {
            int unlogged = accepted(batch);
            wal.skip(unlogged);
            disk.unlogged(unlogged);
        }
        disk.refusing(false);
    }

    private @Nullable IOException tryWrite(Batch batch, SeriesColumns columns) {
        try {
            collect(batch, columns);
            wal.write();
            return null;
        } catch (IOException e) {
            wal.forget();
            return e;
        }
    }

    private void giveUp(IOException failure) {
        if (sync == SyncMode.ALWAYS) {
            disk.refusing(true);
            throw new StorageException("the samples can't be logged and are not stored", failure);
        }
        LOG.warn("the log can't be written", failure);
        outage = failure;
        gap = failure;
        disk.memoryOnly(true);
    }

    private static int accepted(Batch batch) {
        int n = 0;
        for (int i = 0; i < batch.size; i++) {
            n += batch.isNew[i] || batch.isLate[i] ? 1 : 0;
        }
        return n;
    }

    /// Refuses what would be in memory only, since that is used up; the commit lock is held.
    ///
    /// @throws StorageException while the log can't be written
    void requireLog() {
        if (outage != null) {
            disk.refusing(true);
            throw new StorageException(
                    "the log can't be written and memory is used up: the samples are not stored",
                    outage);
        }
    }

    /// Begins a new segment of the log, for a checkpoint of all that there is; the commit lock is
    /// held. Commits are logged again.
    Wal.Rotation beginCheckpoint() throws IOException {
        Wal.Rotation rotation = wal.rotate();
        outage = null;
        return rotation;
    }

    /// Ends it; the commit lock is held.
    ///
    /// @param written whether it is durable, and so everything that was in memory only
    void checkpointEnded(boolean written) {
        if (written) {
            gap = outage;
            disk.refusing(false);
        } else {
            outage = gap;
        }
        disk.memoryOnly(gap != null);
    }

    DiskSpace disk() {
        return disk;
    }

    /// Whether there are samples that the end of the process would lose; the commit lock is held.
    boolean hasGap() {
        return gap != null;
    }

    /// Writes a deletion to the log; the commit lock is held.
    ///
    /// @throws IOException if that failed; it is not in the log then
    void write(Deletion deletion) throws IOException {
        if (outage != null) {
            throw new IOException("the log can't be written at the moment", outage);
        }
        try {
            wal.delete(deletion);
            wal.write();
        } catch (IOException e) {
            // There may be room for another attempt then.
            disk.failed(e);
            throw e;
        }
    }

    private void collect(Batch batch, SeriesColumns columns) throws IOException {
        // A replay gives the floats of a record before its histograms.
        Set<Long> withHistograms = batch.histograms == null ? Set.of() : new HashSet<>();
        SampleRecords records = wal.samples();
        for (int i = 0; i < batch.size; i++) {
            if (!batch.isNew[i] && !batch.isLate[i]) {
                continue;
            }
            FloatHistogram h = batch.histogram(i);
            if (h != null) {
                add(batch.isLate[i] ? records.lateHistograms() : records.histograms(), batch, i, h);
                withHistograms.add(batch.refs[i]);
            } else {
                if (batch.histograms != null && withHistograms.contains(batch.refs[i])) {
                    wal.split();
                    withHistograms.clear();
                }
                findDecimal(batch, i, columns);
                add(batch.isLate[i] ? records.lateFloats() : records.floats(), batch, i);
            }
        }
        for (PendingExemplar e : batch.exemplars) {
            if (columns.idOf[(int) e.ref()] == e.ref()) {
                wal.exemplars().add(e.ref(), e.exemplar());
            }
        }
    }

    private static void add(HistogramsEncoder to, Batch batch, int i, FloatHistogram h) {
        to.add(batch.refs[i], batch.times[i], h);
        to.start(batch.start(i));
    }

    private static void add(SamplesEncoder to, Batch batch, int i) {
        to.add(
                batch.refs[i],
                batch.times[i],
                batch.values[i],
                batch.mantissas[i],
                batch.exponents[i]);
        if (batch.starts != null) {
            to.start(batch.starts[i]);
        }
    }

    /// The log and the open block need the same decimal, so it is looked for once.
    private static void findDecimal(Batch batch, int i, SeriesColumns columns) {
        int slot = (int) batch.refs[i];
        if (batch.exponents[i] == Batch.NO_DECIMAL && !columns.isRaw(slot)) {
            int exponent = Decimals.exponent(batch.values[i], columns.exponent[slot]);
            if (exponent >= 0) {
                batch.mantissas[i] = Decimals.mantissa(batch.values[i], exponent);
                batch.exponents[i] = (byte) exponent;
            }
        }
    }

    /// Opens a reader of the log.
    ///
    /// @throws IOException if it can't be read
    Tail tail(TailPosition position, SeriesIndex index) throws IOException {
        return new Tail(
                store,
                directory.resolve(LOG_DIRECTORY),
                wal.readers(),
                position,
                index::labels,
                departed);
    }

    /// Where the log ends.
    TailPosition logEnd() {
        WalPosition end = wal.readers().end();
        return new TailPosition(end.segment(), end.offset(), end.sequence());
    }

    /// Keeps the labels of series that are about to be dropped as long as a tail may ask for them.
    void departing(Collection<Long> gone, SeriesIndex index) {
        long segment = wal.readers().end().segment();
        long needed = wal.readers().oldestNeeded();
        Map<Long, Labels> kept = new HashMap<>();
        if (needed <= segment) {
            long[] refs = gone.stream().mapToLong(Long::longValue).toArray();
            @Nullable Labels[] labels = index.labels(refs);
            for (int i = 0; i < refs.length; i++) {
                Labels set = labels[i];
                if (set != null) {
                    kept.put(refs[i], set);
                }
            }
        }
        departed.add(kept, segment, needed);
    }

    /// Deletes what a durable checkpoint makes superfluous, but for what tails need, where there
    /// is room for it.
    ///
    /// @param bytes how long the checkpoint is
    void checkpointed(Wal.Rotation rotation, long bytes) throws IOException {
        disk.checkpointTakes(bytes);
        pace.written(bytes);
        wal.checkpointed(rotation, disk.hasRoom() ? maxTailBytes : 0);
    }

    /// Waits, where the mode wants that, until what was committed is durable; no lock is held.
    void acknowledge(long position) {
        if (sync == SyncMode.ALWAYS) {
            try {
                wal.sync(position);
            } catch (IOException e) {
                throw new StorageException(
                        "the samples are stored, but may not survive a power cut", e);
            }
        }
    }

    /// Makes deletions durable, in each mode but the one that never waits for the disk; no lock is
    /// held.
    void syncDeletions() throws IOException {
        if (sync != SyncMode.NONE) {
            wal.sync(wal.written());
        }
    }

    /// What is to be done every second: syncs the log where the mode wants that, and writes full
    /// pages.
    ///
    /// @return false where the disk is too full to do more
    boolean tick() throws IOException {
        if (sync == SyncMode.INTERVAL && !wal.needsCheckpoint()) {
            wal.sync(wal.written());
        }
        if (disk.stage().hasNoLog() && !disk.hasRoom()) {
            return false;
        }
        if (pages.pagesInMemory() > 1) {
            pages.flush();
        }
        return true;
    }

    /// Whether a checkpoint is due, or only one can mend the log; for every second.
    boolean wantsCheckpoint() {
        boolean due = pace.isDue(wal.bytes());
        return due || disk.stage().hasNoLog() || wal.needsCheckpoint();
    }

    /// The bytes of log, checkpoint and page files.
    long bytes() throws IOException {
        return bytes(directory) + bytes(directory.resolve(LOG_DIRECTORY)) - pages.holeBytes();
    }

    private long bytes(Path in) throws IOException {
        long bytes = 0;
        for (Path file : store.list(in)) {
            try {
                bytes += store.size(file);
            } catch (NoSuchFileException _) {
                LOG.debug("{} was deleted meanwhile", file);
            }
        }
        return bytes;
    }

    /// Deletes page files without chunks; a failure is tried again at the next time.
    void delete(Collection<Long> unused) {
        try {
            pages.delete(unused);
        } catch (IOException e) {
            LOG.warn("page files {} can't be deleted yet", unused, e);
        }
    }

    /// Syncs the log, and closes everything.
    void close() throws IOException {
        try {
            wal.close();
        } finally {
            pages.close();
        }
    }
}
