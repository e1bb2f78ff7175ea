package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.rules.RuleOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rule file, a service that is scraped, and what becomes of its alerts.
class RulesJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern ACTIVE_AT = Pattern.compile("\"activeAt\":\"([^\"]+)\"");

    private static final Pattern CHANGE =
            Pattern.compile("\"from\":\"([a-z]+)\",\"to\":\"([a-z]+)\",\"reason\":\"([a-z_]+)\"");

    /// An alert goes on after a restart however short its `for` is.
    private static final RuleOptions WITHOUT_GRACE =
            new RuleOptions(
                    InstantSource.system(),
                    System::nanoTime,
                    "",
                    Duration.ofHours(1),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    0);

    private static final String RULES =
            """
            groups:
              - name: queue
                rules:
                  - record: queue:double
                    expr: queue_length * 2
                    labels: {by: rule}
                  - alert: QueueLong
                    expr: queue:double > 30
                    for: %s
                    labels: {severity: page}
                    annotations:
                      summary: '{{ $labels.instance }} in {{ $externalLabels.site }}: {{ $value }}'
            """;

    @TempDir private Path folder;
    private final AtomicInteger length = new AtomicInteger(5);
    private HttpServer service;
    private PrometheusApi api = new PrometheusApi("http://127.0.0.1:0");

    @BeforeEach
    void startService() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/metrics",
                exchange -> {
                    byte[] body =
                            ("queue_length " + length.get() + "\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        service.start();
    }

    @AfterEach
    void stopService() {
        service.stop(0);
    }

    private NarthexServer start(String hold, Path data) throws IOException {
        Files.writeString(folder.resolve("queue.rules.yml"), RULES.formatted(hold));
        Path config = folder.resolve("narthex.yml");
        Files.writeString(
                config,
                """
                global:
                  scrape_interval: 200ms
                  evaluation_interval: 300ms
                  external_labels: {site: here}
                rule_files: ['*.rules.yml']
                scrape_configs:
                  - job_name: queue
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                """
                        .formatted(service.getAddress().getPort()));
        ServerOptions defaults =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        TsdbOptions storage = defaults.storage().toBuilder().directory(data).build();
        NarthexServer server =
                NarthexServer.start(
                        new ServerOptions(
                                        defaults.http(),
                                        defaults.engine(),
                                        false,
                                        storage,
                                        false,
                                        false,
                                        null,
                                        Map.of())
                                .withRules(WITHOUT_GRACE),
                        ConfigFile.read(config));
        api = new PrometheusApi(server.url().replaceAll("/$", ""));
        return server;
    }

    private double number(String query) {
        return api.vector(query, System.currentTimeMillis() / 1e3).values().stream()
                .findFirst()
                .orElse(Double.NaN);
    }

    private String get(String path) {
        return api.get(path, Map.of()).body();
    }

    @Test
    void queueGrowsAndShrinks_alertFiresAndEnds() throws Exception {
        try (NarthexServer server = start("600ms", folder.resolve("data"))) {
            assertThat(server.addresses()).isNotEmpty();
            await().atMost(PATIENCE).until(() -> number("queue:double{by=\"rule\"}") == 10);
            await().atMost(PATIENCE)
                    .until(() -> get("/api/v1/rules").contains("\"state\":\"inactive\""));
            assertThat(get("/api/v1/alerts")).contains("\"alerts\":[]");
            length.set(20);
            await().atMost(PATIENCE).until(() -> number("ALERTS{alertstate=\"firing\"}") == 1);
            assertThat(get("/api/v1/alerts"))
                    .contains("\"alertname\":\"QueueLong\"", "\"severity\":\"page\"")
                    .contains("\"summary\":\"127.0.0.1:" + service.getAddress().getPort())
                    .contains(" in here: 40\"", "\"state\":\"firing\"", "\"value\":\"4e+01\"");
            assertThat(number("max_over_time(ALERTS{alertstate=\"pending\"}[1m])")).isEqualTo(1);
            assertThat(get("/api/v1/rules?type=record"))
                    .contains("\"name\":\"queue:double\"", "\"health\":\"ok\"")
                    .contains("\"interval\":0.3")
                    .doesNotContain("QueueLong", "lastError");
            assertThat(get("/metrics"))
                    .containsPattern(
                            "prometheus_rule_evaluations_total\\{rule_group=\"[^\"]*queue"
                                    + "\\.rules\\.yml;queue\"} [1-9]")
                    .containsPattern("prometheus_rule_evaluation_failures_total\\{[^}]*} 0")
                    .contains("prometheus_rule_group_duration_seconds{quantile=\"0.5\"}")
                    .contains("prometheus_rule_evaluation_duration_histogram_seconds_bucket");
            length.set(5);
            await().atMost(PATIENCE).until(() -> get("/api/v1/alerts").contains("\"alerts\":[]"));
            await().atMost(PATIENCE).until(() -> Double.isNaN(number("ALERTS")));
            assertThat(history())
                    .containsExactly(
                            "firing inactive absent",
                            "pending firing for_elapsed",
                            "inactive pending present");
            assertThat(get("/api/v1/alerts/history"))
                    .contains("\"rule\":\"QueueLong\"", "\"group\":\"queue\"")
                    .contains("\"value\":\"4e+01\"");
            assertThat(get("/api/v1/alerts/history?limit=1"))
                    .contains("\"to\":\"inactive\"", "\"nextToken\":\"")
                    .doesNotContain("pending");
        }
    }

    @Test
    void restart_firingAlert_goesOn() throws Exception {
        length.set(20);
        Path data = folder.resolve("data");
        Instant before;
        try (NarthexServer server = start("1s", data)) {
            assertThat(server.addresses()).isNotEmpty();
            await().atMost(PATIENCE).until(() -> number("ALERTS{alertstate=\"firing\"}") == 1);
            before = activeAt();
        }
        try (NarthexServer server = start("1s", data)) {
            assertThat(server.addresses()).isNotEmpty();
            // What happened before the restart is still known.
            assertThat(history()).contains("pending firing for_elapsed");
            // Series know full seconds only.
            await().atMost(PATIENCE)
                    .until(() -> activeAt().equals(before.truncatedTo(ChronoUnit.SECONDS)));
            assertThat(get("/metrics"))
                    .containsPattern("prometheus_rule_group_last_restore_duration_seconds\\{");
        }
    }

    /// What the alert went through, newest first: states before and after, and the reason.
    private List<String> history() {
        return CHANGE.matcher(get("/api/v1/alerts/history"))
                .results()
                .map(m -> m.group(1) + " " + m.group(2) + " " + m.group(3))
                .toList();
    }

    /// Since when the alert is active; the beginning of time where there is none.
    private Instant activeAt() {
        Matcher m = ACTIVE_AT.matcher(get("/api/v1/alerts"));
        return m.find() ? Instant.parse(m.group(1)) : Instant.MIN;
    }
}
