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
    private static ExternalProgram start(Path log, int port, Map<String, String> environment) {
        Examples.requirePython(
                "python3-django python3-prometheus-client",
                "django/__init__.py",
                "prometheus_client/__init__.py");
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
            assertThat(api.vector("fastapi_request_count_total", Double.NaN)).isEmpty();
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
            countsAreRight(api, port, folder);
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
        traffic.load(folder, 50, 2);
        String requests = "fastapi_request_count_total{endpoint!=\"/metrics\"}";
        await().atMost(Examples.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.vector(
                                                        "sum by (method, status_code) ("
                                                                + requests
                                                                + ")",
                                                        Double.NaN))
                                        .isEqualTo(traffic.answers()));
        assertThat(api.vector("count by (endpoint) (" + requests + ")", Double.NaN).keySet())
                .containsExactlyInAnyOrder(
                        Map.of("endpoint", "/items"),
                        Map.of("endpoint", "/items/<int:number>"),
                        Map.of("endpoint", "/broken"),
                        Map.of("endpoint", "__unmatched__"));
        assertThat(api.vector("process_resident_memory_bytes", Double.NaN)).hasSize(1);
    }
}
