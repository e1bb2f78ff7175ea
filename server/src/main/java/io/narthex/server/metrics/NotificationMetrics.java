package io.narthex.server.metrics;

import io.narthex.rules.notify.NotifierStats;
import io.narthex.rules.notify.SendTimings;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Figures of what is sent to Alertmanagers, under Prometheus' names.
///
/// Thread safety: safe for concurrent calls.
final class NotificationMetrics implements SendTimings {
    private static final String LABEL = "alertmanager";
    private static final double[] BOUNDS = {.01, .1, 1, 10};

    private final Summary summary;
    private final Histogram histogram;

    NotificationMetrics(PrometheusRegistry registry) {
        summary =
                Summary.builder()
                        .name("prometheus_notifications_latency_seconds")
                        .help("Latency quantiles for sending alert notifications.")
                        .quantile(0.5, 0.05)
                        .quantile(0.9, 0.01)
                        .quantile(0.99, 0.001)
                        .labelNames(LABEL)
                        .register(registry);
        histogram =
                Histogram.builder()
                        .name("prometheus_notifications_latency_histogram_seconds")
                        .help("Latency histogram for sending alert notifications.")
                        .classicUpperBounds(BOUNDS)
                        .labelNames(LABEL)
                        .register(registry);
    }

    @Override
    public void sent(String url, double seconds) {
        summary.labelValues(url).observe(seconds);
        histogram.labelValues(url).observe(seconds);
    }

    @Override
    public void forget(String url) {
        summary.remove(url);
        histogram.remove(url);
    }

    /// What is counted of each Alertmanager.
    static MultiCollector alertmanagers(Supplier<NotifierStats> stats) {
        return () -> {
            NotifierStats s = stats.get();
            List<NotifierStats.Receiver> all = s.receivers();
            return new MetricSnapshots(
                    counter(
                            "prometheus_notifications_sent",
                            "Total number of alerts sent.",
                            all,
                            NotifierStats.Receiver::sent),
                    counter(
                            "prometheus_notifications_errors",
                            "Total number of sent alerts affected by errors.",
                            all,
                            NotifierStats.Receiver::errors),
                    counter(
                            "prometheus_notifications_dropped",
                            "Total number of alerts dropped due to errors when sending to"
                                    + " Alertmanager.",
                            all,
                            NotifierStats.Receiver::dropped),
                    queueLength(all),
                    gauge(
                            "prometheus_notifications_queue_capacity",
                            "The capacity of the alert notifications queue.",
                            s.queueCapacity()),
                    gauge(
                            "prometheus_notifications_alertmanagers_discovered",
                            "The number of alertmanagers discovered and active.",
                            all.size()));
        };
    }

    /// Two groups of the configuration may name the same Alertmanager.
    private static Map<String, Long> byUrl(
            List<NotifierStats.Receiver> receivers, ToLongFunction<NotifierStats.Receiver> value) {
        Map<String, Long> sums = new TreeMap<>();
        receivers.forEach(r -> sums.merge(r.url(), value.applyAsLong(r), Long::sum));
        return sums;
    }

    private static MetricSnapshot counter(
            String name,
            String help,
            List<NotifierStats.Receiver> receivers,
            ToLongFunction<NotifierStats.Receiver> value) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        byUrl(receivers, value)
                .forEach(
                        (url, sum) ->
                                builder.dataPoint(
                                        CounterDataPointSnapshot.builder()
                                                .labels(Labels.of(LABEL, url))
                                                .value(sum)
                                                .build()));
        return builder.build();
    }

    private static MetricSnapshot queueLength(List<NotifierStats.Receiver> receivers) {
        GaugeSnapshot.Builder builder =
                GaugeSnapshot.builder()
                        .name("prometheus_notifications_queue_length")
                        .help("The number of alert notifications in the queue.");
        byUrl(receivers, NotifierStats.Receiver::queued)
                .forEach(
                        (url, sum) ->
                                builder.dataPoint(
                                        GaugeDataPointSnapshot.builder()
                                                .labels(Labels.of(LABEL, url))
                                                .value(sum)
                                                .build()));
        return builder.build();
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
