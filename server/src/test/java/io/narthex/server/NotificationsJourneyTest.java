package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.notify.NotifierOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a number that grows to people who are told, with receivers as bad as they get.
class NotificationsJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern SILENCE_ID = Pattern.compile("\"silenceID\":\"([0-9a-f-]{36})\"");

    /// A scrape that is late on a busy machine must not end an alert.
    private static final String RULES =
            """
            groups:
              - name: queue
                rules:
                  - record: queue:double
                    expr: last_over_time(queue_length[1m]) * 2
                  - alert: QueueLong
                    expr: last_over_time(queue_length[1m]) > 15
                    for: 400ms
                    labels: {severity: page}
                    annotations: {summary: 'the queue has {{ $value }}'}
                  - alert: QueueHuge
                    expr: last_over_time(queue_length[1m]) > 100
                    labels: {severity: page}
            """;

    @TempDir private Path folder;
    private final AtomicInteger length = new AtomicInteger(5);
    private final Hooks hooks = new Hooks();
    private HttpServer service;
    private PrometheusApi api = new PrometheusApi("http://127.0.0.1:0");

    /// The receivers: a webhook at `/hook`, and a Slack-compatible one at `/slack`.
    private static final class Hooks {
        final List<String> webhook = new CopyOnWriteArrayList<>();
        final List<String> slack = new CopyOnWriteArrayList<>();
        final AtomicInteger hanging = new AtomicInteger();
        final CountDownLatch release = new CountDownLatch(1);
        volatile boolean hangs;
        volatile int status = 200;
        private HttpServer server = start(0);
        final int port = server.getAddress().getPort();

        private HttpServer start(int at) {
            try {
                HttpServer started =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
                started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                started.createContext("/hook", exchange -> take(exchange, webhook));
                started.createContext("/slack", exchange -> take(exchange, slack));
                started.start();
                return started;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void take(HttpExchange exchange, List<String> into) throws IOException {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (hangs) {
                hanging.incrementAndGet();
                awaitRelease();
            }
            if (status == 200) {
                into.add(body);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }

        private void awaitRelease() {
            try {
                assertThat(release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void disappear() {
            server.stop(0);
        }

        void comeBack() {
            server = start(port);
        }
    }

    @BeforeEach
    void startService() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/metrics",
                exchange -> {
                    byte[] body =
                            ("queue_length " + length.get() + "\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        service.start();
    }

    @AfterEach
    void stop() {
        hooks.release.countDown();
        hooks.disappear();
        service.stop(0);
    }

    private NarthexServer start() throws IOException {
        Files.writeString(folder.resolve("queue.rules.yml"), RULES);
        Path config =
                Files.writeString(
                        folder.resolve("narthex.yml"),
                        """
                        global: {scrape_interval: 200ms, evaluation_interval: 200ms}
                        rule_files: ['*.rules.yml']
                        notifications:
                          group_wait: 0s
                          group_interval: 500ms
                          receivers:
                            - name: team
                              match: '{severity="page"}'
                              webhook: {url: "http://127.0.0.1:%d/hook"}
                            - name: chat
                              slack: {url: "http://127.0.0.1:%d/slack", channel: "#ops"}
                        scrape_configs:
                          - job_name: queue
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(hooks.port, hooks.port, service.getAddress().getPort()));
        ServerOptions defaults =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        // Alerts go on after a restart without a pause.
        RuleOptions rules =
                new RuleOptions(
                        InstantSource.system(),
                        System::nanoTime,
                        "",
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        0);
        Path data = folder.resolve("data");
        NarthexServer server =
                NarthexServer.start(
                        defaults.withStorage(defaults.storage().toBuilder().directory(data).build())
                                .withRules(rules)
                                .withAlerting(new AlertingOptions(NotifierOptions.DEFAULTS, true)),
                        ConfigFile.read(config));
        api = new PrometheusApi(server.url().replaceAll("/$", ""));
        return server;
    }

    private String get(String path) {
        return api.get(path, Map.of()).body();
    }

    private double number(String query) {
        return api.vector(query, System.currentTimeMillis() / 1e3).values().stream()
                .findFirst()
                .orElse(Double.NaN);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(api.get("", Map.of()).uri() + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// What the API tells of the webhook's receiver.
    private Object team() {
        Object data = PrometheusApi.data(api.get("/api/v1/notifications/deliveries", Map.of()));
        return PrometheusApi.list(PrometheusApi.member(data, "receivers")).getFirst();
    }

    private String team(String member) {
        return String.valueOf(PrometheusApi.member(team(), member));
    }

    @Test
    void alertThatFiresAndEnds_isToldToBoth() throws Exception {
        try (NarthexServer server = start()) {
            assertThat(server.addresses()).isNotEmpty();
            length.set(20);
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 1);
            await().atMost(PATIENCE).until(() -> hooks.slack.size() == 1);
            assertThat(hooks.webhook.getFirst())
                    .contains("\"status\":\"firing\",\"receiver\":\"team\"")
                    .contains("\"alertname\":\"QueueLong\"", "\"severity\":\"page\"")
                    .contains("\"summary\":\"the queue has 20\"");
            assertThat(hooks.slack.getFirst())
                    .contains("\"channel\":\"#ops\",\"text\":\"[FIRING:1] QueueLong\"");
            // It was pending before, of which nobody is told.
            assertThat(get("/api/v1/alerts/history?rule_name[]=QueueLong"))
                    .contains("\"to\":\"pending\"", "\"to\":\"firing\"");
            length.set(5);
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 2);
            await().atMost(PATIENCE).until(() -> hooks.slack.size() == 2);
            assertThat(hooks.webhook.getLast()).contains("\"status\":\"resolved\",\"receiver\"");
            assertThat(hooks.slack.getLast()).contains("[RESOLVED] QueueLong");
            await().atMost(PATIENCE).until(() -> team("delivered").equals("2.0"));
            assertThat(team("queued")).isEqualTo("0.0");
            assertThat(team("lastError")).isEmpty();
            assertThat(get("/metrics"))
                    .contains("narthex_delivery_messages_total{receiver=\"team\"} 2.0")
                    .contains("narthex_delivery_failed_tries_total{receiver=\"team\"} 0.0")
                    .contains("narthex_delivery_dropped_total{receiver=\"team\"} 0.0")
                    .contains("narthex_delivery_queue_length{receiver=\"chat\"} 0.0")
                    .contains("narthex_delivery_queue_capacity{receiver=\"chat\"} 1000.0")
                    .contains(
                            "narthex_delivery_last_success_timestamp_seconds{receiver=\"team\"} ");
        }
    }

    @Test
    void silence_holdsAnAlertBack_overARestart_untilItEnds() throws Exception {
        String id;
        try (NarthexServer server = start()) {
            assertThat(server.addresses()).isNotEmpty();
            id = silence("QueueLong");
            length.set(200);
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 1);
            await().atMost(PATIENCE)
                    .until(() -> number("count(ALERTS{alertstate=\"firing\"})") == 2);
            length.set(20);
            // The other alert's end is told later than the silenced one would have been.
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 2);
            assertThat(hooks.webhook.toString() + hooks.slack)
                    .contains("\"status\":\"resolved\"", "QueueHuge")
                    .doesNotContain("QueueLong");
        }
        try (NarthexServer server = start()) {
            assertThat(server.addresses()).isNotEmpty();
            assertThat(get("/api/v2/silence/" + id))
                    .contains("\"state\":\"active\"", "\"comment\":\"deploying\"");
            assertThat(hooks.webhook).hasSize(2);
            assertThat(send("DELETE", "api/v2/silence/" + id, "").statusCode()).isEqualTo(200);
            assertThat(get("/api/v2/silences")).contains("\"state\":\"expired\"");
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 3);
            assertThat(hooks.webhook.getLast())
                    .contains("\"status\":\"firing\",\"receiver\":\"team\"", "QueueLong");
        }
    }

    private String silence(String alert) throws Exception {
        HttpResponse<String> response =
                send(
                        "POST",
                        "api/v2/silences",
                        """
                        {"matchers": [{"name": "alertname", "value": "%s", "isRegex": false}],
                         "startsAt": "%s", "endsAt": "%s",
                         "createdBy": "kim", "comment": "deploying"}
                        """
                                .formatted(
                                        alert,
                                        Instant.now(),
                                        Instant.now().plus(Duration.ofHours(1))));
        Matcher id = SILENCE_ID.matcher(response.body());
        assertThat(id.find()).as(response.body()).isTrue();
        return id.group(1);
    }

    @Test
    void receiverThatHangsFailsAndDisappears_isToldOnce_afterARestart() throws Exception {
        try (NarthexServer server = start()) {
            assertThat(server.addresses()).isNotEmpty();
            hooks.hangs = true;
            length.set(20);
            await().atMost(PATIENCE).until(() -> hooks.hanging.get() == 2);
            // Rules go on meanwhile.
            length.set(21);
            await().atMost(PATIENCE).until(() -> number("queue:double") == 42);
            assertThat(team("queued")).isEqualTo("1.0");
            hooks.status = 500;
            hooks.hangs = false;
            hooks.release.countDown();
            await().atMost(PATIENCE)
                    .until(() -> team("lastError").equals("it answered with status 500"));
            hooks.disappear();
            await().atMost(PATIENCE).until(() -> team("lastError").contains("ConnectException"));
            assertThat(team("queued")).isEqualTo("1.0");
            // Not while a try is under way.
            await().atMost(PATIENCE).until(() -> !team("nextTry").equals("null"));
            assertThat(get("/metrics"))
                    .contains("narthex_delivery_queue_length{receiver=\"team\"} 1.0")
                    .containsPattern(
                            "narthex_delivery_failed_tries_total\\{receiver=\"team\"} [2-9]")
                    .doesNotContain("narthex_delivery_last_success_timestamp_seconds{");
        }
        hooks.status = 200;
        hooks.comeBack();
        try (NarthexServer server = start()) {
            assertThat(server.addresses()).isNotEmpty();
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 1);
            // The rule finds its alert again, and hands it in.
            await().atMost(PATIENCE)
                    .until(() -> get("/api/v1/alerts").contains("\"state\":\"firing\""));
            length.set(5);
            await().atMost(PATIENCE).until(() -> hooks.webhook.size() == 2);
            assertThat(hooks.webhook.getFirst())
                    .contains("\"status\":\"firing\",\"receiver\"", "the queue has 20");
            assertThat(hooks.webhook.getLast()).contains("\"status\":\"resolved\",\"receiver\"");
        }
    }
}
