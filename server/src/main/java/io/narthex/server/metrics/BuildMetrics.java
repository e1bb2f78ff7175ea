package io.narthex.server.metrics;

import io.narthex.http.StatusView;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/// Which build this is, as a metric. Its `version` is that of the API, as in
/// `status/buildinfo`: clients read it as Prometheus' version and choose features by it.
///
/// Thread safety: immutable.
record BuildMetrics(StatusView.BuildInfo build) implements Collector {
    @Override
    public MetricSnapshot collect() {
        return GaugeSnapshot.builder()
                .name("prometheus_build_info")
                .help("Which build this is; always 1.")
                .dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                .labels(
                                        Labels.of(
                                                "application",
                                                build.application(),
                                                "version",
                                                build.version()))
                                .value(1)
                                .build())
                .build();
    }
}
