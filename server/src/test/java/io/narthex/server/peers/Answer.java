package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.PrometheusApi;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a server answered to a query: points of series, or an error.
///
/// Thread safety: immutable.
///
/// @param error Prometheus' `errorType`; null where the query succeeded
/// @param type `vector`, `matrix`, `scalar` or `string`; empty where the query failed
/// @param series value by Unix seconds, by labels, in the order of the answer; a scalar has no
///     labels, and a string is its only label's value
/// @param text the answer itself
record Answer(
        @Nullable String error,
        String type,
        Map<Map<String, String>, Map<Double, Double>> series,
        String text) {
    static Answer of(HttpResponse<String> response) {
        String text = response.body();
        Map<String, Object> body = PrometheusApi.map(PrometheusApi.json(text));
        if (!"success".equals(body.get("status"))) {
            return new Answer((String) PrometheusApi.member(body, "errorType"), "", Map.of(), text);
        }
        Object data = PrometheusApi.member(body, "data");
        String type = (String) PrometheusApi.member(data, "resultType");
        Object result = PrometheusApi.member(data, "result");
        Map<Map<String, String>, Map<Double, Double>> series = new LinkedHashMap<>();
        switch (type) {
            case "scalar" -> series.put(Map.of(), points(List.of(result)));
            case "string" -> {
                Object at = PrometheusApi.list(result).get(0);
                String string = (String) PrometheusApi.list(result).get(1);
                series.put(Map.of("string", string), Map.of((Double) at, 0.0));
            }
            default -> PrometheusApi.list(result).forEach(one -> put(one, series));
        }
        return new Answer(null, type, series, text);
    }

    private static void put(Object one, Map<Map<String, String>, Map<Double, Double>> series) {
        Map<String, Object> members = PrometheusApi.map(one);
        Object value = members.get("value");
        List<Object> samples =
                value == null
                        ? PrometheusApi.list(PrometheusApi.member(one, "values"))
                        : List.of(value);
        Map<String, String> labels = PrometheusApi.labels(one);
        assertThat(series.put(labels, points(samples))).as("two series %s", labels).isNull();
    }

    private static Map<Double, Double> points(List<Object> samples) {
        Map<Double, Double> points = new TreeMap<>();
        for (Object sample : samples) {
            List<Object> pair = PrometheusApi.list(sample);
            points.put((Double) pair.get(0), PrometheusApi.number(pair.get(1)));
        }
        return points;
    }

    boolean failed() {
        return error != null;
    }

    /// The samples that the query looked at: in all, and step by step.
    List<Object> counts() {
        Object data = PrometheusApi.member(PrometheusApi.json(text), "data");
        Object samples = PrometheusApi.member(PrometheusApi.member(data, "stats"), "samples");
        return List.of(
                PrometheusApi.member(samples, "totalQueryableSamples"),
                PrometheusApi.member(samples, "totalQueryableSamplesPerStep"));
    }

    /// The number of all series' points.
    int points() {
        return series.values().stream().mapToInt(Map::size).sum();
    }
}
