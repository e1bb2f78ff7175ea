package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import java.io.IOException;

/// Query results as JSON.
///
/// Thread safety: stateless.
final class ValueJson {
    private ValueJson() {}

    /// The word for `resultType`.
    static String type(Value value) {
        return switch (value) {
            case Value.Scalar _ -> "scalar";
            case Value.Text _ -> "string";
            case Value.Vector _ -> "vector";
            case Value.Matrix _ -> "matrix";
        };
    }

    /// How many series a limit counts; 0 for what is no list.
    static int size(Value value) {
        return switch (value) {
            case Value.Scalar _, Value.Text _ -> 0;
            case Value.Vector v -> v.samples().size();
            case Value.Matrix m -> m.rows().size();
        };
    }

    /// Writes `result`.
    ///
    /// @param limit most series; 0 for all
    /// @param timestamps the query's steps
    static void write(JsonWriter out, Value value, int limit, StepTimestamps timestamps)
            throws IOException {
        switch (value) {
            case Value.Scalar s ->
                    out.beginArray().value(s.timestamp() / 1000.0).plainValue(s.value()).endArray();
            case Value.Text t ->
                    out.beginArray().value(t.timestamp() / 1000.0).value(t.value()).endArray();
            case Value.Vector v -> {
                out.beginArray();
                for (int i = 0; i < shown(v.samples().size(), limit); i++) {
                    sample(out, v.samples().get(i));
                }
                out.endArray();
            }
            case Value.Matrix m -> {
                out.beginArray();
                for (int i = 0; i < shown(m.rows().size(), limit); i++) {
                    row(out, m.rows().get(i), timestamps);
                }
                out.endArray();
            }
        }
    }

    /// A label set as an object.
    static void labels(JsonWriter out, Labels labels) throws IOException {
        out.beginObject();
        for (int i = 0; i < labels.size(); i++) {
            out.name(labels.name(i)).labelValue(labels.value(i));
        }
        out.endObject();
    }

    private static int shown(int size, int limit) {
        return limit == 0 ? size : Math.min(size, limit);
    }

    private static void sample(JsonWriter out, Value.VectorSample s) throws IOException {
        out.beginObject().name("metric");
        labels(out, s.labels());
        FloatHistogram histogram = s.histogram();
        out.name(histogram == null ? "value" : "histogram");
        out.beginArray().timestamp(s.timestamp());
        if (histogram == null) {
            out.sampleValue(s.value());
        } else {
            HistogramJson.write(out, histogram);
        }
        out.endArray().endObject();
    }

    private static void row(JsonWriter out, Value.MatrixRow row, StepTimestamps timestamps)
            throws IOException {
        out.beginObject().name("metric");
        labels(out, row.labels());
        int floats = 0;
        for (int i = 0; i < row.size(); i++) {
            if (row.histogramAt(i) == null) {
                if (floats++ == 0) {
                    out.name("values").beginArray();
                }
                timestamps.write(out, row.timeAt(i), row.valueAt(i));
            }
        }
        if (floats > 0) {
            out.endArray();
        }
        if (floats < row.size()) {
            histograms(out, row);
        }
        out.endObject();
    }

    private static void histograms(JsonWriter out, Value.MatrixRow row) throws IOException {
        out.name("histograms").beginArray();
        for (int i = 0; i < row.size(); i++) {
            FloatHistogram histogram = row.histogramAt(i);
            if (histogram != null) {
                out.beginArray().timestamp(row.timeAt(i));
                HistogramJson.write(out, histogram);
                out.endArray();
            }
        }
        out.endArray();
    }
}
