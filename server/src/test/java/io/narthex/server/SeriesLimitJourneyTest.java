package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.cardinality.SeriesLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A service puts a user's id into a label. What it costs is that metric's new series.
class SeriesLimitJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final AtomicInteger users = new AtomicInteger(3);
    private PrometheusApi api = new PrometheusApi("http://127.0.0.1:0");

    /// The value of a query that gives one element; not a number while it gives none.
    private double number(String query) {
        return api.vector(query, System.currentTimeMillis() / 1e3).values().stream()
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void explodingLabel_costsItsNewSeriesOnly() throws Exception {
        HttpServer service = service();
        try (NarthexServer server = start(service.getAddress().getPort())) {
            URI uri = URI.create(server.url());
            api = new PrometheusApi(server.url().replaceAll("/$", ""));
            await().atMost(PATIENCE).until(() -> number("count(logins_total)") == 3);
            users.set(500);
            await().atMost(PATIENCE).until(() -> number("count(logins_total)") == 10);
            await().atMost(PATIENCE)
                    .until(() -> number("scrape_samples_post_metric_relabeling") == 501);
            assertThat(number("up")).isEqualTo(1);
            assertThat(number("requests_total")).isEqualTo(7);
            // Known series of the full metric go on.
            users.set(600);
            await().atMost(PATIENCE).until(() -> number("max(logins_total)") == 600);
            await().atMost(PATIENCE)
                    .until(() -> number("scrape_samples_post_metric_relabeling") == 601);
            assertThat(number("count(logins_total)")).isEqualTo(10);
            assertThat(api.get("/api/v1/status/tsdb", Map.of("limit", 1)).body())
                    .contains(
                            "\"seriesCountByMetricName\":[{\"name\":\"logins_total\",\"value\":10}]")
                    .contains("\"seriesChurnPerHour\":{\"created\":16,\"removed\":0}");
            assertThat(ownMetrics(uri))
                    .containsPattern("narthex_series_refused_total\\{limit=\"metric\"} [1-9]")
                    .contains("narthex_series_refused_total{limit=\"all\"} 0");
        } finally {
            service.stop(0);
        }
    }

    private HttpServer service() throws IOException {
        HttpServer service =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/metrics",
                exchange -> {
                    int n = users.get();
                    StringBuilder body = new StringBuilder("requests_total 7\n");
                    for (int i = 0; i < n; i++) {
                        body.append("logins_total{user_id=\"u")
                                .append(i)
                                .append("\"} ")
                                .append(n)
                                .append('\n');
                    }
                    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        service.start();
        return service;
    }

    private static NarthexServer start(int port) {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions defaults = ServerOptions.of(http);
        ServerOptions options =
                new ServerOptions(
                        http,
                        defaults.engine(),
                        true,
                        TsdbOptions.builder().seriesLimits(new SeriesLimits(1000, 0, 10)).build(),
                        false,
                        false,
                        null,
                        Map.of());
        String yaml =
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: web
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """;
        return NarthexServer.start(
                options, ConfigFile.parse("test.yml", yaml.formatted(port), _ -> null));
    }

    private static String ownMetrics(URI server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.resolve("metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
