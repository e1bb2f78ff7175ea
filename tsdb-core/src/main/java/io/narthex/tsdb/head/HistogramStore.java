package io.narthex.tsdb.head;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.HistogramEncoder;
import io.narthex.tsdb.chunk.HistogramEncoder.Start;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The native histograms of series, by slot: what is open, and what is known of the newest one. A
/// series that never had one costs nothing here, and its samples one look at a bit.
///
/// While the open block of a series holds histograms, its mode in the columns is [#MODE]. It always
/// holds the newest one: a block is sealed when the next sample does not go on with it.
///
/// Thread safety: guarded by the commit lock.
final class HistogramStore {
    /// The mode of an open block of histograms, beside those of [io.narthex.tsdb.chunk.OpenBlock].
    static final byte MODE = 8;

    /// A block beyond so many bytes is sealed, if it has a few samples: to read one its chunk is
    /// decoded as a whole.
    private static final int TARGET_BYTES = 4096;

    private static final int LEAST_SAMPLES = 10;

    /// A block beyond so many bytes is sealed in any case.
    private static final int MOST_BYTES = 24 << 10;

    private final SeriesColumns columns;
    private final StartStore starts;
    private final HeadCounters counters;
    private final HistogramEncoder encoder = new HistogramEncoder();
    private final ByteWriter scratch = new ByteWriter(1024);
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final FloatHistogram[] histograms = new FloatHistogram[Chunks.MAX_SAMPLES];
    private final long[] startTimes = new long[Chunks.MAX_SAMPLES];
    private final Map<Integer, OpenHistograms> bySlot = new HashMap<>();
    private BitSet slots = new BitSet(0);
    private long bytes;
    private boolean any;

    HistogramStore(SeriesColumns columns, StartStore starts, HeadCounters counters) {
        this.columns = columns;
        this.starts = starts;
        this.counters = counters;
    }

    /// Whether there ever was a histogram.
    boolean any() {
        return any;
    }

    /// Whether a series has, or had, histograms.
    boolean has(int slot) {
        return any && slots.get(slot);
    }

    private OpenHistograms of(int slot) {
        OpenHistograms found = bySlot.get(slot);
        if (found == null) {
            found = new OpenHistograms(scratch);
            bySlot.put(slot, found);
            slots.set(slot);
            any = true;
            bytes += found.memory();
        }
        return found;
    }

    private OpenHistograms known(int slot) {
        OpenHistograms found = bySlot.get(slot);
        if (found == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no histograms");
        }
        return found;
    }

    /// What a sample is as a histogram; null for a float. A float that ends a series of histograms
    /// is one, as in Prometheus.
    private @Nullable FloatHistogram asHistogram(int slot, Batch batch, int i) {
        FloatHistogram h = batch.histogram(i);
        if (h == null && StaleNaN.isStale(batch.values[i]) && has(slot)) {
            return known(slot).judged() == null ? null : HistogramCuts.STALE;
        }
        return h;
    }

    /// Whether a sample at the time of its series' newest one is that once more.
    boolean isRepeat(int slot, Batch batch, int i) {
        FloatHistogram h = asHistogram(slot, batch, i);
        FloatHistogram newest = has(slot) ? known(slot).judged() : null;
        if (h != null && newest != null) {
            return h.hasSameData(newest);
        }
        return h == null
                && newest == null
                && Double.doubleToRawLongBits(batch.values[i]) == columns.lastBits[slot];
    }

    /// Makes an accepted sample the newest of its series, until [#undo] where it is not stored.
    void judged(int slot, Batch batch, int i) {
        FloatHistogram h = asHistogram(slot, batch, i);
        if (h != null) {
            batch.histogram(i, h);
            of(slot).judged(h);
        } else if (has(slot)) {
            known(slot).judged(null);
        }
    }

    /// Makes a sample what it is to be stored as that came late.
    void late(int slot, Batch batch, int i) {
        FloatHistogram h = asHistogram(slot, batch, i);
        if (h != null) {
            batch.histogram(i, h);
        }
    }

    /// A float was stored.
    void floatStored(int slot) {
        if (has(slot)) {
            known(slot).floatStored();
        }
    }

    /// What was judged is forgotten.
    void undo(int slot) {
        if (has(slot)) {
            known(slot).undo();
        }
    }

    /// Whether a histogram goes on with the open block of its series.
    boolean continues(int slot, FloatHistogram h) {
        OpenHistograms open = known(slot);
        FloatHistogram last = open.stored();
        int n = columns.openCount[slot];
        return last != null
                && n < Chunks.MAX_SAMPLES
                && open.length() < (n < LEAST_SAMPLES ? MOST_BYTES : TARGET_BYTES)
                && HistogramCuts.continues(last, h);
    }

    /// Appends a histogram to the open block, which is empty or goes on with it.
    ///
    /// @param previous time of the series' sample before
    void append(int slot, long previous, long t, FloatHistogram h) {
        OpenHistograms open = of(slot);
        bytes -= open.memory();
        int n = columns.openCount[slot];
        open.append(n, previous, t, h);
        if (n == 0) {
            columns.openMint[slot] = t;
        }
        columns.openCount[slot] = (byte) (n + 1);
        columns.mode[slot] = MODE;
        bytes += open.memory();
    }

    /// Seals the open block of a series.
    void seal(int slot, SealedPages sealed) {
        seal(slot, columns.openCount[slot], sealed);
    }

    /// Seals the open block of a series but for its newest histogram, where that frees memory.
    void sealEarly(int slot, SealedPages sealed) {
        int n = columns.openCount[slot];
        if (n < LEAST_SAMPLES) {
            return;
        }
        boolean started = seal(slot, n - 1, sealed);
        known(slot).rewind(histograms[n - 2]);
        append(slot, times[n - 2], times[n - 1], histograms[n - 1]);
        starts.append(slot, 0, started ? startTimes[n - 1] : 0);
    }

    /// Decodes the open block of a series, seals its first `n` histograms, and makes it empty.
    ///
    /// @return whether start timestamps are known, which are decoded too then
    private boolean seal(int slot, int n, SealedPages sealed) {
        int count = columns.openCount[slot];
        OpenHistograms.View view = known(slot).view();
        view.decode(count, times, histograms);
        StartRuns.View started = starts.view(slot);
        if (started != null) {
            started.fill(startTimes, count);
        }
        seal(slot, 0, n, view.start(), started != null, sealed);
        clear(slot);
        starts.clear(slot);
        return started != null;
    }

    /// Seals some of the decoded histograms, in several chunks where one would be too long.
    private void seal(int slot, int from, int n, Start start, boolean started, SealedPages sealed) {
        boolean integers = true;
        long[] t = new long[n];
        FloatHistogram[] h = new FloatHistogram[n];
        for (int i = 0; i < n; i++) {
            t[i] = times[from + i];
            h[i] = histograms[from + i];
            integers &= HistogramCuts.isStale(h[i]) || HistogramEncoder.isInteger(h[i]);
        }
        long[] s = started ? Arrays.copyOfRange(startTimes, from, from + n) : null;
        int length = encoder.encode(t, h, s, n, start, integers);
        if (length > SealedPages.MAX_CHUNK_BYTES && n > 1) {
            int half = n / 2;
            seal(slot, from, half, start, started, sealed);
            Start next = HistogramCuts.start(h[half - 1], h[half]);
            seal(slot, from + half, n - half, next, started, sealed);
            return;
        }
        ChunkEncoding encoding = ChunkEncoding.ofHistograms(integers, started);
        sealed.seal(columns.idOf[slot], encoding, encoder.bytes(), length, n);
        columns.addChunk(
                slot, sealed, encoding, t[0], columns.total[slot] - columns.openCount[slot] + from);
        counters.chunks++;
        counters.chunksCreated++;
    }

    /// Makes the open block of a series empty.
    void clear(int slot) {
        if (columns.mode[slot] == MODE) {
            OpenHistograms open = known(slot);
            bytes -= open.memory();
            open.clear();
            bytes += open.memory();
            columns.clearOpenBlock(slot);
        }
    }

    /// Gives a series the open block that it had; its count and times are in the columns already.
    ///
    /// @throws io.narthex.tsdb.io.MalformedException if the bytes are none
    void restore(int slot, byte[] from, int offset, int length) {
        OpenHistograms restored = new OpenHistograms(scratch);
        restored.restore(
                from,
                offset,
                length,
                columns.openCount[slot],
                columns.openMint[slot],
                columns.lastTime[slot]);
        OpenHistograms open = of(slot);
        bytes -= open.memory();
        bySlot.put(slot, restored);
        open = restored;
        columns.mode[slot] = MODE;
        bytes += open.memory();
    }

    /// Forgets a series that is dropped.
    void release(int slot) {
        if (has(slot)) {
            clear(slot);
            OpenHistograms open = bySlot.remove(slot);
            bytes -= open == null ? 0 : open.memory();
            slots.clear(slot);
        }
    }

    /// The times of the open block of a series, in an array for the next call.
    long[] openTimes(int slot) {
        known(slot).view().decode(columns.openCount[slot], times, histograms);
        return times;
    }

    /// The open block of a series; null where it is none of histograms.
    OpenHistograms.@Nullable View view(int slot) {
        return any && columns.mode[slot] == MODE ? known(slot).view() : null;
    }

    /// All open blocks of histograms, by slot.
    Map<Integer, OpenHistograms.View> views() {
        Map<Integer, OpenHistograms.View> views = new HashMap<>();
        for (int slot : bySlot.keySet()) {
            OpenHistograms.View view = view(slot);
            if (view != null) {
                views.put(slot, view);
            }
        }
        return views;
    }

    /// Memory of all open blocks and newest histograms.
    long bytes() {
        return bytes;
    }

    /// The memory of a series; 0 where it never had a histogram.
    long bytes(int slot) {
        return has(slot) ? known(slot).memory() : 0;
    }
}
