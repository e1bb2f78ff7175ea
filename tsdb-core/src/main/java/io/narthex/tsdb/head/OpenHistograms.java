package io.narthex.tsdb.head;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.HistogramEncoder.Start;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;
import io.narthex.tsdb.wal.HistogramBytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The open block of a series of native histograms, and the newest one of the series.
///
/// The block's first byte says what is known of a reset before it; each histogram then takes its
/// time, as the difference to the one before (zigzag), and its bytes as [HistogramBytes] says.
/// Bytes once written never change: the array is replaced where it has to grow, so that a reader
/// may keep it.
///
/// Thread safety: guarded by the commit lock; a [View] is for anybody.
final class OpenHistograms {
    /// What a reader keeps.
    record View(byte[] bytes, int length) {
        /// Decodes the first `n` histograms; returns where they end.
        int decode(int n, long[] times, FloatHistogram[] histograms) {
            ByteReader in = new ByteReader(bytes, 1, length);
            FloatHistogram last = null;
            long time = 0;
            for (int i = 0; i < n; i++) {
                time += in.getZigzag();
                FloatHistogram h = HistogramBytes.read(last, in);
                times[i] = time;
                histograms[i] = h;
                last = HistogramCuts.isStale(h) ? last : h;
            }
            return in.position();
        }

        /// What is known of a reset before the block.
        Start start() {
            int start = bytes[0];
            if (start < 0 || start >= STARTS.length) {
                throw new IllegalStateException("BUG: an open block with start " + start);
            }
            return STARTS[start];
        }
    }

    private static final Start[] STARTS = Start.values();

    private final ByteWriter scratch;
    private byte[] bytes = new byte[0];
    private int length;

    /// The last histogram in the block that was not stale.
    private @Nullable FloatHistogram last;

    /// The newest sample of the series as it is stored, and as it will be when the batch is that is
    /// being judged; null where it is a float.
    private @Nullable FloatHistogram stored;

    private @Nullable FloatHistogram judged;

    /// @param scratch shared by all
    OpenHistograms(ByteWriter scratch) {
        this.scratch = scratch;
    }

    /// Takes a block as it was in a file.
    ///
    /// @param mint time of its first histogram, epoch milliseconds
    /// @param maxt time of its last one
    /// @throws MalformedException if it is none, or another's
    void restore(byte[] from, int offset, int size, int count, long mint, long maxt) {
        if (size == 0 || from[offset] < 0 || from[offset] >= STARTS.length) {
            throw new MalformedException("an open block of histograms without a start");
        }
        bytes = Arrays.copyOfRange(from, offset, offset + size);
        length = size;
        long[] times = new long[count];
        FloatHistogram[] all = new FloatHistogram[count];
        if (view().decode(count, times, all) != size) {
            throw new MalformedException("an open block with bytes behind its histograms");
        }
        boolean ascending = times[0] == mint && times[count - 1] == maxt;
        for (int i = 1; i < count; i++) {
            ascending &= times[i] > times[i - 1];
        }
        if (!ascending) {
            throw new MalformedException("an open block of histograms of other times");
        }
        stored = all[count - 1];
        judged = stored;
        for (FloatHistogram h : all) {
            last = HistogramCuts.isStale(h) ? last : h;
        }
    }

    /// Adds a histogram.
    ///
    /// @param count how many there are
    /// @param previous time of the one before
    void append(int count, long previous, long t, FloatHistogram h) {
        scratch.clear();
        if (count == 0) {
            scratch.put(HistogramCuts.start(stored, h).ordinal());
            scratch.putZigzag(t);
        } else {
            scratch.putZigzag(t - previous);
        }
        HistogramBytes.write(last, h, scratch);
        int size = scratch.size();
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + size, bytes.length + bytes.length / 2));
        }
        System.arraycopy(scratch.array(), 0, bytes, length, size);
        length += size;
        last = HistogramCuts.isStale(h) ? last : h;
        stored = h;
    }

    /// Goes back to where a histogram was the newest one stored.
    void rewind(FloatHistogram h) {
        stored = h;
    }

    /// Makes the block empty.
    void clear() {
        bytes = new byte[0];
        length = 0;
        last = null;
    }

    View view() {
        return new View(bytes, length);
    }

    int length() {
        return length;
    }

    /// Memory of the block and of the newest histogram, by estimate.
    long memory() {
        FloatHistogram h = last;
        int buckets = h == null ? 0 : h.positive().size() + h.negative().size();
        return 200 + bytes.length + 12L * buckets;
    }

    @Nullable FloatHistogram stored() {
        return stored;
    }

    @Nullable FloatHistogram judged() {
        return judged;
    }

    void judged(@Nullable FloatHistogram h) {
        judged = h;
    }

    /// A float is the newest sample now.
    void floatStored() {
        stored = null;
    }

    /// What was judged is forgotten.
    void undo() {
        judged = stored;
    }
}
