package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a small heap that fifty hostile queries are thrown at.
class HostileQueriesTest {
    private static final int QUERIES = 50;
    private static final int SERIES = 2_000;
    private static final int SAMPLES = 240;
    private static final long SAMPLE_MILLIS = 30_000;
    private static final double SCRAPE_SECONDS = 2;
    private static final int ENOUGH_SCRAPES = 4;
    private static final String FIRING = "ALERTS{alertname=\"Steady\",alertstate=\"firing\"}";

    /// Each takes much of something: rows, steps, pairs of rows, or time.
    private static final List<String> HOSTILE =
            List.of(
                    "{__name__=~\".+\"}",
                    "quantile_over_time(0.9, {__name__=~\".+\"}[2h:1s])",
                    "count({__name__=~\".+\"} * on (a) group_left () {__name__=~\".+\"})",
                    "x and on (a) x unless on (i) x or x or x + 1 or x + 2",
                    "sum by (i) (rate(x[2h:1s]))",
                    "topk(100000, {__name__=~\".+\"} or x + 1)",
                    "count_values(\"v\", {__name__=~\".*\", a=~\"(.+)+\"})",
                    "max_over_time(quantile_over_time(0.5, x[1h:1s])[1h:1s])",
                    "label_replace({__name__=~\".+\"}, \"b\", \"$1$1$1$1\", \"i\", \"(.*)\")",
                    "x * on () group_left () x");

    private static final Pattern STATUS = Pattern.compile("^\\{\"status\":\"(error|success)\".*");
    private static final Pattern ERROR =
            Pattern.compile("\\{\"status\":\"error\",\"errorType\":\"(\\w+)\",\"error\":\".*\"\\}");

    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

    @TempDir private Path folder = Path.of("");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private void fill(long now) {
        TsdbOptions options =
                TsdbOptions.builder()
                        .directory(folder.resolve("data"))
                        .maintenanceInterval(Duration.ZERO)
                        .build();
        try (Tsdb store = new Tsdb(options)) {
            long[] refs = new long[SERIES];
            for (int k = 0; k < SAMPLES; k++) {
                try (Appender appender = store.appender()) {
                    for (int s = 0; s < SERIES; s++) {
                        if (k == 0) {
                            refs[s] = appender.resolve(labels(s));
                        }
                        appender.append(refs[s], now - (SAMPLES - k) * SAMPLE_MILLIS, k * s);
                    }
                    appender.commit();
                }
            }
        }
    }

    private static Labels labels(int s) {
        return Labels.of(Labels.NAME, "x", "a", "" + s % 3, "i", "" + s);
    }

    private ExternalProgram start(int port, int exporter) throws IOException {
        Path rules =
                Files.writeString(
                        folder.resolve("rules.yml"),
                        """
                        groups:
                          - name: steady
                            interval: 2s
                            rules:
                              - {alert: Steady, expr: up == 1}
                              - {record: ones, expr: count(x)}
                        """);
        Path config =
                Files.writeString(
                        folder.resolve("n.yml"),
                        """
                        rule_files: [%s]
                        scrape_configs:
                          - job_name: steady
                            scrape_interval: 2s
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(rules, exporter));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of("server", "--config.file=" + config));
        command.add("--storage.path=" + folder.resolve("data"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        command.addAll(List.of("--web.enable-admin-api", "--query.timeout=2s"));
        command.addAll(List.of("--query.max-concurrency=8", "--query.max-queued=16"));
        ExternalProgram server =
                ExternalProgram.start(folder.resolve("server.log"), Map.of(), command);
        server.await("ready", () -> server.output().contains("ready at"));
        return server;
    }

    private CompletableFuture<HttpResponse<String>> ask(int port, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String range(String query, long now) {
        return "query_range?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8)
                + "&start="
                + (now / 1000 - 7200)
                + "&end="
                + now / 1000
                + "&step=1";
    }

    /// A figure of the server's own metrics.
    private static double metric(PrometheusApi api, String name) {
        String text = api.get("metrics", Map.of()).body();
        Matcher m = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(text);
        assertThat(m.find()).as(name).isTrue();
        return Double.parseDouble(m.group(1));
    }

    @Test
    void fiftyHostileQueries_killNeitherTheServerNorItsScrapesAndRules() throws Exception {
        long now = System.currentTimeMillis();
        fill(now);
        HttpServer exporter = exporter();
        int port = ExternalProgram.freePort();
        PrometheusApi api = new PrometheusApi("http://127.0.0.1:" + port);
        try (ExternalProgram server = start(port, exporter.getAddress().getPort())) {
            server.await(
                    "the first alert",
                    () -> api.get("api/v1/alerts", Map.of()).body().contains("Steady"));
            System.out.println("hostile queries by answer: " + storm(port, now));
            server.await("idle threads", () -> metric(api, "narthex_engine_threads_busy") == 0);
            assertThat(metric(api, "prometheus_engine_queries")).isZero();
            assertThat(metric(api, "narthex_engine_held_bytes")).isZero();
            killOne(server, api, port, now);
            server.await("enough scrapes and alerts", () -> hasEnough(api, now));
            noScrapeIsMissing(api, now);
            assertThat(server.output()).doesNotContain("OutOfMemoryError");
        } finally {
            exporter.stop(0);
        }
    }

    /// @return how often there was which answer
    private Map<String, Integer> storm(int port, long now) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            answers.add(ask(port, range(HOSTILE.get(i % HOSTILE.size()), now)));
            answers.add(ask(port, "series?match%5B%5D=%7B__name__=~%22.%2B%22%7D"));
        }
        Map<String, Integer> kinds = new TreeMap<>();
        boolean refused = false;
        for (CompletableFuture<HttpResponse<String>> pending : answers) {
            HttpResponse<String> answer = pending.join();
            String body = answer.body();
            String shown = body.substring(0, Math.min(200, body.length()));
            assertThat(STATUS.matcher(shown.replace("\n", "")).matches()).as(shown).isTrue();
            String kind = "success";
            if (answer.statusCode() != 200) {
                Matcher m = ERROR.matcher(body);
                assertThat(m.matches()).as(shown).isTrue();
                kind = m.group(1) + " " + answer.statusCode();
            }
            kinds.merge(kind, 1, Integer::sum);
            refused |= answer.headers().firstValue("Retry-After").isPresent();
        }
        assertThat(refused).as("some were too many: %s", kinds).isTrue();
        assertThat(kinds.keySet())
                .isSubsetOf("success", "execution 422", "timeout 503", "unavailable 503");
        return kinds;
    }

    /// The engine's own count of working threads tells that the query is gone.
    private void killOne(ExternalProgram server, PrometheusApi api, int port, long now)
            throws Exception {
        CompletableFuture<HttpResponse<String>> victim =
                ask(port, range("quantile_over_time(0.9, x[2h:1s])", now));
        server.await("work", () -> metric(api, "narthex_engine_threads_busy") > 0);
        Matcher id = ID.matcher(api.get("api/v1/status/active_queries", Map.of()).body());
        assertThat(id.find()).isTrue();
        long before = System.nanoTime();
        HttpResponse<String> deleted =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + port
                                                        + "/api/v1/query/"
                                                        + id.group(1)))
                                .DELETE()
                                .build(),
                        BodyHandlers.ofString());
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(victim.join().statusCode()).isEqualTo(499);
        double millis = (System.nanoTime() - before) / 1e6;
        server.await("idle threads", () -> metric(api, "narthex_engine_threads_busy") == 0);
        // Not judged: the machine may be busy.
        System.out.printf("%.1f ms from DELETE to the answer \"canceled\"%n", millis);
    }

    /// Some of both; alerts are stored from the third evaluation on, as in Prometheus.
    private static boolean hasEnough(PrometheusApi api, long since) {
        double now = System.currentTimeMillis() / 1000.0;
        return scrapes(api, since, now).size() >= ENOUGH_SCRAPES
                && !api.vector(FIRING, now).isEmpty();
    }

    /// The target's health by time.
    private static Map<Double, Double> scrapes(PrometheusApi api, long since, double now) {
        int seconds = (int) (now - since / 1000.0) + 1;
        Map<Map<String, String>, Map<Double, Double>> up = api.samples("up[" + seconds + "s]", now);
        assertThat(up).hasSize(1);
        return up.values().iterator().next();
    }

    private static void noScrapeIsMissing(PrometheusApi api, long since) {
        double now = System.currentTimeMillis() / 1000.0;
        Map<Double, Double> samples = scrapes(api, since, now);
        assertThat(samples.values()).allMatch(v -> v == 1);
        double before = Double.NaN;
        for (double at : samples.keySet()) {
            assertThat(Double.isNaN(before) || at - before < 1.5 * SCRAPE_SECONDS)
                    .as("scrapes at %s", samples.keySet())
                    .isTrue();
            before = at;
        }
        assertThat(api.vector(FIRING, now)).hasSize(1);
        assertThat(api.vector("ones", now).values()).containsExactly((double) SERIES);
        String metrics = api.get("metrics", Map.of()).body();
        assertThat(metrics)
                .containsPattern("prometheus_rule_group_iterations_missed_total\\S* 0(\\.0)?\n");
    }

    private static HttpServer exporter() throws IOException {
        HttpServer exporter =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] text = "steady 1\n".getBytes(StandardCharsets.US_ASCII);
        exporter.createContext(
                "/metrics",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Type", "text/plain");
                        exchange.sendResponseHeaders(200, text.length);
                        exchange.getResponseBody().write(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        exporter.start();
        return exporter;
    }
}
