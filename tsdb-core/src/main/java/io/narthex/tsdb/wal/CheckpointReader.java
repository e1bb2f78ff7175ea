package io.narthex.tsdb.wal;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Reads the newest checkpoint of a directory.
///
/// Thread safety: for one thread.
public final class CheckpointReader {
    /// Gets what a checkpoint holds.
    public interface Visitor {
        /// What it is about as a whole: before everything else, unless that is damaged.
        void start(CheckpointInfo info);

        /// A series.
        void series(long ref, Labels labels);

        /// The state of a series that came before; the object is used again.
        void state(SeriesState state);

        /// Deleted times of a series that came before, both ends inclusive: they hide what came in
        /// order.
        default void deletedTimes(long ref, long mint, long maxt) {}

        /// What blocks were asked to delete and have perhaps not noted yet.
        default void deletion(Deletion deletion) {}

        /// Samples that came out of order, of series that came before.
        void lateSamples(SamplesDecoder samples);

        /// The same for native histograms.
        void lateHistograms(HistogramsDecoder histograms);

        /// An exemplar of a series that came before.
        default void exemplar(long ref, Exemplar exemplar) {}
    }

    /// What was found.
    ///
    /// @param number the log segment that it goes with; 1 where there is no checkpoint
    /// @param exists whether there is one
    /// @param info what it is about; null where that is damaged twice, or there is none
    public record Found(long number, boolean exists, @Nullable CheckpointInfo info) {}

    private final Visitor visitor;
    private @Nullable CheckpointInfo info;
    private boolean complete;

    /// The record before, where it is of start timestamps.
    private @Nullable StartsRecord starts;

    private CheckpointReader(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Reads the newest checkpoint, if there is one.
    ///
    /// @param corruptions gets what had to be left out
    public static Found read(
            FileStore files, Path directory, Visitor visitor, List<Corruption> corruptions)
            throws IOException {
        deleteUnfinished(files, directory);
        Map.Entry<Long, Path> newest =
                new NumberedFiles(files, directory, CheckpointWriter.PREFIX).list().lastEntry();
        if (newest == null) {
            return new Found(1, false, null);
        }
        CheckpointReader reader = new CheckpointReader(visitor);
        RecordFile file =
                RecordFile.read(
                        files,
                        newest.getValue(),
                        RecordLayout.CHECKPOINT_MAGIC,
                        RecordLayout.CHECKPOINT_VERSION);
        file.forEach(Long.MAX_VALUE, reader::visit, corruptions::add);
        if (!reader.complete && corruptions.isEmpty()) {
            corruptions.add(
                    new Corruption(
                            newest.getValue(),
                            file.size(),
                            0,
                            "the checkpoint's end is missing",
                            Corruption.UNKNOWN));
        }
        return new Found(newest.getKey(), true, reader.info);
    }

    private static void deleteUnfinished(FileStore files, Path directory) throws IOException {
        for (Path path : files.list(directory)) {
            String name = path.getFileName().toString();
            if (name.startsWith(CheckpointWriter.PREFIX)
                    && name.endsWith(CheckpointWriter.TEMPORARY)) {
                files.delete(path);
            }
        }
    }

    private void visit(RecordType type, ByteReader payload) {
        StartsRecord before = starts;
        starts = null;
        switch (type) {
            case CHECKPOINT_START -> {
                CheckpointInfo start = CheckpointInfo.read(payload);
                info = start;
                visitor.start(start);
            }
            case SERIES -> SeriesRecord.read(payload, visitor::series);
            case OPEN_BLOCKS -> states(payload);
            case START_TIMESTAMPS -> starts = StartsRecord.read(payload);
            case OUT_OF_ORDER -> visitor.lateSamples(new SamplesDecoder(payload, before));
            case LATE_HISTOGRAMS -> visitor.lateHistograms(new HistogramsDecoder(payload, before));
            case DELETED_TIMES -> DeletedTimesRecord.read(payload, visitor::deletedTimes);
            case DELETION -> visitor.deletion(DeletionRecord.read(payload));
            case EXEMPLARS -> ExemplarsRecord.read(payload, visitor::exemplar);
            case CHECKPOINT_END -> {
                info = CheckpointInfo.read(payload);
                complete = true;
            }
            case SAMPLES, OPENED, HISTOGRAMS, METADATA ->
                    throw new MalformedException("not expected here: " + type);
        }
    }

    private void states(ByteReader payload) {
        SeriesState state = new SeriesState();
        int n = payload.getCount();
        for (int i = 0; i < n; i++) {
            state.readNext(payload);
            visitor.state(state);
        }
    }
}
