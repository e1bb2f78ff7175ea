package io.narthex.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.discover.DiscoveryCounters;
import io.narthex.scrape.discover.DiscoveryStats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class DiscoveryMetricsTest {
    private static String bucket(String le, int count) {
        return "prometheus_sd_refresh_duration_histogram_seconds_bucket{mechanism=\"http\",le=\"%s\"}"
                .formatted(le)
                .concat(" " + count);
    }

    @Test
    void names_andLabels_arePrometheus() throws IOException {
        DiscoveryStats stats =
                new DiscoveryStats(
                        "scrape",
                        7,
                        3,
                        2,
                        List.of(
                                new DiscoveryStats.Source("file", "job", 4, 1, 0.5),
                                new DiscoveryStats.Source("file", "job", 2, 1, 0.25)),
                        List.of(
                                new DiscoveryStats.TargetSet("job", 5, Instant.ofEpochSecond(9)),
                                new DiscoveryStats.TargetSet("static", 1, null)));
        DiscoveryCounters.Times scans =
                new DiscoveryCounters.Times(List.of(2L, 0L, 0L, 0L, 0L), 0.004);
        DiscoveryCounters.Times refreshes =
                new DiscoveryCounters.Times(List.of(3L, 2L, 0L, 0L, 1L), 12.5);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(
                new DiscoveryMetrics(
                        () ->
                                new DiscoveryCounters.Sums(
                                        1,
                                        2,
                                        3,
                                        4,
                                        5,
                                        Map.of("a.yml", 1500L),
                                        scans,
                                        Map.of("http", refreshes)),
                        () -> List.of(stats)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactlyInAnyOrder(
                        "prometheus_sd_file_read_errors_total 1.0",
                        "prometheus_sd_file_watcher_errors_total 2.0",
                        "prometheus_sd_http_failures_total 3.0",
                        "prometheus_sd_dns_lookups_total 4.0",
                        "prometheus_sd_dns_lookup_failures_total 5.0",
                        "prometheus_sd_file_mtime_seconds{filename=\"a.yml\"} 1.5",
                        "prometheus_sd_received_updates_total{name=\"scrape\"} 7.0",
                        "prometheus_sd_updates_total{name=\"scrape\"} 3.0",
                        "prometheus_sd_updates_delayed_total{name=\"scrape\"} 2.0",
                        "prometheus_sd_file_scan_duration_seconds_count 2",
                        "prometheus_sd_file_scan_duration_seconds_sum 0.004",
                        bucket("0.01", 3),
                        bucket("0.1", 5),
                        bucket("1.0", 5),
                        bucket("10.0", 5),
                        bucket("+Inf", 6),
                        "prometheus_sd_refresh_duration_histogram_seconds_count{mechanism=\"http\"}"
                                + " 6",
                        "prometheus_sd_refresh_duration_histogram_seconds_sum{mechanism=\"http\"}"
                                + " 12.5",
                        "prometheus_sd_failed_configs{name=\"scrape\"} 0.0",
                        "prometheus_sd_discovered_targets{config=\"job\",name=\"scrape\"} 5.0",
                        "prometheus_sd_discovered_targets{config=\"static\",name=\"scrape\"} 1.0",
                        "prometheus_sd_last_update_timestamp_seconds{config=\"job\",name=\"scrape\"}"
                            + " 9.0",
                        "prometheus_sd_refresh_failures_total{config=\"job\",mechanism=\"file\"}"
                                + " 2.0",
                        "prometheus_sd_refresh_duration_seconds_count{config=\"job\","
                                + "mechanism=\"file\"} 6",
                        "prometheus_sd_refresh_duration_seconds_sum{config=\"job\","
                                + "mechanism=\"file\"} 0.75");
    }
}
