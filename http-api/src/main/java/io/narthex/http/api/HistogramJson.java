package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.FloatHistogram;
import io.narthex.model.FloatHistogram.Span;

import java.io.IOException;
import java.util.List;

/// Native histograms as JSON: count, sum, and the buckets that hold something, in ascending order.
///
/// Thread safety: stateless.
final class HistogramJson {
    private static final int CUSTOM_SCHEMA = -53;

    /// Which bounds belong to a bucket.
    private static final int OPEN_LEFT = 0;

    private static final int OPEN_RIGHT = 1;
    private static final int CLOSED = 3;

    private HistogramJson() {}

    static void write(JsonWriter out, FloatHistogram h) throws IOException {
        out.beginObject().name("count").sampleValue(h.count()).name("sum").sampleValue(h.sum());
        if (hasBuckets(h)) {
            out.name("buckets").beginArray();
            negative(out, h);
            if (h.zeroCount() != 0) {
                bucket(out, CLOSED, -h.zeroThreshold(), h.zeroThreshold(), h.zeroCount());
            }
            positive(out, h);
            out.endArray();
        }
        out.endObject();
    }

    private static boolean hasBuckets(FloatHistogram h) {
        return h.zeroCount() != 0
                || anyNonZero(h.positiveBuckets())
                || anyNonZero(h.negativeBuckets());
    }

    private static boolean anyNonZero(double[] counts) {
        for (double count : counts) {
            if (count != 0) {
                return true;
            }
        }
        return false;
    }

    private static void positive(JsonWriter out, FloatHistogram h) throws IOException {
        int[] indexes = indexes(h.positiveSpans(), h.positiveBuckets().length);
        for (int i = 0; i < indexes.length; i++) {
            double count = h.positiveBuckets()[i];
            if (count != 0) {
                // The first custom bucket reaches down to minus infinity, that included.
                boolean first = h.schema() == CUSTOM_SCHEMA && indexes[i] == 0;
                int boundaries = first ? CLOSED : OPEN_LEFT;
                bucket(out, boundaries, bound(h, indexes[i] - 1), bound(h, indexes[i]), count);
            }
        }
    }

    private static void negative(JsonWriter out, FloatHistogram h) throws IOException {
        int[] indexes = indexes(h.negativeSpans(), h.negativeBuckets().length);
        for (int i = indexes.length - 1; i >= 0; i--) {
            double count = h.negativeBuckets()[i];
            if (count != 0) {
                bucket(out, OPEN_RIGHT, -bound(h, indexes[i]), -bound(h, indexes[i] - 1), count);
            }
        }
    }

    /// The upper bound of a bucket; of the one before it, the lower bound.
    private static double bound(FloatHistogram h, int index) {
        if (h.schema() != CUSTOM_SCHEMA) {
            return HistogramBounds.upper(index, h.schema());
        }
        double[] bounds = h.customValues();
        if (index < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }

    private static int[] indexes(List<Span> spans, int buckets) {
        int[] indexes = new int[buckets];
        int n = 0;
        int index = 0;
        for (Span span : spans) {
            index += span.offset();
            for (int i = 0; i < span.length() && n < buckets; i++) {
                indexes[n++] = index++;
            }
        }
        return indexes;
    }

    private static void bucket(
            JsonWriter out, int boundaries, double lower, double upper, double count)
            throws IOException {
        out.beginArray()
                .value(boundaries)
                .sampleValue(lower)
                .sampleValue(upper)
                .sampleValue(count)
                .endArray();
    }
}
