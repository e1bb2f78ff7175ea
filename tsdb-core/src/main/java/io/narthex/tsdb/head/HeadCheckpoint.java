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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The head as of the start of a log segment: columns are copied under the commit lock, and written
/// out at leisure. The bytes of open blocks need no copy: those that exist never change, and while
/// `reader` is open no region is used again.
///
/// Thread safety: for the thread that makes the checkpoint.
final class HeadCheckpoint implements AutoCloseable {
    private final HeadFiles files;
    private final HeadQuerier reader;
    private final SeriesColumns columns;
    private final Map<Integer, OpenHistograms.View> histograms;
    private final Map<Integer, StartRuns.View> starts;
    private final Map<Long, OutOfOrderView> outOfOrder;
    private final List<Deletion> unnoted;
    private final ExemplarSnapshot exemplars;
    private final @Nullable Labels[] labels;
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
        this.columns = memory.columns().copy();
        this.histograms = memory.histograms().views();
        this.starts = memory.starts().views();
        this.outOfOrder = memory.outOfOrder().views();
        this.unnoted = memory.tombstones().unnoted();
        this.exemplars = memory.exemplars().snapshot();
        this.labels = memory.index().labels(columns.idOf);
        PagePosition end = files.pages().position();
        this.info =
                new CheckpointInfo(
                        files.wal().sequence(),
                        memory.columns().newestGeneration(),
                        maxTime,
                        end.file(),
                        end.offset(),
                        memory.columns().slots());
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
            SeriesState state = new SeriesState();
            for (int slot = 0; slot < labels.length; slot++) {
                Labels set = labels[slot];
                if (set != null) {
                    fill(state, slot);
                    out.add(state, set);
                }
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
            long ref = exemplars.ref(i);
            int slot = (int) ref;
            if (slot < labels.length && columns.idOf[slot] == ref && labels[slot] != null) {
                out.addExemplar(ref, exemplars.exemplar(i));
            }
        }
    }

    private void fill(SeriesState state, int slot) {
        state.ref = columns.idOf[slot];
        state.total = columns.total[slot];
        state.lastTime = columns.lastTime[slot];
        state.lastBits = columns.lastBits[slot];
        state.openCount = columns.openCount[slot];
        state.starts = starts.getOrDefault(slot, StartRuns.NONE);
        OpenHistograms.View open = histograms.get(slot);
        state.kind = open == null ? SeriesState.FLOATS : SeriesState.HISTOGRAMS;
        if (open != null) {
            state.openMint = columns.openMint[slot];
            state.bytes = open.bytes();
            state.offset = 0;
            state.length = open.length();
            return;
        }
        byte[] page = columns.openPage[slot];
        if (page != null && state.openCount > 0) {
            state.openMint = columns.openMint[slot];
            state.delta = columns.delta[slot];
            state.mantissa = columns.mantissa[slot];
            state.exponent = columns.exponent[slot];
            state.mode = columns.mode[slot];
            state.bytes = page;
            state.offset = columns.openOffset[slot];
            state.length = columns.openBytes[slot];
        }
    }
}
