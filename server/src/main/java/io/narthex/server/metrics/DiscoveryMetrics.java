package io.narthex.server.metrics;

import io.narthex.scrape.discover.DiscoveryCounters;
import io.narthex.scrape.discover.DiscoveryStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Figures of service discovery, under Prometheus' names.
///
/// Thread safety: safe for concurrent calls.
record DiscoveryMetrics(
        Supplier<DiscoveryCounters.Sums> sums, Supplier<List<DiscoveryStats>> discoveries)
        implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        List<DiscoveryStats> all = discoveries.get();
        MetricSnapshots.Builder out = MetricSnapshots.builder();
        DiscoveryCounters.Sums counted = sums.get();
        files(counted).forEach(out::metricSnapshot);
        out.metricSnapshot(scans(counted.fileScans()));
        out.metricSnapshot(refreshes(counted.refreshes()));
        changes(all).forEach(out::metricSnapshot);
        sets(all).forEach(out::metricSnapshot);
        sources(all).forEach(out::metricSnapshot);
        return out.build();
    }

    private static MetricSnapshots files(DiscoveryCounters.Sums s) {
        GaugeSnapshot.Builder times =
                GaugeSnapshot.builder()
                        .name("prometheus_sd_file_mtime_seconds")
                        .help(
                                "When files with targets last changed, as it was when they were"
                                        + " read.");
        s.fileTimes()
                .forEach(
                        (file, millis) ->
                                times.dataPoint(gauge(Labels.of("filename", file), millis / 1e3)));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        new Snapshots()
                .counter(
                        "prometheus_sd_file_read_errors",
                        "Files with targets that could not be read or understood.",
                        s.fileReadErrors())
                .counter(
                        "prometheus_sd_file_watcher_errors",
                        "Folders whose changes are not noticed at once.",
                        s.watcherErrors())
                .counter(
                        "prometheus_sd_http_failures",
                        "Requests for targets without a usable answer.",
                        s.httpFailures())
                .counter("prometheus_sd_dns_lookups", "Names looked up for targets.", s.lookups())
                .counter(
                        "prometheus_sd_dns_lookup_failures",
                        "Look-ups for targets without an answer.",
                        s.lookupFailures())
                .build()
                .forEach(all::metricSnapshot);
        return all.metricSnapshot(times.build()).build();
    }

    private static MetricSnapshot scans(DiscoveryCounters.Times times) {
        return SummarySnapshot.builder()
                .name("prometheus_sd_file_scan_duration_seconds")
                .help("How long it took to read all files of a source of targets.")
                .dataPoint(
                        SummaryDataPointSnapshot.builder()
                                .count(times.count())
                                .sum(times.seconds())
                                .build())
                .build();
    }

    private static MetricSnapshot refreshes(Map<String, DiscoveryCounters.Times> byMechanism) {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder()
                        .name("prometheus_sd_refresh_duration_histogram_seconds")
                        .help("How long it took to ask for targets, by mechanism.");
        byMechanism.forEach(
                (mechanism, times) ->
                        all.dataPoint(
                                HistogramDataPointSnapshot.builder()
                                        .labels(Labels.of("mechanism", mechanism))
                                        .classicHistogramBuckets(buckets(times.counts()))
                                        .sum(times.seconds())
                                        .build()));
        return all.build();
    }

    private static ClassicHistogramBuckets buckets(List<Long> counts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.size(); i++) {
            boolean last = i == DiscoveryCounters.BOUNDS.size();
            buckets.bucket(
                    last ? Double.POSITIVE_INFINITY : DiscoveryCounters.BOUNDS.get(i),
                    counts.get(i));
        }
        return buckets.build();
    }

    private static MetricSnapshots changes(List<DiscoveryStats> all) {
        CounterSnapshot.Builder received =
                CounterSnapshot.builder()
                        .name("prometheus_sd_received_updates")
                        .help("Changes that sources of targets told.");
        CounterSnapshot.Builder sent =
                CounterSnapshot.builder()
                        .name("prometheus_sd_updates")
                        .help("Changes of targets passed on, several together as one.");
        CounterSnapshot.Builder delayed =
                CounterSnapshot.builder()
                        .name("prometheus_sd_updates_delayed")
                        .help("Changes of targets that waited until others had been passed on.");
        GaugeSnapshot.Builder failed =
                GaugeSnapshot.builder()
                        .name("prometheus_sd_failed_configs")
                        .help(
                                "Sources of targets that could not be set up: none, since a"
                                        + " configuration with such is refused as a whole.");
        for (DiscoveryStats s : all) {
            Labels labels = Labels.of("name", s.name());
            failed.dataPoint(gauge(labels, 0));
            received.dataPoint(counter(labels, s.received()));
            sent.dataPoint(counter(labels, s.sent()));
            delayed.dataPoint(counter(labels, s.delayed()));
        }
        return MetricSnapshots.builder()
                .metricSnapshot(received.build())
                .metricSnapshot(sent.build())
                .metricSnapshot(delayed.build())
                .metricSnapshot(failed.build())
                .build();
    }

    private static MetricSnapshots sets(List<DiscoveryStats> all) {
        GaugeSnapshot.Builder targets =
                GaugeSnapshot.builder()
                        .name("prometheus_sd_discovered_targets")
                        .help("Targets that are known now.");
        GaugeSnapshot.Builder updated =
                GaugeSnapshot.builder()
                        .name("prometheus_sd_last_update_timestamp_seconds")
                        .help("When a change of targets was last passed on.");
        for (DiscoveryStats s : all) {
            for (DiscoveryStats.TargetSet set : s.sets()) {
                Labels labels = Labels.of("name", s.name(), "config", set.name());
                targets.dataPoint(gauge(labels, set.targets()));
                if (set.updated() != null) {
                    updated.dataPoint(gauge(labels, set.updated().toEpochMilli() / 1e3));
                }
            }
        }
        return MetricSnapshots.builder()
                .metricSnapshot(targets.build())
                .metricSnapshot(updated.build())
                .build();
    }

    /// A job may have several sources of one kind, which have one figure.
    private static MetricSnapshots sources(List<DiscoveryStats> all) {
        Map<Labels, DiscoveryStats.Source> byLabels = new LinkedHashMap<>();
        for (DiscoveryStats s : all) {
            for (DiscoveryStats.Source source : s.sources()) {
                byLabels.merge(
                        Labels.of("mechanism", source.mechanism(), "config", source.set()),
                        source,
                        DiscoveryMetrics::sum);
            }
        }
        CounterSnapshot.Builder failures =
                CounterSnapshot.builder()
                        .name("prometheus_sd_refresh_failures")
                        .help("Attempts to ask for targets that failed.");
        SummarySnapshot.Builder durations =
                SummarySnapshot.builder()
                        .name("prometheus_sd_refresh_duration_seconds")
                        .help("How long it took to ask for targets.");
        byLabels.forEach(
                (labels, source) -> {
                    failures.dataPoint(counter(labels, source.failures()));
                    durations.dataPoint(
                            SummaryDataPointSnapshot.builder()
                                    .labels(labels)
                                    .count(source.refreshes())
                                    .sum(source.seconds())
                                    .build());
                });
        return MetricSnapshots.builder()
                .metricSnapshot(failures.build())
                .metricSnapshot(durations.build())
                .build();
    }

    private static DiscoveryStats.Source sum(DiscoveryStats.Source a, DiscoveryStats.Source b) {
        return new DiscoveryStats.Source(
                a.mechanism(),
                a.set(),
                a.refreshes() + b.refreshes(),
                a.failures() + b.failures(),
                a.seconds() + b.seconds());
    }

    private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterDataPointSnapshot counter(Labels labels, double value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
