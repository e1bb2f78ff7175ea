package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.histogram.Bucket;
import io.narthex.model.histogram.FloatHistogram;

import java.io.IOException;

/// Native histograms as JSON: count, sum, and the buckets that hold something, in ascending order.
///
/// Thread safety: stateless.
final class HistogramJson {
    private HistogramJson() {}

    static void write(JsonWriter out, FloatHistogram h) throws IOException {
        out.beginObject().name("count").sampleValue(h.count()).name("sum").sampleValue(h.sum());
        if (h.zeroCount() != 0
                || h.positive().hasObservations()
                || h.negative().hasObservations()) {
            out.name("buckets").beginArray();
            for (int i = h.negative().size() - 1; i >= 0; i--) {
                bucket(out, h.negativeBucket(i));
            }
            bucket(out, h.zeroBucket());
            for (int i = 0; i < h.positive().size(); i++) {
                bucket(out, h.positiveBucket(i));
            }
            out.endArray();
        }
        out.endObject();
    }

    private static void bucket(JsonWriter out, Bucket b) throws IOException {
        if (b.count() == 0) {
            return;
        }
        out.beginArray()
                .value(boundaries(b))
                .sampleValue(b.lower())
                .sampleValue(b.upper())
                .sampleValue(b.count())
                .endArray();
    }

    /// Which bounds belong to the bucket: 0 the upper, 1 the lower, 2 none, 3 both.
    private static int boundaries(Bucket b) {
        if (b.lowerInclusive()) {
            return b.upperInclusive() ? 3 : 1;
        }
        return b.upperInclusive() ? 0 : 2;
    }
}
