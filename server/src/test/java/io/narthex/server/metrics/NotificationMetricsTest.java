package io.narthex.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.notify.NotifierStats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class NotificationMetricsTest {
    private static final String FIRST = "http://a:9093/api/v2/alerts";
    private static final String SECOND = "http://b:9093/api/v2/alerts";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final NotificationMetrics metrics = new NotificationMetrics(registry);
    private final List<NotifierStats.Receiver> receivers = new ArrayList<>();

    private List<String> lines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> !line.contains("_created"))
                .toList();
    }

    @Test
    void names_andLabels_arePrometheus() throws IOException {
        registry.register(NotificationMetrics.alertmanagers(() -> new NotifierStats(9, receivers)));
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "prometheus_notifications_queue_capacity 9.0",
                        "prometheus_notifications_alertmanagers_discovered 0.0");
        receivers.add(new NotifierStats.Receiver(SECOND, 5, 4, 3, 2));
        receivers.add(new NotifierStats.Receiver(FIRST, 10, 0, 0, 0));
        // Another group of the configuration names it too.
        receivers.add(new NotifierStats.Receiver(FIRST, 1, 2, 3, 4));
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "prometheus_notifications_queue_capacity 9.0",
                        "prometheus_notifications_alertmanagers_discovered 3.0",
                        sample("sent_total", FIRST) + "11.0",
                        sample("errors_total", FIRST) + "2.0",
                        sample("dropped_total", FIRST) + "3.0",
                        sample("queue_length", FIRST) + "4.0",
                        sample("sent_total", SECOND) + "5.0",
                        sample("errors_total", SECOND) + "4.0",
                        sample("dropped_total", SECOND) + "3.0",
                        sample("queue_length", SECOND) + "2.0");
    }

    private static String sample(String name, String url) {
        return "prometheus_notifications_" + name + "{alertmanager=\"" + url + "\"} ";
    }

    @Test
    void latency_isThereWhileItsAlertmanagerIs() throws IOException {
        metrics.sent(FIRST, 0.05);
        assertThat(lines())
                .contains(
                        sample("latency_seconds_count", FIRST) + "1",
                        "prometheus_notifications_latency_seconds{alertmanager=\""
                                + FIRST
                                + "\",quantile=\"0.99\"} 0.05",
                        "prometheus_notifications_latency_histogram_seconds_bucket{alertmanager=\""
                                + FIRST
                                + "\",le=\"0.1\"} 1",
                        "prometheus_notifications_latency_histogram_seconds_bucket{alertmanager=\""
                                + FIRST
                                + "\",le=\"0.01\"} 0");
        metrics.forget(FIRST);
        assertThat(lines()).isEmpty();
    }
}
