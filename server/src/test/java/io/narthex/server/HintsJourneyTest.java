package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.DemoApplication;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Hints of a server that scrapes a real service, as its clients get them.
class HintsJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String RAW = "sum by (le) (fastapi_request_duration_seconds_bucket)";
    private static final String TRAFFIC = "sum(rate(fastapi_request_count_total[5m]))";
    private static final String SHORT =
            "increase(fastapi_request_count_total{endpoint!=\"/metrics\"}[500ms])";

    private static final Map<String, String> HINTS =
            Map.of(
                    RAW,
                    "hint: fastapi_request_duration_seconds_bucket is a counter, it only grows;"
                            + " read it through rate() or increase(), such as"
                            + " rate(fastapi_request_duration_seconds_bucket[5m]) (1:14)",
                    TRAFFIC,
                    "hint: scrapes of /metrics are counted too;"
                            + " leave them out with {endpoint!=\"/metrics\"} (1:10)",
                    SHORT,
                    "hint: the window [500ms] holds fewer than 4 scrapes (every 200ms);"
                            + " take at least [800ms] (1:59)");

    private static NarthexServer start(int applicationPort, boolean hints) {
        ServerOptions defaults =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        ServerOptions options =
                new ServerOptions(
                        defaults.http(),
                        defaults.engine(),
                        hints,
                        defaults.storage(),
                        false,
                        false,
                        null,
                        Map.of());
        String yaml =
                """
                global: {scrape_interval: 200ms}
                scrape_configs:
                  - job_name: fastapi
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(applicationPort);
        return NarthexServer.start(options, ConfigFile.parse("test.yml", yaml, _ -> null));
    }

    private static List<Object> infos(PrometheusApi api, String path, String query) {
        long now = System.currentTimeMillis() / 1000;
        Map<String, ?> parameters =
                path.endsWith("range")
                        ? Map.of("query", query, "start", now - 30, "end", now, "step", 5)
                        : Map.of("query", query);
        Map<String, Object> answer =
                PrometheusApi.map(PrometheusApi.json(api.post(path, parameters).body()));
        assertThat(answer).as(query).containsEntry("status", "success");
        return PrometheusApi.list(answer.getOrDefault("infos", List.of()));
    }

    @Test
    void answersOfBothEndpoints_tellOfEachMistake() throws IOException {
        try (DemoApplication application = DemoApplication.start(0);
                NarthexServer server = start(application.port(), true)) {
            PrometheusApi api = new PrometheusApi(server.url());
            visit(application); // without a request the panels would be empty, and say why
            HINTS.forEach(
                    (query, hint) -> {
                        for (String path : List.of("api/v1/query", "api/v1/query_range")) {
                            await().atMost(PATIENCE)
                                    .untilAsserted(
                                            () ->
                                                    assertThat(infos(api, path, query))
                                                            .containsExactly(hint));
                        }
                    });
            // Everything is known by now that a hint could be about.
            List<String> readme = panelsOfTheReadme();
            assertThat(readme).hasSize(9); // seven panels, and two conditions of alerts
            Set<String> queries = new LinkedHashSet<>(readme);
            Panels.all().forEach(panel -> queries.add((String) panel.get("query")));
            for (String query : queries) {
                assertThat(infos(api, "api/v1/query", query)).as(query).noneMatch(this::isHint);
                assertThat(infos(api, "api/v1/query_range", query))
                        .as(query)
                        .noneMatch(this::isHint);
            }
        }
    }

    private static void visit(DemoApplication application) throws IOException {
        try (InputStream page = application.uri().resolve("/items/1").toURL().openStream()) {
            page.readAllBytes();
        }
    }

    private boolean isHint(Object info) {
        return info.toString().startsWith("hint:");
    }

    /// The queries of the panels as the README has them.
    private static List<String> panelsOfTheReadme() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return Pattern.compile("```promql\n([^`]*)\n```")
                .matcher(readme)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    void withoutHints_nothingIsSaid() throws IOException {
        try (DemoApplication application = DemoApplication.start(0);
                NarthexServer server = start(application.port(), false)) {
            PrometheusApi api = new PrometheusApi(server.url());
            await().atMost(PATIENCE)
                    .until(() -> !api.vector("fastapi_request_count_total", Double.NaN).isEmpty());
            for (String query : HINTS.keySet()) {
                assertThat(infos(api, "api/v1/query", query)).isEmpty();
                assertThat(infos(api, "api/v1/query_range", query)).isEmpty();
            }
        }
    }
}
