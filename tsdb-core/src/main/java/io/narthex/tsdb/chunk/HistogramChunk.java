package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSchema;

import java.util.Arrays;
import java.util.List;

/// Reads chunks of native histograms as Prometheus writes them, with integer or with float counts.
///
/// A histogram that ends a series has its sum only. What is known of counter resets is given as
/// Prometheus does: within a chunk of a counter there is none, and nothing is known of its first
/// sample, since the chunk before may be gone.
///
/// Thread safety: as [ChunkReader] says.
final class HistogramChunk extends DecodedChunk {
    private static final int GAUGE = 0xc0;
    private static final int COUNT_BYTES = 2;

    /// Bits of the number of samples, where what is known of a reset stands before it.
    private static final int COUNT = 0x3fff;

    private final boolean integers;
    private final boolean started;
    private final InlineStarts startReader = new InlineStarts();
    private long[] starts = new long[0];
    private final BitReader bits = new BitReader();
    private final XorValues sumWindow = new XorValues();
    private FloatHistogram[] histograms = new FloatHistogram[0];

    /// The last sample's numbers: count, zero count, then the buckets.
    private long[] last = new long[0];

    private long[] lastDelta = new long[0];
    private XorValues[] windows = new XorValues[0];

    /// @param started whether there are start timestamps
    HistogramChunk(boolean integers, boolean started) {
        this.integers = integers;
        this.started = started;
    }

    @Override
    int samples(byte[] chunk, int from) {
        int n = super.samples(chunk, from);
        return started ? n & COUNT : n;
    }

    @Override
    void decode(byte[] chunk, int from, int size, int n) {
        bits.reset(chunk, from + COUNT_BYTES, from + size);
        int header = (int) bits.read(8);
        int flags = (started ? chunk[from] : header) & GAUGE;
        startReader.reset(header);
        starts = new long[started ? n : 0];
        HistogramLayout layout = HistogramLayout.read(bits);
        int numbers = 2 + layout.positive().length + layout.negative().length;
        last = new long[numbers];
        lastDelta = new long[numbers];
        windows = new XorValues[integers ? 0 : numbers];
        Arrays.setAll(windows, _ -> new XorValues());
        sumWindow.clear();
        histograms = new FloatHistogram[n];
        long time = 0;
        long delta = 0;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            long t = Varbit.read(bits);
            delta = i == 0 ? 0 : delta + t;
            time = i == 0 ? t : time + delta;
            readNumbers(0, 2, i);
            sum = i == 0 ? bits.read(Long.SIZE) : sum ^ sumWindow.read(bits);
            times[i] = time;
            values[i] = Double.longBitsToDouble(sum);
            boolean stale = sum == StaleNaN.BITS;
            if (!stale || i == 0) {
                readNumbers(2, numbers, i);
            }
            if (started) {
                starts[i] = startReader.read(i, i == 0 ? time : times[i - 1], bits);
            }
            histograms[i] =
                    stale ? HistogramCuts.STALE : histogram(layout, values[i], hint(flags, i));
        }
    }

    private static ResetHint hint(int flags, int i) {
        if (flags == GAUGE) {
            return ResetHint.GAUGE;
        }
        return i == 0 ? ResetHint.UNKNOWN : ResetHint.NOT_COUNTER_RESET;
    }

    private void readNumbers(int from, int to, int sample) {
        for (int k = from; k < to; k++) {
            if (!integers) {
                last[k] = sample == 0 ? bits.read(Long.SIZE) : last[k] ^ windows[k].read(bits);
            } else if (sample == 0) {
                last[k] = k < 2 ? Varbit.readUnsigned(bits) : Varbit.read(bits);
            } else {
                lastDelta[k] += Varbit.read(bits);
                last[k] += lastDelta[k];
            }
        }
    }

    private FloatHistogram histogram(HistogramLayout layout, double sum, ResetHint hint) {
        FloatHistogram h =
                new FloatHistogram(
                        layout.schema(),
                        layout.zeroThreshold(),
                        number(1),
                        number(0),
                        sum,
                        side(layout.positive(), 2),
                        side(layout.negative(), 2 + layout.positive().length),
                        layout.bounds(),
                        hint);
        return h.limitResolution(HistogramSchema.MAX);
    }

    /// A count; whole ones are unsigned.
    private double number(int k) {
        long v = last[k];
        if (!integers) {
            return Double.longBitsToDouble(v);
        }
        return v >= 0 ? v : ((v >>> 1) | (v & 1)) * 2.0;
    }

    private Buckets side(int[] indexes, int at) {
        double[] counts = new double[indexes.length];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            // Integer buckets are differences from their neighbours.
            count += last[at + i];
            counts[i] = integers ? count : Double.longBitsToDouble(last[at + i]);
        }
        return Buckets.of(indexes, counts);
    }

    @Override
    public boolean isHistogram() {
        return true;
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        decoded();
        return histograms[i];
    }

    @Override
    public long startAt(int i) {
        decoded();
        return started ? starts[i] : 0;
    }

    /// The parts of a chunk with start timestamps, see [ChunkEncoding#fields].
    static List<ChunkField> startedFields(byte[] bytes, int length) {
        int count = ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) & COUNT;
        return List.of(
                ChunkField.of(0, 16, ChunkPart.SAMPLES_AND_RESET, count),
                ChunkField.of(16, 8, ChunkPart.START_FLAGS),
                ChunkField.of(24, 8 * (length - 3), ChunkPart.STARTED_HISTOGRAMS));
    }

    /// Not known of histograms.
    @Override
    public boolean noDrop() {
        return false;
    }
}
