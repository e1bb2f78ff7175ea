package io.narthex.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/// Collects metrics without labels, as most figures are.
///
/// Thread safety: for one thread.
final class Snapshots {
    private final MetricSnapshots.Builder builder = MetricSnapshots.builder();

    /// @param name without `_total`
    Snapshots counter(String name, String help, double value) {
        builder.metricSnapshot(
                CounterSnapshot.builder()
                        .name(name)
                        .help(help)
                        .dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .value(value)
                                        .build())
                        .build());
        return this;
    }

    Snapshots gauge(String name, String help, double value) {
        builder.metricSnapshot(
                GaugeSnapshot.builder()
                        .name(name)
                        .help(help)
                        .dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
                        .build());
        return this;
    }

    MetricSnapshots build() {
        return builder.build();
    }
}
