package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.IncidentPlan;
import io.narthex.demo.IncidentWatch;
import io.narthex.demo.LoadGenerator;
import io.narthex.demo.LoadShape;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The demo's parts together, with a shorter scrape interval: a button lets requests really fail,
/// the curves and the notes tell of it, and so does the report.
class DemoJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GET_500 =
            "sum(rate(fastapi_request_count_total{method=\"GET\",status_code=\"500\"}[3s]))";

    /// There are rates at the last point of a curve that ends now, which has one every second.
    private static final String BEFORE =
            "sum(rate(fastapi_request_count_total{endpoint!=\"/metrics\"}[5s] offset 1500ms))";

    private final IncidentPlan plan = IncidentPlan.of(List.of());
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir Path folder;

    @Test
    void deploymentThatFails_isSeenNotedAndReported() throws Exception {
        try (DemoApplication application = DemoApplication.start(0, plan);
                NarthexServer server = start(application.port());
                IncidentWatch _ =
                        IncidentWatch.start(plan, new DemoIncidents.Marks(server.annotations()));
                LoadGenerator _ =
                        LoadGenerator.start(application.uri(), 40, 1, LoadShape.SWELL, plan)) {
            PrometheusApi api = new PrometheusApi(server.url());
            await().atMost(PATIENCE).until(() -> sum(api, BEFORE) > 1);
            String begin = seconds(System.currentTimeMillis());
            assertThat(post(api, "deploy:start=0,length=2s,rate=50%"))
                    .contains("a new version lets 50 % of the GET requests fail with 500");
            await().atMost(PATIENCE).until(() -> sum(api, GET_500) > 1);
            await().atMost(PATIENCE)
                    .until(() -> get(api, "api/v1/annotations").contains("is rolled back"));
            assertThat(get(api, "api/v1/annotations")).contains("\"version 1.1 is deployed\"");
            assertThat(report(server, begin))
                    .contains("version 1.1 is deployed")
                    .containsPattern("GET 500</td><td class=\"n\">[0–]</td><td class=\"n\">[1-9]")
                    .containsPattern("% during: \\+[1-9][0-9.]* percentage points\\.");
        }
    }

    private NarthexServer start(int port) {
        String yaml =
                """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                scrape_configs:
                  - job_name: fastapi
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(port);
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return NarthexServer.start(
                ServerOptions.of(http)
                        .withApi(ApiOptions.DEFAULTS.withDemo(new DemoIncidents(plan, "5m"))),
                ConfigFile.parse("demo.yml", yaml, _ -> null));
    }

    private static double sum(PrometheusApi api, String query) {
        return api.vector(query, Double.NaN).values().stream().mapToDouble(v -> v).sum();
    }

    private static String get(PrometheusApi api, String path) throws IOException {
        return api.get(path, Map.of()).body();
    }

    private String post(PrometheusApi api, String incident) throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(api.uri("api/v1/demo/incident"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"incident\":\"" + incident + "\"}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + "%03d".formatted(millis % 1000);
    }

    private String report(NarthexServer server, String begin) throws IOException {
        Path page = folder.resolve("report.html");
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setErr(new PrintWriter(err, true))
                        .execute(
                                "report",
                                "--before",
                                "-1m.." + begin,
                                "--during",
                                begin + "..now",
                                "--url=" + server.url(),
                                "--out=" + page);
        assertThat(code).as(err.toString()).isZero();
        return Files.readString(page);
    }
}
