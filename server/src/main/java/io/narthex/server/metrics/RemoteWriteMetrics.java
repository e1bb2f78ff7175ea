package io.narthex.server.metrics;

import io.narthex.remote.RemoteWriteStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// Figures of the remote write receiver.
///
/// Thread safety: safe for concurrent calls.
record RemoteWriteMetrics(Supplier<RemoteWriteStats> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        RemoteWriteStats s = stats.get();
        return new Snapshots()
                .counter("narthex_remote_write_requests", "Requests received.", s.requests())
                .counter(
                        "narthex_remote_write_requests_failed",
                        "Requests answered with an error.",
                        s.failedRequests())
                .counter("narthex_remote_write_samples", "Samples stored.", s.samples())
                .counter(
                        "narthex_remote_write_samples_rejected",
                        "Samples refused by the store.",
                        s.rejectedSamples())
                .counter(
                        "narthex_remote_write_series_skipped",
                        "Series left out because of their labels.",
                        s.skippedSeries())
                .gauge(
                        "narthex_remote_write_cached_series",
                        "Series known by the bytes of their labels.",
                        s.cachedSeries())
                .build();
    }
}
