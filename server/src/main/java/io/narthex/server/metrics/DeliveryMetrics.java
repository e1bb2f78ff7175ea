package io.narthex.server.metrics;

import io.narthex.rules.deliver.DeliveryStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Figures of what receivers are told without an Alertmanager.
///
/// Thread safety: safe for concurrent calls.
record DeliveryMetrics(Supplier<List<DeliveryStats>> stats) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        List<DeliveryStats> all = stats.get();
        return new MetricSnapshots(
                counter(
                        "narthex_delivery_messages",
                        "Messages that arrived at a receiver of alerts.",
                        all,
                        s -> s.counts().delivered()),
                counter(
                        "narthex_delivery_failed_tries",
                        "Tries to deliver a message that went wrong; each is tried again.",
                        all,
                        s -> s.counts().failed()),
                counter(
                        "narthex_delivery_dropped",
                        "Messages that a receiver refused for good, or that were too many.",
                        all,
                        s -> s.counts().dropped()),
                gauge(
                        "narthex_delivery_queue_length",
                        "Messages that wait for a receiver.",
                        all,
                        DeliveryStats::waiting),
                gauge(
                        "narthex_delivery_queue_capacity",
                        "Messages that may wait for a receiver; beyond it the oldest are dropped.",
                        all,
                        DeliveryStats::capacity),
                gauge(
                        "narthex_delivery_last_success_timestamp_seconds",
                        "When a message arrived last; there is no sample before the first.",
                        all.stream().filter(s -> s.deliveredAt() != null).toList(),
                        DeliveryMetrics::deliveredAt));
    }

    private static double deliveredAt(DeliveryStats stats) {
        return stats.deliveredAt() == null ? 0 : stats.deliveredAt().toEpochMilli() / 1e3;
    }

    private static MetricSnapshot counter(
            String name,
            String help,
            List<DeliveryStats> receivers,
            ToLongFunction<DeliveryStats> value) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        for (DeliveryStats receiver : receivers) {
            builder.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of("receiver", receiver.receiver()))
                            .value(value.applyAsLong(receiver))
                            .build());
        }
        return builder.build();
    }

    private static MetricSnapshot gauge(
            String name,
            String help,
            List<DeliveryStats> receivers,
            ToDoubleFunction<DeliveryStats> value) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        for (DeliveryStats receiver : receivers) {
            builder.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("receiver", receiver.receiver()))
                            .value(value.applyAsDouble(receiver))
                            .build());
        }
        return builder.build();
    }
}
