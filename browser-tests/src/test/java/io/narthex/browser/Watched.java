package io.narthex.browser;

import static org.awaitility.Awaitility.await;

import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A server with something to show on every page: rules that fire, wait and fail, an objective, a
/// target that is up and one that is down.
///
/// @param application the target that is up
record Watched(Served narthex, Answers application) implements AutoCloseable {
    private static final String RULES =
            """
            groups:
              - name: service
                rules:
                  - {record: 'job:up', expr: sum by (job) (up)}
                  - alert: Always
                    expr: vector(5) > 3
                    labels: {severity: page}
                    annotations: {summary: It is five}
                  - {alert: Waiting, expr: vector(1) > 0, for: 1h}
              - name: broken
                rules:
                  - {record: wrong, expr: up + on() up}
            """;

    private static final String CONFIGURATION =
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ['%s']
            scrape_configs:
              - job_name: shop
                static_configs: [{targets: ["%s"]}]
                relabel_configs:
                  - {target_label: env, replacement: test}
              - job_name: gone
                static_configs: [{targets: ["127.0.0.1:1"]}]
            slos:
              - name: availability
                objective: 99
                window: 1d
                indicator: {total: 'requests_total', bad: 'requests_total{status="500"}'}
            """;

    /// Requests stop after a few scrapes, so that numbers stand still and can be compared.
    private static final int GROWS = 4;

    /// Starts both, and waits until all rules were evaluated and requests have stopped.
    ///
    /// @param folder where the rules go
    static Watched start(Path folder) {
        AtomicInteger scrapes = new AtomicInteger();
        Answers application =
                Answers.metrics(
                        () -> {
                            int n = Math.min(scrapes.getAndIncrement(), GROWS);
                            return """
                            # TYPE requests_total counter
                            requests_total{status="200"} %d
                            requests_total{status="500"} %d
                            """
                                    .formatted(1000 * n, n);
                        });
        Path rules = folder.resolve("rules.yml");
        try {
            Files.writeString(rules, RULES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Watched watched =
                new Watched(
                        Served.with(CONFIGURATION.formatted(rules, application.target())),
                        application);
        await().atMost(Duration.ofSeconds(60)).until(() -> scrapes.get() > GROWS + 1);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                watched.data("alerts", Map.of(), "alerts").size() == 2
                                        && watched.data("rules", Map.of(), "groups").stream()
                                                .allMatch(Watched::isEvaluated));
        return watched;
    }

    private static boolean isEvaluated(Object group) {
        return PrometheusApi.list(PrometheusApi.member(group, "rules")).stream()
                .noneMatch(rule -> PrometheusApi.member(rule, "health").equals("unknown"));
    }

    /// What a GET request to a path below `/api/v1` answers.
    Object data(String path, Map<String, ?> parameters) {
        return PrometheusApi.data(narthex.api().get("api/v1/" + path, parameters));
    }

    /// A list in what a GET request to a path below `/api/v1` answers.
    List<Object> data(String path, Map<String, ?> parameters, String member) {
        return PrometheusApi.list(PrometheusApi.member(data(path, parameters), member));
    }

    @Override
    public void close() {
        narthex.close();
        application.close();
    }
}
