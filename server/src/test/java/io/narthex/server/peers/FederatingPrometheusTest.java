package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prometheus as a federating parent: it scrapes the newest samples from here, and has them with
/// their own times and labels.
///
/// Native histograms are not compared here: Prometheus 2.42 asks for protobuf, which brings them,
/// only with its `native-histograms` feature.
class FederatingPrometheusTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final int SERIES = 300;
    private static final int ROUNDS = 3;

    @TempDir private Path folder = Path.of("");

    @Test
    void parent_hasTheSamplesOfTheServerBelow() throws Exception {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions options = ServerOptions.of(http).withReceivers(ReceiverOptions.of(true));
        int port = ExternalProgram.freePort();
        try (NarthexServer server = NarthexServer.start(options, configuration());
                ExternalProgram program = parent(server, port)) {
            PrometheusApi parent = new PrometheusApi("http://127.0.0.1:" + port);
            program.await("the parent's readiness", () -> parent.answers("-/ready"));
            for (int round = 0; round < ROUNDS; round++) {
                push(server, round);
                double expected = sum(round);
                program.await(
                        "the samples of round " + round,
                        () -> parent.vector("sum(below)", Double.NaN).containsValue(expected));
            }
            PrometheusApi below = new PrometheusApi(server.url());
            double now = System.currentTimeMillis() / 1000.0;
            Map<Map<String, String>, Map<Double, Double>> stored = parent.samples("below[5m]", now);
            assertThat(stored).isEqualTo(withSite(below.samples("below[5m]", now)));
            assertThat(stored).hasSize(SERIES);
            assertThat(stored.values()).allMatch(samples -> samples.size() == ROUNDS);
            assertThat(parent.vector("count(not_asked_for)", now)).isEmpty();
            assertThat(parent.vector("up", now)).containsValue(1.0);
        }
    }

    private Configuration configuration() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("narthex.yml"),
                        """
                        global:
                          external_labels: {site: below}
                        """);
        return ConfigFile.read(file, false);
    }

    private ExternalProgram parent(NarthexServer server, int port) throws IOException {
        String yaml =
                """
                scrape_configs:
                  - job_name: federate
                    scrape_interval: 200ms
                    scrape_timeout: 200ms
                    honor_labels: true
                    metrics_path: /federate
                    params:
                      'match[]': ['{job="batch"}', '{nothing="at all"}']
                    static_configs: [{targets: ["%s"]}]
                """
                        .formatted(URI.create(server.url()).getAuthority());
        Path config = Files.writeString(folder.resolve("prometheus.yml"), yaml);
        return ExternalProgram.start(
                folder.resolve("prometheus.log"),
                Map.of(),
                List.of(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    /// Pushes a sample of each series, as a batch job of two instances, and one of another job.
    private static void push(NarthexServer server, int round)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("not_asked_for{job=\"other\"} 1\n");
        for (int i = 0; i < SERIES; i++) {
            body.append(
                    "below{job=\"batch\",instance=\"host:%d\",i=\"%d\"} %s\n"
                            .formatted(i % 2, i, value(i, round)));
        }
        HttpResponse<String> reply =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                new PrometheusApi(server.url())
                                                        .uri("api/v1/import/prometheus"))
                                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
    }

    /// Quarters, so that sums are exact.
    private static double value(int i, int round) {
        return i * 0.25 + 1000 * round;
    }

    private static double sum(int round) {
        double sum = 0;
        for (int i = 0; i < SERIES; i++) {
            sum += value(i, round);
        }
        return sum;
    }

    private static Map<Map<String, String>, Map<Double, Double>> withSite(
            Map<Map<String, String>, Map<Double, Double>> series) {
        Map<Map<String, String>, Map<Double, Double>> all = new LinkedHashMap<>();
        series.forEach(
                (labels, samples) -> {
                    Map<String, String> more = new LinkedHashMap<>(labels);
                    more.put("site", "below");
                    all.put(more, samples);
                });
        return all;
    }
}
