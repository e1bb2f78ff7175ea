package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.Configuration;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Prometheus as a sender: what it scrapes arrives here by remote write, stale markers included.
class PrometheusSenderTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final int SERIES = 200;
    private static final int SCRAPES = 5;

    private final AtomicInteger scrapes = new AtomicInteger();

    @TempDir private Path folder = Path.of("");

    @Test
    void everythingScrapedByPrometheus_arrives() throws Exception {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions options = ServerOptions.of(http).withReceivers(ReceiverOptions.of(true));
        HttpServer exporter = exporter();
        int port = ExternalProgram.freePort();
        try (NarthexServer server = NarthexServer.start(options, Configuration.empty());
                ExternalProgram program = start(server, exporter, port)) {
            PrometheusApi prometheus = new PrometheusApi("http://127.0.0.1:" + port);
            PrometheusApi narthex = new PrometheusApi(server.url());
            program.await("scrapes", () -> scrapes.get() >= SCRAPES);
            exporter.stop(0);
            program.await(
                    "the end of the series",
                    () -> prometheus.answers("-/ready") && count(prometheus) == 0);
            program.await(
                    "all samples and stale markers",
                    () -> count(narthex) == 0 && stored(narthex).equals(stored(prometheus)));
            assertThat(stored(narthex)).hasSize(SERIES);
        } finally {
            exporter.stop(0);
        }
    }

    /// A target whose values change with each scrape.
    private HttpServer exporter() throws IOException {
        HttpServer exporter =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exporter.createContext(
                "/metrics",
                exchange -> {
                    int n = scrapes.incrementAndGet();
                    StringBuilder body = new StringBuilder();
                    for (int i = 0; i < SERIES; i++) {
                        body.append("sent{i=\"%d\"} %s\n".formatted(i, i * 0.1 + n));
                    }
                    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        exporter.start();
        return exporter;
    }

    private ExternalProgram start(NarthexServer server, HttpServer exporter, int port)
            throws IOException {
        String yaml =
                """
                scrape_configs:
                  - job_name: sender
                    scrape_interval: 200ms
                    scrape_timeout: 200ms
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                remote_write:
                  - url: %sapi/v1/write
                    queue_config: {batch_send_deadline: 100ms}
                """
                        .formatted(exporter.getAddress().getPort(), server.url());
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

    /// How many series there are now.
    private static int count(PrometheusApi api) {
        return api.vector("sent", Double.NaN).size();
    }

    /// The samples by labels, with their values as they were sent.
    private static Map<Object, Object> stored(PrometheusApi api) {
        Map<Object, Object> samples = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        Object data = PrometheusApi.data(api.get("api/v1/query", Map.of("query", "sent[5m]")));
        for (Object series : PrometheusApi.list(PrometheusApi.member(data, "result"))) {
            samples.put(
                    new TreeMap<>(PrometheusApi.map(PrometheusApi.member(series, "metric"))),
                    PrometheusApi.member(series, "values"));
        }
        return samples;
    }
}
