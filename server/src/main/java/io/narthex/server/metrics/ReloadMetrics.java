package io.narthex.server.metrics;

import io.narthex.server.ReloadStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// How the configuration was loaded.
///
/// Thread safety: safe for concurrent calls.
record ReloadMetrics(Supplier<ReloadStatus> status) implements MultiCollector {
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public MetricSnapshots collect() {
        ReloadStatus s = status.get();
        return new Snapshots()
                .gauge(
                        "prometheus_config_last_reload_successful",
                        "Whether the last configuration reload attempt was successful.",
                        s.successful() ? 1 : 0)
                .gauge(
                        "prometheus_config_last_reload_success_timestamp_seconds",
                        "Timestamp of the last successful configuration reload.",
                        s.lastSuccess().toEpochMilli() / MILLIS_PER_SECOND)
                .build();
    }
}
