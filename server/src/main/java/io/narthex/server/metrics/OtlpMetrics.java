package io.narthex.server.metrics;

import io.narthex.remote.otlp.OtlpStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// Figures of the OTLP receiver.
///
/// Thread safety: safe for concurrent calls.
record OtlpMetrics(Supplier<OtlpStats> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        OtlpStats s = stats.get();
        return new Snapshots()
                .counter("narthex_otlp_requests", "Requests received.", s.requests())
                .counter(
                        "narthex_otlp_requests_failed",
                        "Requests answered with an error.",
                        s.failedRequests())
                .counter("narthex_otlp_samples", "Samples stored.", s.samples())
                .counter(
                        "narthex_otlp_samples_rejected",
                        "Samples refused by the store.",
                        s.rejectedSamples())
                .counter(
                        "narthex_otlp_metrics_untranslatable",
                        "Metrics left out, all or in part, that have no translation.",
                        s.untranslatable())
                .build();
    }
}
