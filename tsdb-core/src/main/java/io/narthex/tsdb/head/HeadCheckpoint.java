package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.exemplar.ExemplarSnapshot;
import io.narthex.tsdb.merge.Intervals;
import io.narthex.tsdb.pages.PagePosition;
import io.narthex.tsdb.wal.CheckpointInfo;
import io.narthex.tsdb.wal.CheckpointWriter;
import io.narthex.tsdb.wal.Deletion;
import io.narthex.tsdb.wal.SeriesState;
import io.narthex.tsdb.wal.Wal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The head as of the start of a log segment: columns are copied under the commit lock, and written
/// out at leisure. The bytes of open blocks need no copy: those that exist never change, and while
/// `reader` is open no region is used again.
///
/// Thread safety: for the thread that makes the checkpoint.
final class HeadCheckpoint implements AutoCloseable {
    /// Slots that are copied together: no array is so long that the collector gives it regions of
    /// its own, and each part goes when it is written.
    private static final int PART = 16 << 10;

    /// The series of some slots as they were.
    private record Part(int firstSlot, SeriesColumns columns, @Nullable Labels[] labels) {}

    private final HeadFiles files;
    private final HeadQuerier reader;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Map<Integer, OpenHistograms.View> histograms;
    private final Map<Integer, StartRuns.View> starts;
    private final Map<Long, OutOfOrderView> outOfOrder;
    private final List<Deletion> unnoted;
    private final ExemplarSnapshot exemplars;

    /// The labels of each exemplar's series, null for one that is gone.
    private final @Nullable Labels[] exemplarLabels;

    private final Wal.Rotation rotation;
    private final CheckpointInfo info;

    /// Captures the head; the registry's monitor and the commit lock are held.
    ///
    /// @param rotation what is logged before it is in the checkpoint
    /// @param reader opened at the same moment; it is closed with the checkpoint
    HeadCheckpoint(
            HeadFiles files,
            Wal.Rotation rotation,
            HeadQuerier reader,
            HeadMemory memory,
            long maxTime) {
        this.files = files;
        this.reader = reader;
        this.rotation = rotation;
        int slots = memory.columns().slots();
        for (int from = 0; from < slots; from += PART) {
            SeriesColumns part = memory.columns().copy(from, Math.min(slots, from + PART));
            parts.add(new Part(from, part, memory.index().labels(part.idOf)));
        }
        this.histograms = memory.histograms().views();
        this.starts = memory.starts().views();
        this.outOfOrder = memory.outOfOrder().views();
        this.unnoted = memory.tombstones().unnoted();
        this.exemplars = memory.exemplars().snapshot();
        this.exemplarLabels = memory.index().labels(exemplars.refs());
        PagePosition end = files.pages().position();
        this.info =
                new CheckpointInfo(
                        files.wal().sequence(),
                        memory.columns().newestGeneration(),
                        maxTime,
                        end.file(),
                        end.offset(),
                        slots);
    }

    @Override
    public void close() {
        reader.close();
    }

    /// Writes the checkpoint, and deletes what it makes superfluous.
    void write() throws IOException {
        files.pages().force();
        try (CheckpointWriter out =
                new CheckpointWriter(files.store(), files.directory(), rotation.segment(), info)) {
            while (!parts.isEmpty()) {
                write(parts.removeFirst(), out);
            }
            writeDeletions(out);
            writeOutOfOrder(out);
            writeExemplars(out);
            // Had it been closed by force, the bytes might be another series' by now.
            reader.requireOpen();
            out.finish();
            files.checkpointed(rotation, out.bytes());
        }
    }

    private void write(Part part, CheckpointWriter out) throws IOException {
        SeriesState state = new SeriesState();
        for (int i = 0; i < part.labels.length; i++) {
            Labels set = part.labels[i];
            if (set != null) {
                fill(state, part.columns, i, part.firstSlot + i);
                out.add(state, set);
            }
        }
    }

    private void writeDeletions(CheckpointWriter out) throws IOException {
        for (Map.Entry<Long, SeriesTombstones> entry :
                new TreeMap<>(reader.tombstones()).entrySet()) {
            for (Intervals.Range range : entry.getValue().inOrder().ranges()) {
                out.addDeletedTimes(entry.getKey(), range.mint(), range.maxt());
            }
        }
        for (Deletion deletion : unnoted) {
            out.addDeletion(deletion);
        }
    }

    /// Without those that are deleted.
    private void writeOutOfOrder(CheckpointWriter out) throws IOException {
        OutOfOrderReader samples = new OutOfOrderReader();
        for (Map.Entry<Long, OutOfOrderView> entry : outOfOrder.entrySet()) {
            long ref = entry.getKey();
            SeriesTombstones deleted = reader.tombstones().getOrDefault(ref, SeriesTombstones.NONE);
            ListSeries series = samples.read(entry.getValue(), deleted, ref, Labels.empty());
            for (int i = 0; i < series.count(); i++) {
                long t = series.timeAt(i);
                if (series.isHistogram(i)) {
                    out.addLate(ref, t, series.histogramAt(i), series.startTimestampAt(i));
                } else {
                    out.addLate(ref, t, series.valueAt(i), series.startTimestampAt(i));
                }
            }
        }
    }

    /// Those of series that are gone are not kept beyond a restart.
    private void writeExemplars(CheckpointWriter out) throws IOException {
        for (int i = 0; i < exemplars.count(); i++) {
            if (exemplarLabels[i] != null) {
                out.addExemplar(exemplars.ref(i), exemplars.exemplar(i));
            }
        }
    }

    /// @param i the series' place in the part
    private void fill(SeriesState state, SeriesColumns columns, int i, int slot) {
        state.ref = columns.idOf[i];
        state.total = columns.total[i];
        state.lastTime = columns.lastTime[i];
        state.lastBits = columns.lastBits[i];
        state.openCount = columns.openCount[i];
        state.starts = starts.getOrDefault(slot, StartRuns.NONE);
        OpenHistograms.View open = histograms.get(slot);
        state.kind = open == null ? SeriesState.FLOATS : SeriesState.HISTOGRAMS;
        if (open != null) {
            state.openMint = columns.openMint[i];
            state.bytes = open.bytes();
            state.offset = 0;
            state.length = open.length();
            return;
        }
        byte[] page = columns.openPage[i];
        if (page != null && state.openCount > 0) {
            state.openMint = columns.openMint[i];
            state.delta = columns.delta[i];
            state.mantissa = columns.mantissa[i];
            state.exponent = columns.exponent[i];
            state.mode = columns.mode[i];
            state.bytes = page;
            state.offset = columns.openOffset[i];
            state.length = columns.openBytes[i];
        }
    }
}
