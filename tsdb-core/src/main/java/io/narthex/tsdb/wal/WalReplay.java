package io.narthex.tsdb.wal;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/// Reads the log after a restart, one segment at a time.
///
/// Each record of samples says how many samples were logged before it. So a record that was applied
/// already is left out, and what damage has cost is known from the record behind it.
///
/// Thread safety: for one thread.
public final class WalReplay {
    private static final Logger LOG = LoggerFactory.getLogger(WalReplay.class);

    /// The next sample's number is not known.
    public static final long UNKNOWN_SEQUENCE = -1;

    /// Gets what was logged, in order.
    public interface Visitor {
        /// A new series.
        void series(long ref, Labels labels);

        /// The samples of one commit.
        void samples(SamplesDecoder samples);

        /// The native histograms of one commit.
        void histograms(HistogramsDecoder histograms);

        /// The samples of one commit that came out of order.
        void lateSamples(SamplesDecoder samples);

        /// The native histograms of one commit that came out of order.
        void lateHistograms(HistogramsDecoder histograms);

        /// A request to delete what was logged before it.
        default void deletion(Deletion deletion) {}

        /// An exemplar of a series.
        default void exemplar(long ref, Exemplar exemplar) {}

        /// The store was opened; it gave references of later generations than this one.
        void opened(long generation);
    }

    /// What was found.
    ///
    /// @param nextSegment a number that no segment had yet
    /// @param lastEnd where the last segment ends
    /// @param sequence samples logged so far
    /// @param bytes size of what was read
    /// @param corruptions what had to be left out
    public record Result(
            long nextSegment,
            long lastEnd,
            long sequence,
            long bytes,
            List<Corruption> corruptions) {}

    private final FileStore files;
    private final Path directory;
    private final LogRecords records;
    private final List<Corruption> corruptions = new ArrayList<>();
    private long sequence;

    /// Samples in damaged records since the last one that was applied.
    private long knownLost;

    private long bytes;

    private WalReplay(FileStore files, Path directory, Visitor visitor, long sequence) {
        this.files = files;
        this.directory = directory;
        this.records = new LogRecords(visitor, this::apply);
        this.sequence = sequence;
    }

    /// Replays the segments from a number on.
    ///
    /// @param first older segments are superfluous
    /// @param sequence samples logged before the first segment, or [#UNKNOWN_SEQUENCE]
    public static Result replay(
            FileStore files, Path directory, long first, long sequence, Visitor visitor)
            throws IOException {
        WalReplay replay = new WalReplay(files, directory, visitor, sequence);
        NavigableMap<Long, Path> segments =
                new NumberedFiles(files, directory, "").list().tailMap(first, true);
        long end = 0;
        RecordFile segment = null;
        for (Path path : segments.values()) {
            // A segment says where the one before it ends.
            RecordFile next = replay.read(path);
            if (segment != null) {
                replay.replay(segment, next.previousEnd());
            }
            segment = next;
        }
        if (segment != null) {
            end = replay.replay(segment, Long.MAX_VALUE);
            replay.cut(segments.lastEntry().getValue(), end);
        }
        return new Result(
                segments.isEmpty() ? first : segments.lastKey() + 1,
                end,
                Math.max(replay.sequence, 0),
                replay.bytes,
                replay.corruptions);
    }

    private RecordFile read(Path path) throws IOException {
        RecordFile file =
                RecordFile.read(files, path, RecordLayout.WAL_MAGIC, RecordLayout.WAL_VERSION);
        bytes += file.size();
        return file;
    }

    private long replay(RecordFile segment, long limit) {
        segment.forEach(limit, records, this::damaged);
        return Math.max(segment.validEnd(), Math.min(segment.size(), RecordLayout.FILE_HEADER));
    }

    private void damaged(Corruption corruption) {
        corruptions.add(corruption);
        knownLost += Math.max(0, corruption.samplesLost());
    }

    /// Accounts for what is missing before a record of samples, and gives it to the visitor unless
    /// it was applied already.
    private void apply(long before, int count, Runnable visit) {
        if (sequence >= 0) {
            account(before - sequence - knownLost);
        }
        knownLost = 0;
        if (before >= sequence) {
            visit.run();
            sequence = before + count;
        }
    }

    /// Tells the damage before a record how many samples it has cost.
    private void account(long lost) {
        long open = Math.max(0, lost);
        for (int i = 0; i < corruptions.size(); i++) {
            Corruption corruption = corruptions.get(i);
            if (corruption.samplesLost() == Corruption.UNKNOWN) {
                corruptions.set(i, corruption.withSamplesLost(open));
                open = 0;
            }
        }
        if (open > 0) {
            corruptions.add(new Corruption(directory, 0, 0, "records are missing", open));
        }
    }

    /// Takes the torn end off the last segment, so that it does not look like damage for ever.
    private void cut(Path path, long end) {
        try (StoreFile file = files.open(path)) {
            if (file.size() > end) {
                file.resize(end);
                file.force();
            }
        } catch (IOException e) {
            LOG.debug("the torn end of {} stays", path, e);
        }
    }
}
