package io.narthex.server.metrics;

import io.narthex.http.HttpStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Figures of the HTTP server.
///
/// Thread safety: safe for concurrent calls.
record HttpMetrics(Supplier<HttpStats> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        HttpStats s = stats.get();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(requests(s));
        all.add(durations(s));
        all.add(responseBytes(s));
        new Snapshots()
                .gauge("narthex_http_open_connections", "Open connections.", s.openConnections())
                .counter(
                        "narthex_http_connections",
                        "Connections accepted.",
                        s.acceptedConnections())
                .gauge("narthex_http_active_requests", "Requests in work.", s.activeRequests())
                .counter(
                        "narthex_http_malformed_requests",
                        "Requests refused before they reached a handler.",
                        s.malformedRequests())
                .build()
                .forEach(all::add);
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot requests(HttpStats stats) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder()
                        .name("prometheus_http_requests")
                        .help("Requests by route and status.");
        for (HttpStats.Handler handler : stats.handlers()) {
            handler.requestsByStatus()
                    .forEach(
                            (status, count) ->
                                    builder.dataPoint(
                                            CounterSnapshot.CounterDataPointSnapshot.builder()
                                                    .labels(
                                                            Labels.of(
                                                                    "code",
                                                                    String.valueOf(status),
                                                                    "handler",
                                                                    handler.name()))
                                                    .value(count)
                                                    .build()));
        }
        return builder.build();
    }

    private static MetricSnapshot durations(HttpStats stats) {
        HistogramSnapshot.Builder builder =
                HistogramSnapshot.builder()
                        .name("prometheus_http_request_duration_seconds")
                        .help("How long requests took, by route.");
        for (HttpStats.Handler handler : stats.handlers()) {
            builder.dataPoint(
                    HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .labels(Labels.of("handler", handler.name()))
                            .classicHistogramBuckets(buckets(handler.bucketCounts()))
                            .sum(handler.durationSumSeconds())
                            .build());
        }
        return builder.build();
    }

    /// The client library wants each bucket by itself, not cumulative.
    private static ClassicHistogramBuckets buckets(List<Long> cumulative) {
        ClassicHistogramBuckets.Builder builder = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int i = 0; i < cumulative.size(); i++) {
            boolean last = i == HttpStats.DURATION_BOUNDS.size();
            double bound = last ? Double.POSITIVE_INFINITY : HttpStats.DURATION_BOUNDS.get(i);
            builder.bucket(bound, cumulative.get(i) - below);
            below = cumulative.get(i);
        }
        return builder.build();
    }

    private static MetricSnapshot responseBytes(HttpStats stats) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder()
                        .name("narthex_http_response_bytes")
                        .help("Bytes of bodies sent, after compression, by route.");
        for (HttpStats.Handler handler : stats.handlers()) {
            builder.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(Labels.of("handler", handler.name()))
                            .value(handler.responseBytes())
                            .build());
        }
        return builder.build();
    }
}
