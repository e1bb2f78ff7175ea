package io.narthex.server.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.Configuration;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/// Samples that are pushed over HTTP, until queries see them.
class PushJourneyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void import_isSeenByQueries() throws Exception {
        try (NarthexServer server = start(ReceiverOptions.of(true))) {
            HttpResponse<String> reply =
                    post(
                            server,
                            "api/v1/import/prometheus?extra_label=job%3Dnightly",
                            "rows 17\n".getBytes(StandardCharsets.UTF_8),
                            // what curl says of a body unless it is told otherwise
                            "Content-Type",
                            "application/x-www-form-urlencoded");
            assertThat(reply.statusCode()).isEqualTo(204);
            assertThat(vector(server, "rows"))
                    .isEqualTo(Map.of(Map.of("__name__", "rows", "job", "nightly"), 17.0));
            assertThat(post(server, "api/v1/import/prometheus", new byte[] {'{'}).body())
                    .startsWith("line 1: ");
        }
    }

    @Test
    void remoteWriteTwo_tellsWhatItWrote() throws Exception {
        try (NarthexServer server = start(ReceiverOptions.of(true))) {
            HttpResponse<String> reply =
                    post(
                            server,
                            "api/v1/write",
                            request(),
                            "Content-Type",
                            "application/x-protobuf;proto=io.prometheus.write.v2.Request",
                            "Content-Encoding",
                            "snappy");
            assertThat(reply.statusCode()).isEqualTo(204);
            assertThat(reply.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
                    .contains("1");
            assertThat(vector(server, "up")).isEqualTo(Map.of(Map.of("__name__", "up"), 1.5));
        }
    }

    @Test
    void otlp_isSeenByQueries() throws Exception {
        String json =
                """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "queue.length",
                 "gauge": {"dataPoints": [{"timeUnixNano": "%d000000", "asInt": "7"}]}}]}]}]}
                """
                        .formatted(System.currentTimeMillis());
        try (NarthexServer server = start(ReceiverOptions.NONE.withOtlp())) {
            HttpResponse<String> reply =
                    post(
                            server,
                            "api/v1/otlp/v1/metrics",
                            json.getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            assertThat(vector(server, "queue_length"))
                    .isEqualTo(Map.of(Map.of("__name__", "queue_length"), 7.0));
        }
    }

    @Test
    void whatIsNotEnabled_namesItsFlag() throws Exception {
        try (NarthexServer server = start(ReceiverOptions.NONE)) {
            HttpResponse<String> reply = post(server, "api/v1/import/prometheus", new byte[0]);
            assertThat(reply.statusCode()).isEqualTo(404);
            assertThat(reply.body()).contains("--web.enable-remote-write-receiver");
            assertThat(post(server, "api/v1/otlp/v1/metrics", new byte[0]).body())
                    .isEqualTo(
                            "otlp write receiver needs to be enabled with"
                                    + " --web.enable-otlp-receiver\n");
        }
    }

    private static byte[] request() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (String symbol : new String[] {"", "__name__", "up"}) {
            out.writeString(4, symbol);
        }
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        CodedOutputStream fields = CodedOutputStream.newInstance(sample);
        fields.writeDouble(1, 1.5);
        fields.writeInt64(2, System.currentTimeMillis());
        fields.flush();
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        fields = CodedOutputStream.newInstance(series);
        fields.writeByteArray(1, new byte[] {1, 2});
        fields.writeByteArray(2, sample.toByteArray());
        fields.flush();
        out.writeByteArray(5, series.toByteArray());
        out.flush();
        byte[] plain = bytes.toByteArray();
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] block = new byte[snappy.maxCompressedLength(plain.length)];
        return Arrays.copyOf(
                block, snappy.compress(plain, 0, plain.length, block, 0, block.length));
    }

    private static NarthexServer start(ReceiverOptions receivers) {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return NarthexServer.start(
                ServerOptions.of(http).withReceivers(receivers), Configuration.empty());
    }

    private static Map<Map<String, String>, Double> vector(NarthexServer server, String query) {
        double now = Instant.now().toEpochMilli() / 1000.0;
        return new PrometheusApi(server.url()).vector(query, now);
    }

    private static HttpResponse<String> post(
            NarthexServer server, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
