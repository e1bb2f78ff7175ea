package io.narthex.tsdb.wal;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.Decimals;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import java.io.IOException;
import java.nio.file.Path;

/// Writes a checkpoint under a temporary name, series by series; only [#finish] makes it count.
///
/// Thread safety: for one thread.
public final class CheckpointWriter implements AutoCloseable {
    static final String PREFIX = "checkpoint.";
    static final String TEMPORARY = ".tmp";

    /// A record is ended when it has grown beyond.
    private static final int RECORD_BYTES = 64 << 10;

    private static final int RECORD_SAMPLES = 8 << 10;

    private final FileStore files;
    private final Path directory;
    private final Path path;
    private final Path temporary;
    private final long number;
    private final CheckpointInfo info;
    private final StoreFile file;
    private final SeriesRecord series = new SeriesRecord();
    private final ExemplarsRecord exemplars = new ExemplarsRecord();
    private final DeletedTimesRecord deletedTimes = new DeletedTimesRecord();
    private final ByteWriter states = new ByteWriter(RECORD_BYTES);
    private final SampleRecords late = new SampleRecords();
    private final ByteWriter out = new ByteWriter(RECORD_BYTES);
    private final PackedPayload packing = new PackedPayload();
    private long lateBefore;
    private long lastRef;
    private long lastTime;
    private long position;
    private int count;
    private boolean finished;

    /// Begins a checkpoint.
    ///
    /// @param number the log segment that it goes with
    public CheckpointWriter(FileStore files, Path directory, long number, CheckpointInfo info)
            throws IOException {
        this.files = files;
        this.directory = directory;
        this.number = number;
        this.info = info;
        this.path = new NumberedFiles(files, directory, PREFIX).path(number);
        this.temporary = directory.resolve(path.getFileName() + TEMPORARY);
        files.delete(temporary);
        this.file = files.create(temporary);
        RecordLayout.fileHeader(
                out, RecordLayout.CHECKPOINT_MAGIC, RecordLayout.CHECKPOINT_VERSION, number, 0);
        int at = begin();
        info.writeTo(out);
        end(at, RecordType.CHECKPOINT_START, 1);
        write();
    }

    private int begin() {
        int at = out.size();
        out.skip(RecordLayout.HEADER);
        return at;
    }

    private void end(int at, RecordType type, int items) {
        boolean isPacked = packing.pack(out, at + RecordLayout.HEADER);
        int id = type.id() | (isPacked ? RecordLayout.DEFLATED : 0);
        RecordLayout.finish(out, at, id, items, position + at);
    }

    private void write() throws IOException {
        file.write(position, out.array(), 0, out.size());
        position += out.size();
        out.clear();
    }

    /// Adds a series.
    public void add(SeriesState state, Labels labels) throws IOException {
        series.add(state.ref, labels);
        state.writeTo(states, lastRef, lastTime);
        lastRef = state.ref;
        lastTime = state.total > 0 ? state.lastTime : lastTime;
        count++;
        if (series.bytes() + states.size() > RECORD_BYTES) {
            writeSeries();
        }
    }

    /// Adds deleted times of a series, after all series; both ends inclusive.
    public void addDeletedTimes(long ref, long mint, long maxt) throws IOException {
        deletedTimes.add(ref, mint, maxt);
        if (deletedTimes.bytes() > RECORD_BYTES) {
            writeDeletedTimes();
        }
    }

    private void writeDeletedTimes() throws IOException {
        writeSeries();
        if (deletedTimes.count() > 0) {
            int at = begin();
            deletedTimes.writeTo(out);
            end(at, RecordType.DELETED_TIMES, deletedTimes.count());
            write();
            deletedTimes.clear();
        }
    }

    /// Adds what blocks were asked to delete, after all series.
    public void addDeletion(Deletion deletion) throws IOException {
        writeSeries();
        int at = begin();
        DeletionRecord.write(deletion, out);
        end(at, RecordType.DELETION, 1);
        write();
    }

    /// Adds a sample that came out of order, after all series.
    ///
    /// @param t epoch milliseconds
    /// @param start epoch milliseconds; 0 where not known
    public void addLate(long ref, long t, double value, long start) throws IOException {
        int exponent = Decimals.exponent(value, 0);
        long mantissa = exponent < 0 ? 0 : Decimals.mantissa(value, exponent);
        late.lateFloats().add(ref, t, value, mantissa, exponent);
        late.lateFloats().start(start);
        if (late.lateFloats().count() >= RECORD_SAMPLES) {
            writeLate();
        }
    }

    /// The same for a native histogram.
    public void addLate(long ref, long t, FloatHistogram h, long start) throws IOException {
        late.lateHistograms().add(ref, t, h);
        late.lateHistograms().start(start);
        if (late.lateHistograms().bytes() > RECORD_BYTES) {
            writeLate();
        }
    }

    private void writeLate() throws IOException {
        writeSeries();
        lateBefore += late.writeTo(out, position, lateBefore);
        write();
    }

    /// Adds an exemplar of a series, after all series.
    public void addExemplar(long ref, Exemplar exemplar) throws IOException {
        exemplars.add(ref, exemplar);
        if (exemplars.bytes() > RECORD_BYTES) {
            writeExemplars();
        }
    }

    private void writeExemplars() throws IOException {
        writeSeries();
        if (exemplars.count() > 0) {
            int at = begin();
            exemplars.writeTo(out);
            end(at, RecordType.EXEMPLARS, exemplars.count());
            write();
            exemplars.clear();
        }
    }

    private void writeSeries() throws IOException {
        if (series.count() == 0) {
            return;
        }
        int at = begin();
        series.writeTo(out);
        end(at, RecordType.SERIES, series.count());
        at = begin();
        out.putVarint(series.count());
        out.put(states);
        end(at, RecordType.OPEN_BLOCKS, series.count());
        write();
        series.clear();
        states.clear();
        lastRef = 0;
        lastTime = 0;
    }

    /// Bytes written so far: behind [#finish], those of the file.
    public long bytes() {
        return position;
    }

    /// Makes the checkpoint durable and gives it its name; older ones are deleted.
    public void finish() throws IOException {
        writeDeletedTimes();
        writeLate();
        writeExemplars();
        int at = begin();
        info.writeTo(out);
        end(at, RecordType.CHECKPOINT_END, count);
        write();
        file.force();
        file.close();
        files.rename(temporary, path);
        finished = true;
        files.forceDirectory(directory);
        new NumberedFiles(files, directory, PREFIX).deleteBefore(number);
    }

    /// Closes the file; a checkpoint that was not finished is deleted.
    @Override
    public void close() throws IOException {
        packing.close();
        file.close();
        if (!finished) {
            files.delete(temporary);
        }
    }
}
