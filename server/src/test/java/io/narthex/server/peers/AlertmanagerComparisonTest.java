package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The same rules under Debian's Prometheus and here, each telling an Alertmanager of its own: both
/// Alertmanagers have heard the same.
class AlertmanagerComparisonTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ADDRESS = "127.0.0.1:";

    private static final String RULES =
            """
            groups:
              - name: few
                interval: 1s
                rules:
                  - record: three
                    expr: vector(3)
                  - alert: Above
                    expr: label_replace(three > 2, "service", "a b", "", "")
                    labels:
                      severity: page
                      level: 'v{{ $value }}'
                    annotations:
                      summary: '{{ $labels.service }} is at {{ $value | humanize }}'
                      link: '{{ $externalLabels.dc }} {{ externalURL }}'
                  - alert: Dropped
                    expr: vector(1)
                  - alert: Waiting
                    expr: vector(1)
                    for: 1h
                  - alert: Several
                    expr: label_replace(vector(1), "n", "1", "", "") or label_replace(vector(2), "n", "2", "", "")
                    annotations: {value: '{{ printf "%.2f" $value }}'}
            """;

    @TempDir Path directory;

    @Test
    void alertmanagersHearTheSame() throws Exception {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        ExternalProgram.require(ALERTMANAGER, "prometheus-alertmanager");
        Files.writeString(directory.resolve("rules.yml"), RULES);
        int theirs = ExternalProgram.freePort();
        int ours = ExternalProgram.freePort();
        try (ExternalProgram _ = alertmanager("theirs", theirs);
                ExternalProgram _ = alertmanager("ours", ours)) {
            // A first message to one that is not up yet would be lost, and an error.
            await().atMost(PATIENCE).until(() -> isReady(theirs) && isReady(ours));
            compare(theirs, ours);
        }
    }

    private void compare(int theirs, int ours) throws IOException {
        try (ExternalProgram _ = prometheus(theirs);
                NarthexServer server = narthex(ours)) {
            await().atMost(PATIENCE).until(() -> heard(theirs).size() == 3);
            await().atMost(PATIENCE).until(() -> heard(ours).size() == 3);
            assertThat(heard(ours)).isEqualTo(heard(theirs));
            assertThat(heard(ours).toString()).contains("a b is at 3", "dc=seoul");
            assertThat(new PrometheusApi(server.url()).get("api/v1/alertmanagers", Map.of()).body())
                    .contains("{\"url\":\"http://127.0.0.1:" + ours + "/api/v2/alerts\"}");
            String label = "{alertmanager=\"http://127.0.0.1:" + ours + "/api/v2/alerts\"}";
            assertThat(new PrometheusApi(server.url()).get("metrics", Map.of()).body())
                    .contains("prometheus_notifications_alertmanagers_discovered 1.0")
                    .contains("prometheus_notifications_queue_capacity 10000.0")
                    .contains("prometheus_notifications_errors_total" + label + " 0.0")
                    .contains("prometheus_notifications_latency_seconds_count" + label);
        }
    }

    private ExternalProgram alertmanager(String name, int port) throws IOException {
        Path config =
                Files.writeString(
                        directory.resolve(name + ".yml"),
                        "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        return ExternalProgram.start(
                directory.resolve(name + ".log"),
                Map.of(),
                List.of(
                        ALERTMANAGER.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve(name),
                        "--web.listen-address=" + ADDRESS + port,
                        "--cluster.listen-address="));
    }

    private String configuration(int alertmanager) {
        return """
        global:
          external_labels: {dc: seoul, severity: none}
        rule_files: [%s]
        alerting:
          alert_relabel_configs:
            - {source_labels: [alertname], regex: Dropped, action: drop}
          alertmanagers:
            - static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
                .formatted(directory.resolve("rules.yml"), alertmanager);
    }

    private ExternalProgram prometheus(int alertmanager) throws IOException {
        Path config =
                Files.writeString(directory.resolve("prometheus.yml"), configuration(alertmanager));
        return ExternalProgram.start(
                directory.resolve("prometheus.log"),
                Map.of(),
                List.of(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.external-url=http://monitor.example.org:9090",
                        "--web.route-prefix=/",
                        // Its first message is lost where it knows no Alertmanager yet.
                        "--rules.alert.resend-delay=1s",
                        "--web.listen-address=" + ADDRESS + ExternalProgram.freePort()));
    }

    private NarthexServer narthex(int alertmanager) {
        InetSocketAddress anywhere = new InetSocketAddress("127.0.0.1", 0);
        ServerOptions options =
                ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(anywhere))
                        .withExternalUrl(URI.create("http://monitor.example.org:9090"));
        return NarthexServer.start(
                options, ConfigFile.parse("narthex.yml", configuration(alertmanager), _ -> null));
    }

    private static boolean isReady(int port) {
        return api(port).answers("-/ready");
    }

    private static PrometheusApi api(int port) {
        return new PrometheusApi("http://" + ADDRESS + port);
    }

    /// What an Alertmanager has heard: labels, annotations and link of each alert.
    private static Set<String> heard(int port) {
        HttpResponse<String> response = api(port).get("api/v2/alerts", Map.of());
        Set<String> heard = new TreeSet<>();
        for (Object alert : PrometheusApi.list(PrometheusApi.json(response.body()))) {
            Object labels = PrometheusApi.member(alert, "labels");
            Object annotations = PrometheusApi.member(alert, "annotations");
            Object link = PrometheusApi.member(alert, "generatorURL");
            heard.add(sorted(labels) + " " + sorted(annotations) + " " + link);
        }
        return heard;
    }

    private static String sorted(Object object) {
        return new TreeMap<>(PrometheusApi.map(object)).toString();
    }
}
