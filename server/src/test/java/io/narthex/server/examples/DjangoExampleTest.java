package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.server.NarthexServer;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A real Django service that at first refuses the host by which it is scraped.
class DjangoExampleTest {
    private static final String RESPONSES =
            "django_http_responses_total_by_status_view_method_total"
                    + "{view!=\"prometheus-django-metrics\"}";

    private static ExternalProgram start(Path log, int port, Map<String, String> environment) {
        Examples.requirePython(
                "python3-django python3-django-prometheus",
                "django/__init__.py",
                "django_prometheus/__init__.py");
        ExternalProgram service =
                ExternalProgram.start(
                        log,
                        environment,
                        List.of(
                                Examples.PYTHON.toString(),
                                Examples.file("django/service.py").toString(),
                                "runserver",
                                "--noreload",
                                "127.0.0.1:" + port));
        service.await("answers", () -> answersAnything(port));
        return service;
    }

    private static boolean answersAnything(int port) {
        try (var _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException _) {
            return false; // nobody listens yet
        }
    }

    private static String lastError(PrometheusApi api) {
        Object targets = PrometheusApi.data(api.get("api/v1/targets", Map.of()));
        List<Object> active = PrometheusApi.list(PrometheusApi.member(targets, "activeTargets"));
        assertThat(active).hasSize(1);
        return (String) PrometheusApi.member(active.getFirst(), "lastError");
    }

    private static Object diagnosis(PrometheusApi api, int port) {
        Map<String, String> target = Map.of("instance", "127.0.0.1:" + port);
        return PrometheusApi.data(api.get("api/v1/targets/diagnose", target));
    }

    private static String onlyFinding(PrometheusApi api, int port) {
        List<Object> findings =
                PrometheusApi.list(PrometheusApi.member(diagnosis(api, port), "findings"));
        assertThat(findings).hasSize(1);
        return PrometheusApi.member(findings.getFirst(), "problem")
                + ": "
                + PrometheusApi.member(findings.getFirst(), "remedy");
    }

    private static void awaitUp(PrometheusApi api, double value) {
        await().atMost(Examples.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(api.vector("up{job=\"django\"}", Double.NaN).values())
                                        .containsExactly(value));
    }

    @Test
    void refusedHost_isNamedAndOnceAllowedRequestsAreCounted(@TempDir Path folder) {
        int port = ExternalProgram.freePort();
        NarthexServer server;
        try (ExternalProgram _ = start(folder.resolve("refusing.log"), port, Map.of())) {
            server = Examples.narthex("django", 8001, port);
            PrometheusApi api = new PrometheusApi(server.url());
            awaitUp(api, 0);
            assertThat(lastError(api))
                    .isEqualTo(
                            "server returned HTTP status 400 Bad Request (hint: Django refuses"
                                    + " this host; add \"127.0.0.1\" to ALLOWED_HOSTS)");
            assertThat(onlyFinding(api, port))
                    .isEqualTo(
                            "host_refused_django: Django refuses this host; add \"127.0.0.1\" to"
                                    + " ALLOWED_HOSTS");
            assertThat(api.vector(RESPONSES, Double.NaN)).isEmpty();
        }
        try (server;
                ExternalProgram _ =
                        start(
                                folder.resolve("allowing.log"),
                                port,
                                Map.of("ALLOWED_HOSTS", "shop.example,127.0.0.1"))) {
            PrometheusApi api = new PrometheusApi(server.url());
            awaitUp(api, 1);
            assertThat(lastError(api)).isEmpty();
            assertThat(PrometheusApi.member(diagnosis(api, port), "healthy")).isEqualTo(true);
            countsAreRight(api, port, folder);
            everyPanelHasData(api);
        }
    }

    /// The pack that comes along knows what django-prometheus exports.
    private static void everyPanelHasData(PrometheusApi api) {
        Object pack =
                PrometheusApi.list(PrometheusApi.data(api.get("api/v1/dashboards", Map.of())))
                        .stream()
                        .filter(d -> PrometheusApi.member(d, "name").equals("django"))
                        .findAny()
                        .orElseThrow();
        assertThat(PrometheusApi.member(pack, "applies")).isEqualTo(true);
        for (Object panel : PrometheusApi.list(PrometheusApi.member(pack, "panels"))) {
            String query = (String) PrometheusApi.member(panel, "query");
            await().atMost(Examples.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(api.vector(query, Double.NaN)).as(query).isNotEmpty());
        }
    }

    private static void countsAreRight(PrometheusApi api, int port, Path folder) {
        Traffic traffic = new Traffic(port);
        traffic.send("GET", "/items", "");
        traffic.send("GET", "/items/999", "");
        traffic.send("GET", "/nowhere", "");
        traffic.send("POST", "/items", "{\"name\": \"lamp\"}");
        traffic.send("POST", "/items", "no JSON");
        traffic.send("GET", "/broken", "");
        traffic.load(folder, 30, 2);
        traffic.send("POST", "/incident", "{\"errors\": 1, \"delay\": 0.01}");
        traffic.send("GET", "/items", "");
        traffic.send("POST", "/incident", "{\"errors\": 2}");
        traffic.send("POST", "/incident", "{}");
        traffic.send("GET", "/items/7", "");
        // Traffic counts under the names of the other example.
        String counted =
                "sum by (method, status_code) (label_replace("
                        + RESPONSES
                        + ", \"status_code\", \"$1\", \"status\", \"(.*)\"))";
        await().atMost(Examples.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(api.vector(counted, Double.NaN))
                                        .isEqualTo(traffic.answers()));
        assertThat(api.vector("count by (view) (" + RESPONSES + ")", Double.NaN).keySet())
                .containsExactlyInAnyOrder(
                        Map.of("view", "all-items"),
                        Map.of("view", "one-item"),
                        Map.of("view", "broken"),
                        Map.of("view", "incident"),
                        Map.of("view", "<unnamed view>"));
        // The exception is timed, and the answer that becomes of it.
        String broken =
                "sum(django_http_requests_latency_seconds_by_view_method_count{view='broken'})";
        assertThat(api.vector(broken, Double.NaN).values()).containsExactly(2.0);
        assertThat(api.vector("django_http_requests_total_by_method_total", Double.NaN)).hasSize(2);
        assertThat(api.vector("process_resident_memory_bytes", Double.NaN)).hasSize(1);
    }
}
