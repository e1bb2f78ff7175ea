package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.DemoApplication;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.ListenException;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The whole way of a sample and a query: a real service is scraped, and the API tells of it.
class NarthexServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ServerOptions options(boolean remoteWrite) {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions defaults = ServerOptions.of(http);
        return new ServerOptions(
                http,
                defaults.engine(),
                true,
                defaults.storage(),
                remoteWrite,
                false,
                null,
                Map.of("log.level", "info"));
    }

    private static NarthexServer start(String yaml) {
        return start(yaml, false);
    }

    private static NarthexServer start(String yaml, boolean remoteWrite) {
        Configuration configuration = ConfigFile.parse("test.yml", yaml, _ -> null);
        return NarthexServer.start(options(remoteWrite), configuration);
    }

    private static HttpResponse<String> get(NarthexServer server, String path) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String query(NarthexServer server, String promql) {
        String encoded = URLEncoder.encode(promql, StandardCharsets.UTF_8);
        return get(server, "api/v1/query?query=" + encoded).body();
    }

    @Test
    void scrapedService_answersThePanelsQueries() throws IOException {
        try (DemoApplication application = DemoApplication.start(0);
                NarthexServer server =
                        start(
                                """
                                global: {scrape_interval: 200ms}
                                scrape_configs:
                                  - job_name: fastapi
                                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                                """
                                        .formatted(application.port()))) {
            for (int i = 0; i < 20; i++) {
                send(HttpRequest.newBuilder(application.uri().resolve("/items")).build());
            }
            String volume =
                    "sum(fastapi_request_count_total{endpoint!=\"/metrics\",status_code=\"200\"})";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> query(server, volume).contains(",\"20\"]"));
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    query(server, "sum(rate(fastapi_request_count_total[5m])) >= 0")
                                            .contains("\"value\":["));
            assertThat(query(server, "process_resident_memory_bytes"))
                    .contains("\"job\":\"fastapi\"");
            assertThat(query(server, "up{job=\"fastapi\"}")).contains(",\"1\"]");
            assertThat(get(server, "api/v1/targets").body()).contains("\"health\":\"up\"");
            assertThat(get(server, "api/v1/targets").body()).contains("\"problem\":\"\"");
            assertThat(get(server, "api/v1/metadata?metric=fastapi_request_count").body())
                    .contains("\"type\":\"counter\"");
        }
    }

    @Test
    void badTarget_isShownWithItsProblem() {
        try (NarthexServer server =
                start(
                        """
                        global: {scrape_interval: 500ms}
                        scrape_configs:
                          - job_name: nobody
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(ExternalProgram.freePort()))) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(get(server, "api/v1/targets").body())
                                            .contains(
                                                    "connect: connection refused (hint: is the"
                                                            + " service running, and is it at this"
                                                            + " host and port?)\"")
                                            .contains("\"problem\":\"refused\""));
        }
    }

    @Test
    void status_tellsOfTheProcess() {
        try (NarthexServer server = start("global: {scrape_interval: 7s}\n")) {
            assertThat(get(server, "-/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "-/healthy").statusCode()).isEqualTo(200);
            assertThat(get(server, "api/v1/status/buildinfo").body())
                    .contains("\"version\":\"3.14.0\"");
            assertThat(get(server, "api/v1/status/config").body()).contains("scrape_interval: 7s");
            assertThat(get(server, "api/v1/status/flags").body())
                    .contains("\"log.level\":\"info\"");
            assertThat(get(server, "api/v1/status/runtimeinfo").body()).contains("15d");
        }
    }

    @Test
    void page_isThere() {
        try (NarthexServer server = start("")) {
            assertThat(get(server, "").body()).contains("<title>Narthex");
            assertThat(get(server, "js/main.js").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void ownMetrics_coverEveryPart() {
        try (NarthexServer server = start("", true)) {
            get(server, "api/v1/labels");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () ->
                                    assertThat(get(server, "metrics").body())
                                            .contains(
                                                    "prometheus_build_info{application=\"narthex"
                                                            + " dev\",version=\"3.14.0\"} 1")
                                            .contains("prometheus_tsdb_head_series 0.0")
                                            .contains("narthex_scrapes_total 0.0")
                                            .contains("narthex_remote_write_requests_total 0.0")
                                            .contains("jvm_memory_used_bytes{")
                                            .contains("process_cpu_seconds_total ")
                                            .contains(
                                                    "prometheus_http_requests_total{code=\"200\","
                                                            + "handler=\"/api/v1/labels\"} 1.0"));
            assertThat(get(server, "metrics").body())
                    .contains(
                            "prometheus_http_request_duration_seconds_bucket{handler="
                                    + "\"/api/v1/labels\",le=\"+Inf\"} 1");
        }
    }

    @Test
    void remoteWrite_needsItsFlag() {
        for (boolean enabled : new boolean[] {false, true}) {
            try (NarthexServer server = start("", enabled)) {
                HttpRequest write =
                        HttpRequest.newBuilder(URI.create(server.url() + "api/v1/write"))
                                .header("Content-Type", "application/x-protobuf")
                                .header("Content-Encoding", "snappy")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0}))
                                .build();
                assertThat(send(write).statusCode()).isEqualTo(enabled ? 204 : 404);
            }
        }
    }

    @Test
    void takenPort_leavesNothingRunning() {
        try (NarthexServer first = start("")) {
            InetSocketAddress taken = first.addresses().getFirst();
            ServerOptions same = ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(taken));
            assertThatThrownBy(() -> NarthexServer.start(same, Configuration.empty()))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("already in use");
            assertThat(get(first, "-/healthy").statusCode()).isEqualTo(200);
        }
    }
}
