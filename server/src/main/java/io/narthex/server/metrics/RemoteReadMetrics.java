package io.narthex.server.metrics;

import io.narthex.remote.RemoteReadStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// Figures of what other servers read.
///
/// Thread safety: safe for concurrent calls.
record RemoteReadMetrics(Supplier<RemoteReadStats> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        RemoteReadStats s = stats.get();
        return new Snapshots()
                .counter("narthex_remote_read_requests", "Requests received.", s.requests())
                .counter(
                        "narthex_remote_read_requests_failed",
                        "Requests refused or broken off.",
                        s.failedRequests())
                .counter("narthex_remote_read_samples", "Samples given.", s.samples())
                .gauge(
                        "narthex_remote_read_running",
                        "Requests that are answered or wait for it.",
                        s.running())
                .build();
    }
}
