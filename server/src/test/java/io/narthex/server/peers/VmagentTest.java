package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// VictoriaMetrics' agent as a sender: what is pushed to it arrives here by remote write.
class VmagentTest {
    private static final Path VMAGENT = Path.of("/usr/bin/vmagent");
    private static final int SERIES = 500;
    private static final int SAMPLES = 4;

    @TempDir private Path folder = Path.of("");

    @Test
    void everythingPushedToTheAgent_arrives() throws Exception {
        ExternalProgram.require(VMAGENT, "victoria-metrics");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions options = ServerOptions.of(http).withReceivers(ReceiverOptions.of(true));
        int port = ExternalProgram.freePort();
        try (NarthexServer server = NarthexServer.start(options, Configuration.empty());
                ExternalProgram agent = start(server, port)) {
            PrometheusApi agentApi = new PrometheusApi("http://127.0.0.1:" + port);
            agent.await("vmagent's readiness", () -> agentApi.answers("health"));
            long last = System.currentTimeMillis() / 1000 * 1000;
            Map<Map<String, String>, Double> expected = push(port, last);
            PrometheusApi api = new PrometheusApi(server.url());
            String query = "sum_over_time(pushed{job!=\"\"}[5m])";
            agent.await(
                    () -> "all samples, only " + api.vector("count(pushed)", last / 1000.0),
                    () -> api.vector(query, last / 1000.0).equals(expected));
            assertThat(api.vector("count_over_time(pushed{i=\"0\"}[5m])", last / 1000.0))
                    .containsValue((double) SAMPLES);
        }
    }

    private ExternalProgram start(NarthexServer server, int port) {
        return ExternalProgram.start(
                folder.resolve("vmagent.log"),
                Map.of(),
                List.of(
                        VMAGENT.toString(),
                        "-httpListenAddr=127.0.0.1:" + port,
                        "-remoteWrite.url=" + server.url() + "api/v1/write",
                        "-remoteWrite.flushInterval=100ms",
                        // one at a time, or samples of a series overtake each other
                        "-remoteWrite.queues=1",
                        "-remoteWrite.tmpDataPath=" + folder.resolve("queue")));
    }

    /// Pushes samples a second apart, each request with its own time.
    ///
    /// @return the sum of each series
    private static Map<Map<String, String>, Double> push(int port, long last)
            throws IOException, InterruptedException {
        Map<Map<String, String>, Double> sums = new HashMap<>();
        HttpClient client = HttpClient.newHttpClient();
        for (int n = 0; n < SAMPLES; n++) {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < SERIES; i++) {
                double value = i * 0.25 + n; // sums of these are exact
                body.append("pushed{job=\"batch\",i=\"%d\"} %s\n".formatted(i, value));
                sums.merge(Map.of("job", "batch", "i", "" + i), value, Double::sum);
            }
            String url =
                    "http://127.0.0.1:%d/api/v1/import/prometheus?timestamp=%d"
                            .formatted(port, last - 1000L * (SAMPLES - 1 - n));
            HttpResponse<String> reply =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(204);
        }
        return sums;
    }
}
