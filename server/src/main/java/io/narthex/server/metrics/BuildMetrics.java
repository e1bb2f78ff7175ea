package io.narthex.server.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/// Which build this is, as a metric.
///
/// Thread safety: immutable.
record BuildMetrics(String version) implements Collector {
    @Override
    public MetricSnapshot collect() {
        return GaugeSnapshot.builder()
                .name("prometheus_build_info")
                .help("Which build this is; always 1.")
                .dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                .labels(Labels.of("application", "narthex", "version", version))
                                .value(1)
                                .build())
                .build();
    }
}
