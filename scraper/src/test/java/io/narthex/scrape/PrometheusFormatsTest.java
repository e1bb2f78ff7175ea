package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A real Prometheus, whose own metrics come as protobuf and as text: both are the same series.
class PrometheusFormatsTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder = Path.of("");

    @Test
    void prometheus_isScrapedTheSameInEitherFormat() throws IOException {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        int port = ExternalProgram.freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "");
        try (ExternalProgram program =
                        ExternalProgram.start(
                                folder.resolve("prometheus.log"),
                                Map.of(),
                                List.of(
                                        PROMETHEUS.toString(),
                                        "--config.file=" + config,
                                        "--storage.tsdb.path=" + folder.resolve("data"),
                                        "--web.listen-address=127.0.0.1:" + port));
                ScrapeFixture fixture = new ScrapeFixture()) {
            program.await("Prometheus' readiness", () -> isReady(port));
            fixture.scrape(
                    job("proto", port, ScrapeProtocol.PROMETHEUS_PROTO),
                    job("text", port, ScrapeProtocol.PROMETHEUS_TEXT_0_0_4));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(series(fixture, "proto").keySet())
                                            .hasSizeGreaterThan(300)
                                            .isEqualTo(series(fixture, "text").keySet()));
            Map<Labels, Double> proto = series(fixture, "proto");
            Map<Labels, Double> text = series(fixture, "text");
            assertThat(proto.keySet())
                    .anyMatch(l -> isPoint(l, "go_gc_duration_seconds", "quantile"))
                    .anyMatch(
                            l ->
                                    isPoint(
                                            l,
                                            "prometheus_http_request_duration_seconds_bucket",
                                            "le"));
            assertThat(proto.keySet().stream().filter(PrometheusFormatsTest::isConstant).toList())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(l -> assertThat(proto.get(l)).isEqualTo(text.get(l)));
            assertThat(fixture.scraper.activeTargets())
                    .allSatisfy(t -> assertThat(t.lastError()).isEmpty());
        }
    }

    private static ScrapeConfig.Builder job(String name, int port, ScrapeProtocol protocol) {
        return ScrapeConfig.builder(name)
                .interval(Duration.ofMillis(250))
                .protocols(List.of(protocol))
                .targetGroups(
                        List.of(
                                TargetGroup.ofAddresses(
                                        List.of("127.0.0.1:" + port), Labels.empty(), "0")));
    }

    private static boolean isReady(int port) {
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
            HttpURLConnection asked = (HttpURLConnection) ready.toURL().openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException _) {
            return false; // not listening yet
        }
    }

    /// The newest sample of each series of a job, without the job's label and the reports.
    private static Map<Labels, Double> series(ScrapeFixture fixture, String job) {
        Map<Labels, Double> found = new TreeMap<>();
        try (Querier querier = fixture.store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet all =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal("job", job)));
            for (int i = 0; i < all.size(); i++) {
                var series = all.cursor().at(i);
                found.put(series.labels().drop("job"), series.valueAt(series.count() - 1));
            }
        }
        return found;
    }

    private static boolean isPoint(Labels labels, String name, String label) {
        return labels.metricName().equals(name) && labels.getOrEmpty(label).equals("1.0");
    }

    private static boolean isConstant(Labels labels) {
        String name = labels.metricName();
        return name.endsWith("_info") || name.contains("_config_") || name.endsWith("_max_fds");
    }
}
