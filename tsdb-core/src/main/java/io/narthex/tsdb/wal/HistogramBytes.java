package io.narthex.tsdb.wal;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSchema;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.HistogramEncoder;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One native histogram in bytes, as what changed since another one: in the log, in checkpoints and
/// in open blocks.
///
/// ```text
/// flags: 0 … 3 what is known of a reset (unknown, yes, no, gauge), 4 stale: nothing follows,
///        8 a layout follows, else it is the other one's, 16 float counts, 32 the sum is the same
/// layout: schema (zigzag), zero threshold (8), positive and negative spans: their number (varint),
///        per span offset (zigzag) and length (varint); number of bounds (varint), each bound (8)
/// sum (8), unless it is the same
/// count, zero count, positive and negative buckets: what changed since the other histogram, or
///        since 0 where a layout follows: the difference (zigzag), with float counts the XOR of the
///        IEEE bits in reverse order (varint); 0 begins a run of unchanged ones, and how many more
///        there are follows (varint)
/// ```
///
/// Nothing is rounded. Buckets without observations are kept.
///
/// Thread safety: stateless.
public final class HistogramBytes {
    /// The most buckets of a histogram that can be stored: what one takes in a chunk is bounded so.
    public static final int MAX_BUCKETS = 3000;

    private static final int HINT = 3;
    private static final int STALE = 4;
    private static final int LAYOUT = 8;
    private static final int FLOATS = 16;
    private static final int SAME_SUM = 32;

    private static final ResetHint[] HINTS = {
        ResetHint.UNKNOWN, ResetHint.COUNTER_RESET, ResetHint.NOT_COUNTER_RESET, ResetHint.GAUGE
    };

    private HistogramBytes() {}

    /// Writes a histogram.
    ///
    /// @param last the one before, which is not stale; null for none
    public static void write(@Nullable FloatHistogram last, FloatHistogram h, ByteWriter out) {
        if (HistogramCuts.isStale(h)) {
            out.put(STALE);
            return;
        }
        boolean floats = !HistogramEncoder.isInteger(h);
        FloatHistogram base =
                last != null
                                && hasSameLayout(last, h)
                                && (floats || HistogramEncoder.isInteger(last))
                        ? last
                        : null;
        boolean sameSum = last != null && bits(last.sum()) == bits(h.sum());
        out.put(
                Arrays.asList(HINTS).indexOf(h.resetHint())
                        | (base == null ? LAYOUT : 0)
                        | (floats ? FLOATS : 0)
                        | (sameSum ? SAME_SUM : 0));
        if (base == null) {
            writeLayout(h, out);
        }
        if (!sameSum) {
            out.putLong(bits(h.sum()));
        }
        writeNumbers(base, h, floats, out);
    }

    private static boolean hasSameLayout(FloatHistogram a, FloatHistogram b) {
        return a.schema() == b.schema()
                && bits(a.zeroThreshold()) == bits(b.zeroThreshold())
                && hasSameIndexes(a.positive(), b.positive())
                && hasSameIndexes(a.negative(), b.negative())
                && Arrays.equals(a.bounds(), b.bounds());
    }

    private static boolean hasSameIndexes(Buckets a, Buckets b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.index(i) != b.index(i)) {
                return false;
            }
        }
        return true;
    }

    private static void writeLayout(FloatHistogram h, ByteWriter out) {
        out.putZigzag(h.schema());
        out.putLong(bits(h.zeroThreshold()));
        writeSpans(h.positive(), out);
        writeSpans(h.negative(), out);
        out.putVarint(h.bounds().length);
        for (double bound : h.bounds()) {
            out.putLong(bits(bound));
        }
    }

    private static void writeSpans(Buckets buckets, ByteWriter out) {
        List<Span> spans = buckets.spans();
        out.putVarint(spans.size());
        for (Span span : spans) {
            out.putZigzag(span.offset());
            out.putVarint(span.length());
        }
    }

    private static void writeNumbers(
            @Nullable FloatHistogram base, FloatHistogram h, boolean floats, ByteWriter out) {
        int same = 0;
        int n = numbers(h);
        for (int k = 0; k < n; k++) {
            long change = change(base == null ? 0 : number(base, k), number(h, k), floats);
            if (change == 0) {
                same++;
                continue;
            }
            endRun(same, out);
            same = 0;
            out.putVarint(change);
        }
        endRun(same, out);
    }

    private static void endRun(int same, ByteWriter out) {
        if (same > 0) {
            out.put(0);
            out.putVarint(same - 1L);
        }
    }

    private static long change(double before, double now, boolean floats) {
        if (floats) {
            return Long.reverse(bits(before) ^ bits(now));
        }
        long difference = (long) now - (long) before;
        return (difference << 1) ^ (difference >> 63);
    }

    private static double changed(double before, long change, boolean floats) {
        if (floats) {
            return Double.longBitsToDouble(bits(before) ^ Long.reverse(change));
        }
        return (long) before + ((change >>> 1) ^ -(change & 1));
    }

    private static int numbers(FloatHistogram h) {
        return 2 + h.positive().size() + h.negative().size();
    }

    /// Count, zero count, then the buckets.
    private static double number(FloatHistogram h, int k) {
        int i = k - 2;
        if (i < 0) {
            return k == 0 ? h.count() : h.zeroCount();
        }
        int positive = h.positive().size();
        return i < positive ? h.positive().count(i) : h.negative().count(i - positive);
    }

    private static long bits(double v) {
        return Double.doubleToRawLongBits(v);
    }

    /// Reads a histogram.
    ///
    /// @param last as when it was written
    /// @throws MalformedException if it is none
    public static FloatHistogram read(@Nullable FloatHistogram last, ByteReader in) {
        int flags = in.get();
        if ((flags & STALE) != 0) {
            return HistogramCuts.STALE;
        }
        boolean isNew = (flags & LAYOUT) != 0;
        FloatHistogram layout = isNew ? readLayout(in) : last;
        if (layout == null) {
            throw new MalformedException("a histogram without a layout");
        }
        double sum;
        if ((flags & SAME_SUM) == 0) {
            sum = Double.longBitsToDouble(in.getLong());
        } else if (last != null) {
            sum = last.sum();
        } else {
            throw new MalformedException("a histogram without a sum");
        }
        double[] numbers = readNumbers(isNew ? null : last, layout, (flags & FLOATS) != 0, in);
        int positive = 2 + layout.positive().size();
        return new FloatHistogram(
                layout.schema(),
                layout.zeroThreshold(),
                numbers[1],
                numbers[0],
                sum,
                layout.positive().withCounts(Arrays.copyOfRange(numbers, 2, positive)),
                layout.negative().withCounts(Arrays.copyOfRange(numbers, positive, numbers.length)),
                layout.bounds(),
                HINTS[flags & HINT]);
    }

    /// An empty histogram of the layout.
    private static FloatHistogram readLayout(ByteReader in) {
        long schema = in.getZigzag();
        if (schema != (int) schema || !HistogramSchema.isKnown((int) schema)) {
            throw new MalformedException("histogram schema " + schema);
        }
        double threshold = Double.longBitsToDouble(in.getLong());
        Buckets positive = readSpans(in);
        Buckets negative = readSpans(in);
        double[] bounds = new double[in.getCount()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Double.longBitsToDouble(in.getLong());
        }
        return new FloatHistogram(
                (int) schema, threshold, 0, 0, 0, positive, negative, bounds, ResetHint.UNKNOWN);
    }

    private static Buckets readSpans(ByteReader in) {
        List<Span> spans = new ArrayList<>();
        long buckets = 0;
        for (int left = in.getCount(); left > 0; left--) {
            long offset = in.getZigzag();
            long length = in.getVarint();
            buckets += length;
            if (offset != (int) offset || length < 0 || buckets > MAX_BUCKETS) {
                throw new MalformedException("a span of " + length + " behind " + offset);
            }
            spans.add(new Span((int) offset, (int) length));
        }
        try {
            return Buckets.ofSpans(spans, new double[(int) buckets]);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static double[] readNumbers(
            @Nullable FloatHistogram base, FloatHistogram layout, boolean floats, ByteReader in) {
        double[] numbers = new double[numbers(layout)];
        long same = 0;
        for (int k = 0; k < numbers.length; k++) {
            long change = 0;
            if (same > 0) {
                same--;
            } else {
                change = in.getVarint();
                same = change == 0 ? in.getVarint() : 0;
                if (same < 0 || same >= numbers.length - k) {
                    throw new MalformedException("a run of " + same + " numbers");
                }
            }
            numbers[k] = changed(base == null ? 0 : number(base, k), change, floats);
        }
        return numbers;
    }
}
