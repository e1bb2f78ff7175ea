package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Writes chunks of native histograms as Prometheus does: the layout once, then times and, for
/// integer counts, differences of differences, for others XORs with the sample before.
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public final class HistogramEncoder {
    /// What a chunk says of a counter reset before its first sample.
    public enum Start {
        UNKNOWN(0),
        NO_RESET(0x40),
        RESET(0x80),
        GAUGE(0xc0);

        final int flags;

        Start(int flags) {
            this.flags = flags;
        }
    }

    private static final double MAX_INTEGER = 0x1p53;
    private static final int MAX_BITS_PER_NUMBER = 80;
    private static final int FIXED_BYTES = 64;
    private static final int NUMBERS_BESIDE_BUCKETS = 4;

    private final BitWriter bits = new BitWriter();
    private final InlineStarts startWriter = new InlineStarts();
    private byte[] bytes = new byte[1024];
    private int length;

    /// The last sample's numbers: count, zero count, then the buckets.
    private long[] last = new long[0];

    private long[] lastDelta = new long[0];
    private long[] now = new long[0];
    private XorValues[] windows = new XorValues[0];

    /// Whether a histogram's counts are whole numbers that [ChunkEncoding#HISTOGRAM] can hold.
    public static boolean isInteger(FloatHistogram h) {
        return isInteger(h.count())
                && isInteger(h.zeroCount())
                && isInteger(h.positive())
                && isInteger(h.negative());
    }

    private static boolean isInteger(Buckets buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (!isInteger(buckets.count(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInteger(double v) {
        return v >= 0
                && v <= MAX_INTEGER
                && v == Math.rint(v)
                && Double.doubleToRawLongBits(v) >= 0;
    }

    /// The most bytes that a histogram takes in a chunk, for deciding how many one may have.
    public static int maxBytes(FloatHistogram h) {
        int numbers =
                NUMBERS_BESIDE_BUCKETS
                        + h.positive().size()
                        + h.negative().size()
                        + h.bounds().length;
        return FIXED_BYTES + numbers * MAX_BITS_PER_NUMBER / 8;
    }

    /// Encodes the first `n` histograms: all of one schema, zero threshold and bounds, all gauges
    /// or none, without a counter reset between them, and stale ones only at the end.
    ///
    /// @param starts the start timestamps, epoch milliseconds, 0 where not known; null for none
    /// @param integers whether to write integer counts; all must be [#isInteger] then
    /// @return the chunk's length, in the encoding of [ChunkEncoding#ofHistograms]; its bytes
    ///     are in [#bytes] until the next call
    public int encode(
            long[] times,
            FloatHistogram[] histograms,
            long @Nullable [] starts,
            int n,
            Start start,
            boolean integers) {
        int alive = n;
        while (alive > 0 && isStale(histograms[alive - 1])) {
            alive--;
        }
        HistogramLayout layout =
                alive == 0 ? HistogramLayout.NONE : HistogramLayout.of(histograms, alive);
        prepare(layout, n);
        bits.reset(bytes, 0);
        if (starts == null) {
            bits.write(n, 16);
            bits.write(start.flags, 8);
        } else {
            bits.write((long) start.flags << 8 | n, 16);
            bits.write(startWriter.begin(starts, n), 8);
        }
        layout.write(bits);
        long delta = 0;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            FloatHistogram h = histograms[i];
            long newDelta = i == 0 ? 0 : times[i] - times[i - 1];
            Varbit.write(i == 0 ? times[0] : newDelta - delta, bits);
            delta = newDelta;
            int numbers = i < alive ? fill(layout, h, integers) : fillStale();
            long newSum = Double.doubleToRawLongBits(h.sum());
            writeCounts(0, 2, i, integers, i >= alive);
            if (i == 0) {
                bits.write(newSum, Long.SIZE);
            } else {
                windows[windows.length - 1].write(newSum ^ sum, bits);
            }
            sum = newSum;
            writeCounts(2, numbers, i, integers, false);
            if (starts != null) {
                startWriter.write(times, starts, i, bits);
            }
        }
        length = bits.finish();
        return length;
    }

    private static boolean isStale(FloatHistogram h) {
        return StaleNaN.isStale(h.sum());
    }

    private void prepare(HistogramLayout layout, int n) {
        int numbers = 2 + layout.positive().length + layout.negative().length;
        long most =
                FIXED_BYTES
                        + (layout.bounds().length + 2L * numbers) * 20
                        + (long) n * (numbers + 3) * MAX_BITS_PER_NUMBER / 8;
        if (bytes.length < most) {
            bytes = new byte[Math.toIntExact(most)];
        }
        last = new long[numbers];
        lastDelta = new long[numbers];
        now = new long[numbers];
        windows = new XorValues[numbers + 1];
        Arrays.setAll(windows, _ -> new XorValues());
    }

    /// Sets the numbers of the present sample; returns how many there are.
    private int fill(HistogramLayout layout, FloatHistogram h, boolean integers) {
        now[0] = number(h.count(), integers);
        now[1] = number(h.zeroCount(), integers);
        fillSide(layout.positive(), h.positive(), 2, integers);
        fillSide(layout.negative(), h.negative(), 2 + layout.positive().length, integers);
        return now.length;
    }

    private int fillStale() {
        now[0] = 0;
        now[1] = 0;
        return 2;
    }

    private void fillSide(int[] indexes, Buckets buckets, int at, boolean integers) {
        int b = 0;
        long before = 0;
        for (int i = 0; i < indexes.length; i++) {
            boolean there = b < buckets.size() && buckets.index(b) == indexes[i];
            long count = number(there ? buckets.count(b) : 0, integers);
            b += there ? 1 : 0;
            // Integer buckets are differences from their neighbours.
            now[at + i] = integers ? count - before : count;
            before = count;
        }
    }

    private static long number(double v, boolean integers) {
        return integers ? (long) v : Double.doubleToRawLongBits(v);
    }

    private void writeCounts(int from, int to, int sample, boolean integers, boolean stale) {
        for (int k = from; k < to; k++) {
            if (!integers) {
                if (sample == 0) {
                    bits.write(now[k], Long.SIZE);
                } else {
                    windows[k].write(now[k] ^ last[k], bits);
                }
            } else if (sample == 0) {
                if (k < 2) {
                    Varbit.writeUnsigned(now[k], bits);
                } else {
                    Varbit.write(now[k], bits);
                }
            } else {
                long delta = now[k] - last[k];
                Varbit.write(stale ? 0 : delta - lastDelta[k], bits);
                lastDelta[k] = delta;
            }
            last[k] = now[k];
        }
    }

    /// The chunk that [#encode] wrote, from the array's start.
    public byte[] bytes() {
        return bytes;
    }
}
