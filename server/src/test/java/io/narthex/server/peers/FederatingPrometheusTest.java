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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prometheus as a federating parent: it scrapes the newest samples from here, and has them with
/// their own times and labels. One parent asks for text, another one for protobuf, which brings
/// native histograms too.
class FederatingPrometheusTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final int SERIES = 300;
    private static final int ROUNDS = 3;

    @TempDir private Path folder = Path.of("");

    /// A Prometheus that scrapes the server below.
    private record Parent(ExternalProgram program, PrometheusApi api) implements AutoCloseable {
        void awaitReady() {
            program.await("the parent's readiness", () -> api.answers("-/ready"));
        }

        void awaitValue(String query, double value) {
            program.await(
                    query + " = " + value,
                    () -> api.vector(query, Double.NaN).containsValue(value));
        }

        @Override
        public void close() {
            program.close();
        }
    }

    @Test
    void parents_haveTheSamplesOfTheServerBelow() throws Exception {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions options = ServerOptions.of(http).withReceivers(ReceiverOptions.of(true));
        try (NarthexServer server = NarthexServer.start(options, configuration());
                Parent text = parent(server, "text");
                Parent protobuf =
                        parent(server, "protobuf", "--enable-feature=native-histograms")) {
            PrometheusApi below = new PrometheusApi(server.url());
            List<Parent> parents = List.of(text, protobuf);
            parents.forEach(Parent::awaitReady);
            for (int round = 0; round < ROUNDS; round++) {
                push(server, round);
                pushHistogram(below, round);
                for (Parent parent : parents) {
                    parent.awaitValue("sum(below)", sum(round));
                }
                protobuf.awaitValue("histogram_sum(below_seconds)", round + 0.25);
            }
            for (Parent parent : parents) {
                assertSame(parent.api, below, ROUNDS);
            }
            assertSameHistogram(protobuf.api, below);
            assertThat(text.api.vector("below_seconds", Double.NaN)).isEmpty();
            endOne(below);
            push(server, ROUNDS, 1);
            double left = sum(ROUNDS) - value(0, ROUNDS);
            for (Parent parent : parents) {
                // What ended is no more in the answer; its last sample stays as it was.
                parent.awaitValue("sum(below{i!=\"0\"})", left);
                assertThat(samples(parent.api, "below{i=\"0\"}").values())
                        .singleElement()
                        .satisfies(s -> assertThat(s).hasSize(ROUNDS));
            }
        }
    }

    private static Map<Map<String, String>, Map<Double, Double>> samples(
            PrometheusApi api, String selector) {
        return api.samples(selector + "[5m]", System.currentTimeMillis() / 1000.0);
    }

    private static void assertSame(PrometheusApi parent, PrometheusApi below, int rounds) {
        Map<Map<String, String>, Map<Double, Double>> stored = samples(parent, "below");
        assertThat(stored).isEqualTo(withSite(samples(below, "below")));
        assertThat(stored).hasSize(SERIES);
        assertThat(stored.values()).allMatch(samples -> samples.size() == rounds);
        assertThat(parent.vector("count(not_asked_for)", Double.NaN)).isEmpty();
        assertThat(parent.vector("up", Double.NaN)).containsValue(1.0);
    }

    private static void assertSameHistogram(PrometheusApi parent, PrometheusApi below) {
        double now = System.currentTimeMillis() / 1000.0;
        for (String query :
                List.of(
                        "histogram_count(below_seconds)",
                        "histogram_sum(below_seconds)",
                        "histogram_fraction(0, 1, below_seconds)",
                        "timestamp(below_seconds)")) {
            Map<Map<String, String>, Double> expected = new LinkedHashMap<>();
            below.vector(query, now).forEach((labels, value) -> expected.put(sited(labels), value));
            assertThat(expected).as(query).hasSize(1);
            assertThat(parent.vector(query, now)).as(query).isEqualTo(expected);
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
        return ConfigFile.read(file);
    }

    private Parent parent(NarthexServer server, String name, String... more) throws IOException {
        int port = ExternalProgram.freePort();
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
        Path own = Files.createDirectory(folder.resolve(name));
        Path config = Files.writeString(own.resolve("prometheus.yml"), yaml);
        List<String> command = new ArrayList<>(List.of(more));
        command.addFirst("--web.listen-address=127.0.0.1:" + port);
        command.addFirst("--storage.tsdb.path=" + own.resolve("data"));
        command.addFirst("--config.file=" + config);
        command.addFirst(PROMETHEUS.toString());
        return new Parent(
                ExternalProgram.start(own.resolve("prometheus.log"), Map.of(), command),
                new PrometheusApi("http://127.0.0.1:" + port));
    }

    private static void pushHistogram(PrometheusApi below, int round) {
        Map<String, String> labels =
                Map.of("__name__", "below_seconds", "job", "batch", "instance", "host:0");
        byte[] request =
                WriteRequests.ofHistogram(
                        new TreeMap<>(labels),
                        System.currentTimeMillis(),
                        4 * (round + 1),
                        round + 0.25);
        assertThat(below.write(request).statusCode()).isEqualTo(204);
    }

    /// Ends the first series.
    private static void endOne(PrometheusApi below) {
        Map<String, String> labels =
                Map.of("__name__", "below", "job", "batch", "instance", "host:0", "i", "0");
        SeededSeries end =
                new SeededSeries(
                        new TreeMap<>(labels),
                        new long[] {System.currentTimeMillis()},
                        new double[] {SeededSeries.STALE});
        for (byte[] request : WriteRequests.of(List.of(end), 60_000)) {
            assertThat(below.write(request).statusCode()).isEqualTo(204);
        }
    }

    /// Pushes a sample of each series, as a batch job of two instances, and one of another job.
    private static void push(NarthexServer server, int round) {
        push(server, round, 0);
    }

    /// The same from one of the series on.
    private static void push(NarthexServer server, int round, int first) {
        StringBuilder body = new StringBuilder("not_asked_for{job=\"other\"} 1\n");
        for (int i = first; i < SERIES; i++) {
            body.append(
                    "below{job=\"batch\",instance=\"host:%d\",i=\"%d\"} %s\n"
                            .formatted(i % 2, i, value(i, round)));
        }
        HttpResponse<String> reply = new PrometheusApi(server.url()).push(body.toString());
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
        series.forEach((labels, samples) -> all.put(sited(labels), samples));
        return all;
    }

    private static Map<String, String> sited(Map<String, String> labels) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put("site", "below");
        return more;
    }
}
