package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.Incident;
import io.narthex.demo.IncidentPlan;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Something goes wrong on purpose: the error budget falls by exactly the requests that failed.
class SloJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private int sent;
    private int failed;

    @Test
    void incident_costsExactlyItsErrors() throws Exception {
        Incident incident = Incident.parse("errors:start=0s,length=1h,rate=30%");
        IncidentPlan plan = IncidentPlan.of(List.of(incident));
        try (DemoApplication application = DemoApplication.start(0, plan)) {
            try (NarthexServer server = start(application.port())) {
                PrometheusApi api = new PrometheusApi(server.url());
                await().atMost(PATIENCE).until(() -> !api.vector("up == 1", now()).isEmpty());
                send(application.uri(), 200);
                awaitAccount(api);
                assertThat(failed).isPositive();
            }
            // The ledger and the samples are there again, and the counters went on.
            try (NarthexServer server = start(application.port())) {
                PrometheusApi api = new PrometheusApi(server.url());
                send(application.uri(), 100);
                awaitAccount(api);
                tells(api);
            }
        }
    }

    private NarthexServer start(int port) {
        String yaml =
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: shop
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                slos:
                  - name: availability
                    objective: 90
                    window: 1d
                    indicator:
                      total: fastapi_request_count_total{endpoint!="/metrics"}
                      bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
                    labels: {team: shop}
                """
                        .formatted(port);
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options = ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(anywhere));
        return NarthexServer.start(
                options.withStorage(options.storage().toBuilder().directory(directory).build()),
                ConfigFile.parse("slo.yml", yaml, _ -> null));
    }

    private void send(URI application, int requests) throws IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            HttpRequest request = HttpRequest.newBuilder(application.resolve("/users/1")).build();
            failed += client.send(request, BodyHandlers.discarding()).statusCode() >= 500 ? 1 : 0;
            sent++;
        }
    }

    private void awaitAccount(PrometheusApi api) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Map<String, Object> slo = slo(api);
                            assertThat(slo.get("total")).isEqualTo((double) sent);
                            assertThat(slo.get("bad")).isEqualTo((double) failed);
                        });
    }

    private void tells(PrometheusApi api) {
        Map<String, Object> slo = slo(api);
        assertThat(slo).containsEntry("objective", "90").containsEntry("window", "1d");
        assertThat(slo.get("labels")).isEqualTo(Map.of("team", "shop"));
        assertThat(slo.get("attained")).isEqualTo(1 - failed / (double) sent);
        Object budget = PrometheusApi.member(slo, "budget");
        assertThat(PrometheusApi.member(budget, "minutes")).isEqualTo(144.0);
        assertThat(PrometheusApi.member(budget, "spent")).isEqualTo(failed / (0.1 * sent));
        assertThat(String.valueOf(slo.get("sentence")))
                .startsWith("90% over 1 day allows 2 h 24 min of downtime; ");
        assertThat(api.get("api/v1/slos", Map.of()).body()).contains("\"availability\"");
        assertThat(api.get("api/v1/slos/availability/budget", Map.of()).body())
                .contains("\"points\":[");
        assertThat(api.get("api/v1/slos/other", Map.of()).statusCode()).isEqualTo(404);
    }

    private static Map<String, Object> slo(PrometheusApi api) {
        return PrometheusApi.map(PrometheusApi.data(api.get("api/v1/slos/availability", Map.of())));
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }
}
