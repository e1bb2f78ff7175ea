package io.narthex.tsdb.wal;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The write-ahead log, open for writing.
///
/// A commit's records go to the file in one `write`, which is what makes an acknowledged sample
/// survive the end of the process. When that fails nothing of the commit counts: the segment is cut
/// back, or, where even that fails, given up for a new one, whose header says where the old ends.
///
/// Thread safety: [#sync], [#written] and [#bytes] may be called by anybody; everything else is
/// guarded by the commit lock.
public final class Wal implements AutoCloseable {
    /// A segment is left for a new one when it has grown beyond.
    static final int SEGMENT_BYTES = 8 << 20;

    /// What a rotation began.
    ///
    /// @param segment the number of the new segment
    /// @param position bytes written before it
    public record Rotation(long segment, long position) {}

    private final FileStore files;
    private final Path directory;
    private final NumberedFiles segments;
    private final WalSync sync = new WalSync();
    private final WalReaders readers = new WalReaders();

    private final ByteWriter out = new ByteWriter(64 << 10);
    private final SeriesRecord series = new SeriesRecord();
    private final SampleRecords samples = new SampleRecords();
    private final ExemplarsRecord exemplars = new ExemplarsRecord();
    private @Nullable Deletion deletion;

    /// Whether `out` has records of the commit already, and how many samples those have.
    private boolean begun;

    private long inRecords;
    private StoreFile segment;
    private long number;
    private long nextNumber;
    private long end;
    private boolean broken;
    private long sequence;
    private final long replayedBytes;
    private volatile long superfluous;

    private Wal(FileStore files, Path directory, WalReplay.Result after) throws IOException {
        this.files = files;
        this.directory = directory;
        this.segments = new NumberedFiles(files, directory, "");
        this.nextNumber = after.nextSegment();
        this.sequence = after.sequence();
        this.end = after.lastEnd();
        this.replayedBytes = after.bytes();
        this.segment = create();
    }

    /// Opens the log of a directory behind what was replayed.
    ///
    /// @param generation references given from now on are of later generations
    public static Wal open(FileStore files, Path directory, WalReplay.Result after, long generation)
            throws IOException {
        Wal wal = new Wal(files, directory, after);
        wal.out.clear();
        wal.out.skip(RecordLayout.HEADER);
        wal.out.putVarint(generation);
        RecordLayout.finish(wal.out, 0, RecordType.OPENED, 1, wal.end);
        wal.append();
        wal.publish();
        return wal;
    }

    /// Begins a new segment, which becomes the current one.
    private StoreFile create() throws IOException {
        long created = nextNumber++;
        Path path = segments.path(created);
        out.clear();
        RecordLayout.fileHeader(
                out, RecordLayout.WAL_MAGIC, RecordLayout.WAL_VERSION, created, end);
        StoreFile file = files.create(path);
        try {
            file.write(0, out.array(), 0, out.size());
            files.forceDirectory(directory);
        } catch (IOException e) {
            file.close();
            files.delete(path);
            throw e;
        }
        number = created;
        end = out.size();
        broken = false;
        segment = file;
        sync.began(file, created, out.size());
        return file;
    }

    /// Where the samples of the next commit are collected; empty after each [#write]. The
    /// histograms of a series that were collected come behind its floats, unless [#split] was
    /// called in between.
    public SampleRecords samples() {
        return samples;
    }

    /// The same for exemplars.
    public ExemplarsRecord exemplars() {
        return exemplars;
    }

    /// Notes a deletion, to be written behind everything else that was collected.
    public void delete(Deletion request) {
        deletion = request;
    }

    /// Notes a new series, to be written with the next commit.
    public void addSeries(long ref, Labels labels) {
        series.add(ref, labels);
    }

    /// Writes the new series and the collected samples. If it fails, the series are kept for the
    /// next time and the samples forgotten; what was written before is not touched.
    public void write() throws IOException {
        try {
            split();
            addExemplars();
            addDeletion();
            append();
            series.clear();
            sequence += inRecords;
            publish();
        } finally {
            forget();
        }
    }

    /// Ends the records of what was collected so far, so that a replay gives it first. Nothing is
    /// written before [#write].
    public void split() throws IOException {
        if (!begun) {
            if (broken || end > SEGMENT_BYTES) {
                segment = create();
            }
            out.clear();
            begun = true;
            if (series.count() > 0) {
                int at = begin();
                series.writeTo(out);
                finish(at, RecordType.SERIES, series.count());
            }
        }
        inRecords += samples.writeTo(out, end, sequence + inRecords);
    }

    private void addExemplars() {
        if (exemplars.count() > 0) {
            int at = begin();
            exemplars.writeTo(out);
            finish(at, RecordType.EXEMPLARS, exemplars.count());
        }
    }

    private void addDeletion() {
        if (deletion != null) {
            int at = begin();
            DeletionRecord.write(deletion, out);
            finish(at, RecordType.DELETION, 1);
        }
    }

    /// Forgets what was collected.
    public void forget() {
        samples.clear();
        exemplars.clear();
        deletion = null;
        begun = false;
        inRecords = 0;
    }

    private int begin() {
        int at = out.size();
        out.skip(RecordLayout.HEADER);
        return at;
    }

    private void finish(int at, RecordType type, int items) {
        RecordLayout.finish(out, at, type, items, end + at);
    }

    private void publish() {
        readers.publish(new WalPosition(number, end, sequence));
    }

    private void append() throws IOException {
        if (out.size() == 0) {
            return;
        }
        try {
            segment.write(end, out.array(), 0, out.size());
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
        end += out.size();
        sync.wrote(out.size());
    }

    private void cutBack(IOException cause) {
        try {
            segment.resize(end);
        } catch (IOException e) {
            broken = true;
            cause.addSuppressed(e);
        }
    }

    /// Begins a new segment, for a checkpoint of all that was written before it.
    public Rotation rotate() throws IOException {
        long before = sync.written();
        segment = create();
        publish();
        return new Rotation(number, before);
    }

    /// Deletes what a durable checkpoint makes superfluous, but for what readers still need.
    ///
    /// @param maxBytes how many superfluous bytes are kept for readers at most
    public void checkpointed(Rotation rotation, long maxBytes) throws IOException {
        sync.superseded(rotation.segment(), rotation.position());
        superfluous = replayedBytes + rotation.position();
        long kept = 0;
        long first = rotation.segment();
        for (Map.Entry<Long, Path> old :
                segments.list().headMap(first, false).descendingMap().entrySet()) {
            kept += files.size(old.getValue());
            if (old.getKey() < readers.oldestNeeded() || kept > maxBytes) {
                break;
            }
            first = old.getKey();
        }
        segments.deleteBefore(first);
    }

    /// Counts samples that are accepted and not logged, so that readers of the log know that they
    /// miss some.
    public void skip(int samples) {
        sequence += samples;
    }

    /// Those who read the log while it grows.
    public WalReaders readers() {
        return readers;
    }

    /// Samples logged, or skipped, since the directory was new.
    public long sequence() {
        return sequence;
    }

    /// Bytes written since the log was opened.
    public long written() {
        return sync.written();
    }

    /// Bytes that no checkpoint has made superfluous.
    public long bytes() {
        return replayedBytes + sync.written() - superfluous;
    }

    /// Makes the first bytes durable, sharing the work with whoever waits for the same.
    ///
    /// @param position as [#written] said
    /// @throws IOException if they are not durable, now or since an earlier failure that no
    ///     checkpoint has mended
    public void sync(long position) throws IOException {
        sync.await(position);
    }

    /// Whether a sync failed: only a checkpoint can say again what is durable.
    public boolean needsCheckpoint() {
        return sync.isPoisoned();
    }

    /// Writes what is left, syncs and closes.
    @Override
    public void close() throws IOException {
        try {
            write();
            sync(written());
        } finally {
            readers.close();
            sync.close();
        }
    }
}
