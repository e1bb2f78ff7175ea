package io.narthex.tsdb.chunk;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.HistogramSchema;

import java.util.ArrayList;
import java.util.List;

/// What all histograms of a chunk share: schema, threshold of the zero bucket, which buckets there
/// are, and custom bounds.
///
/// Thread safety: immutable as long as nobody writes to the arrays, which nobody may.
///
/// @param positive the indexes of the positive buckets, ascending
/// @param negative those of the negative ones
record HistogramLayout(
        int schema, double zeroThreshold, int[] positive, int[] negative, double[] bounds) {
    private static final double[] NO_BOUNDS = {};

    /// Exponents of a zero threshold that one byte holds: of 2^-243 … 2^10, and what is added.
    private static final int MIN_EXPONENT = -243;

    private static final int MAX_EXPONENT = 10;
    private static final int EXPONENT_BIAS = 244;
    private static final int ANY_THRESHOLD = 255;

    /// Bounds up to this many thousandths are written as whole numbers.
    private static final double MAX_THOUSANDTHS = 33_554_430;

    /// The layout of a histogram that ends a series.
    static final HistogramLayout NONE =
            new HistogramLayout(0, 0, new int[0], new int[0], NO_BOUNDS);

    /// The least layout that holds the buckets of several histograms of one family.
    static HistogramLayout of(FloatHistogram[] histograms, int n) {
        FloatHistogram first = histograms[0];
        int[] positive = new int[0];
        int[] negative = new int[0];
        for (int i = 0; i < n; i++) {
            positive = union(positive, histograms[i].positive());
            negative = union(negative, histograms[i].negative());
        }
        return new HistogramLayout(
                first.schema(), first.zeroThreshold(), positive, negative, first.bounds());
    }

    private static int[] union(int[] known, Buckets more) {
        int extra = 0;
        int k = 0;
        for (int i = 0; i < more.size(); i++) {
            while (k < known.length && known[k] < more.index(i)) {
                k++;
            }
            extra += k == known.length || known[k] != more.index(i) ? 1 : 0;
        }
        if (extra == 0) {
            return known;
        }
        int[] all = new int[known.length + extra];
        k = 0;
        int m = 0;
        for (int n = 0; n < all.length; n++) {
            boolean old = m == more.size() || k < known.length && known[k] <= more.index(m);
            int index = old ? known[k] : more.index(m);
            k += k < known.length && known[k] == index ? 1 : 0;
            m += m < more.size() && more.index(m) == index ? 1 : 0;
            all[n] = index;
        }
        return all;
    }

    void write(BitWriter bits) {
        writeThreshold(bits);
        Varbit.write(schema, bits);
        writeSpans(positive, bits);
        writeSpans(negative, bits);
        if (schema == HistogramSchema.CUSTOM) {
            Varbit.writeUnsigned(bounds.length, bits);
            for (double bound : bounds) {
                writeBound(bound, bits);
            }
        }
    }

    private void writeThreshold(BitWriter bits) {
        int exponent = Math.getExponent(zeroThreshold);
        if (zeroThreshold == 0) {
            bits.write(0, 8);
        } else if (exponent >= MIN_EXPONENT
                && exponent <= MAX_EXPONENT
                && zeroThreshold == Math.scalb(1.0, exponent)) {
            bits.write(exponent + EXPONENT_BIAS, 8);
        } else {
            bits.write(ANY_THRESHOLD, 8);
            bits.write(Double.doubleToRawLongBits(zeroThreshold), Long.SIZE);
        }
    }

    private static void writeSpans(int[] indexes, BitWriter bits) {
        List<Span> spans = Buckets.of(indexes, new double[indexes.length]).spans();
        Varbit.writeUnsigned(spans.size(), bits);
        for (Span span : spans) {
            Varbit.writeUnsigned(span.length(), bits);
            Varbit.write(span.offset(), bits);
        }
    }

    private static void writeBound(double bound, BitWriter bits) {
        double thousandths = bound * 1000;
        if (thousandths >= 0
                && thousandths <= MAX_THOUSANDTHS
                && Math.round(thousandths) / 1000.0 == bound) {
            Varbit.writeUnsigned(Math.round(thousandths) + 1, bits);
        } else {
            bits.write(0, 1);
            bits.write(Double.doubleToRawLongBits(bound), Long.SIZE);
        }
    }

    /// Reads a layout that the rest of the chunk has room for.
    static HistogramLayout read(BitReader bits) {
        double threshold = readThreshold(bits);
        long schema = Varbit.read(bits);
        if (schema != (int) schema || !HistogramSchema.isKnown((int) schema)) {
            throw new MalformedChunkException("histogram schema " + schema);
        }
        int[] positive = readSpans(bits);
        int[] negative = readSpans(bits);
        double[] bounds = NO_BOUNDS;
        if (schema == HistogramSchema.CUSTOM) {
            bounds = new double[count(Varbit.readUnsigned(bits), bits)];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = readBound(bits);
            }
        }
        return new HistogramLayout((int) schema, threshold, positive, negative, bounds);
    }

    private static double readThreshold(BitReader bits) {
        int b = (int) bits.read(8);
        return switch (b) {
            case 0 -> 0;
            case ANY_THRESHOLD -> bits.readDouble();
            default -> Math.scalb(1.0, b - EXPONENT_BIAS);
        };
    }

    /// Each of what is counted takes a bit at least.
    private static int count(long n, BitReader bits) {
        if (n < 0 || n > bits.remaining()) {
            throw new MalformedChunkException(n + " of something in " + bits.remaining() + " bits");
        }
        return (int) n;
    }

    private static int[] readSpans(BitReader bits) {
        List<Span> spans = new ArrayList<>();
        long buckets = 0;
        long end = 0;
        for (int left = count(Varbit.readUnsigned(bits), bits); left > 0; left--) {
            int length = count(Varbit.readUnsigned(bits), bits);
            long offset = Varbit.read(bits);
            buckets += length;
            end += offset + length;
            if (!spans.isEmpty() && offset < 0
                    || offset != (int) offset
                    || end != (int) end
                    || count(buckets, bits) != buckets) {
                throw new MalformedChunkException("a span of " + length + " behind " + offset);
            }
            spans.add(new Span((int) offset, length));
        }
        int[] indexes = new int[(int) buckets];
        int n = 0;
        int next = 0;
        for (Span span : spans) {
            next += span.offset();
            for (int i = 0; i < span.length(); i++) {
                indexes[n++] = next++;
            }
        }
        return indexes;
    }

    private static double readBound(BitReader bits) {
        long v = Varbit.readUnsigned(bits);
        return v == 0 ? bits.readDouble() : (v - 1) / 1000.0;
    }
}
