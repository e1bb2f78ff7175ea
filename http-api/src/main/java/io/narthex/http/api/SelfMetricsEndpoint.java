package io.narthex.http.api;

import io.narthex.http.SelfMetrics;
import io.narthex.http.SelfMetrics.Family;
import io.narthex.http.SelfMetrics.Metric;
import io.narthex.http.SelfMetrics.Point;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// `status/self_metrics`: the process' own metrics in the JSON form of
/// `io.prometheus.client.MetricFamily`.
///
/// Thread safety: safe for concurrent calls.
final class SelfMetricsEndpoint {
    static final Parameter PATTERN =
            Parameter.of("metric_name_pattern", "Only metrics whose whole name matches");

    private final SelfMetrics metrics;

    SelfMetricsEndpoint(SelfMetrics metrics) {
        this.metrics = metrics;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        String pattern = request.param(PATTERN.name());
        LabelMatcher names = names(pattern.isEmpty() ? ".*" : pattern);
        List<Family> shown =
                metrics.families().stream().filter(f -> names.matches(f.name())).toList();
        return ApiResponse.of(
                out -> {
                    out.beginArray();
                    for (Family family : shown) {
                        write(family, out);
                    }
                    out.endArray();
                });
    }

    private static LabelMatcher names(String pattern) throws ApiException {
        try {
            return new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, pattern);
        } catch (IllegalArgumentException e) {
            throw ApiException.badData("invalid metric_name_pattern: " + e.getMessage());
        }
    }

    private static void write(Family family, JsonWriter out) throws IOException {
        out.beginObject().name("name").value(family.name());
        out.name("help").value(family.help()).name("type").value(family.type().name());
        out.name("metric").beginArray();
        for (Metric metric : family.metrics()) {
            out.beginObject();
            labels(metric.labels(), out);
            out.name(family.type().name().toLowerCase(Locale.ROOT)).beginObject();
            switch (family.type()) {
                case COUNTER, GAUGE -> number(out.name("value"), metric.value());
                case HISTOGRAM -> {
                    observations(metric, out);
                    out.name("bucket").beginArray();
                    for (Point point : metric.points()) {
                        // Whole numbers of 64 bits are texts in this form of JSON.
                        out.beginObject()
                                .name("cumulativeCount")
                                .value(Long.toString((long) point.value()));
                        number(out.name("upperBound"), point.at());
                        out.endObject();
                    }
                    out.endArray();
                }
                case SUMMARY -> {
                    observations(metric, out);
                    out.name("quantile").beginArray();
                    for (Point point : metric.points()) {
                        number(out.beginObject().name("quantile"), point.at());
                        number(out.name("value"), point.value());
                        out.endObject();
                    }
                    out.endArray();
                }
            }
            out.endObject().endObject();
        }
        out.endArray().endObject();
    }

    private static void labels(Labels labels, JsonWriter out) throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        out.name("label").beginArray();
        for (int i = 0; i < labels.size(); i++) {
            out.beginObject().name("name").value(labels.name(i));
            out.name("value").value(labels.value(i)).endObject();
        }
        out.endArray();
    }

    private static void observations(Metric metric, JsonWriter out) throws IOException {
        out.name("sampleCount").value(Long.toString(metric.count()));
        number(out.name("sampleSum"), metric.sum());
    }

    private static void number(JsonWriter out, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.value(value);
        } else {
            out.value(Double.toString(value));
        }
    }
}
