package io.narthex.server.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A scrape with the flag `type-and-unit-labels`, and one without.
class TypeAndUnitJourneyTest {
    private static final String BODY =
            """
            # TYPE work_seconds counter
            # UNIT work_seconds seconds
            # HELP work_seconds Time at work.
            work_seconds_total{kind="a"} 5
            # TYPE open gauge
            open 3
            # EOF
            """;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scrape_describesItsSeries(boolean flag) throws Exception {
        HttpServer service = service();
        try (NarthexServer server = start(service.getAddress().getPort(), flag)) {
            PrometheusApi api = new PrometheusApi(server.url().replaceAll("/$", ""));
            await().atMost(Duration.ofSeconds(30)).until(() -> !labels(api, "open").isEmpty());
            Map<String, String> work =
                    flag
                            ? Map.of(
                                    "__name__",
                                    "work_seconds_total",
                                    "kind",
                                    "a",
                                    "__type__",
                                    "counter",
                                    "__unit__",
                                    "seconds")
                            : Map.of("__name__", "work_seconds_total", "kind", "a");
            assertThat(labels(api, "work_seconds_total")).containsExactly(work);
            Map<String, String> open =
                    flag
                            ? Map.of("__name__", "open", "__type__", "gauge")
                            : Map.of("__name__", "open");
            assertThat(labels(api, "open")).containsExactly(open);
            assertThat(labels(api, "up{__type__!=\"\"}")).isEmpty();
        } finally {
            service.stop(0);
        }
    }

    private static Set<Map<String, String>> labels(PrometheusApi api, String query) {
        return api.vector(query, System.currentTimeMillis() / 1e3).keySet();
    }

    private static HttpServer service() throws IOException {
        HttpServer service =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        service.createContext(
                "/metrics",
                exchange -> {
                    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .set("Content-Type", "application/openmetrics-text; version=1.0.0");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        service.start();
        return service;
    }

    private static NarthexServer start(int port, boolean flag) {
        String yaml =
                """
                global: {scrape_interval: 100ms}
                scrape_configs:
                  - job_name: j
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                    metric_relabel_configs:
                      - {action: labeldrop, regex: job|instance}
                """
                        .formatted(port);
        ServerOptions o =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        List<String> names = flag ? List.of("type-and-unit-labels") : List.of();
        ServerOptions options =
                new ServerOptions(
                        o.http(),
                        o.engine().withFeatures(EnabledFeatures.of(names).engine()),
                        false,
                        o.storage(),
                        false,
                        false,
                        null,
                        Map.of());
        return NarthexServer.start(options, ConfigFile.parse("test.yml", yaml, _ -> null));
    }
}
