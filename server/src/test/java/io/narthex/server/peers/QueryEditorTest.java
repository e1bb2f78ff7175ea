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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The client code of Prometheus' query editor, which Grafana and others use too, asks Narthex and
/// completes what somebody types by the answers. It is installed from its registry for the test.
class QueryEditorTest {
    private static final Path NPM = Path.of("/usr/bin/npm");
    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final Path INSTALLED = Path.of("target/clients");

    private static final String PUSHED =
            """
            # HELP pushed_total What was pushed.
            # TYPE pushed_total counter
            pushed_total{job="batch"} 7
            pushed{job="batch",instance="a:1",path="/"} 1
            pushed{job="batch",instance="b:2",path="/\\"quoted\\""} 2
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void editor_completesByTheAnswers() throws Exception {
        ExternalProgram.require(NPM, "npm");
        install();
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions options = ServerOptions.of(http).withReceivers(ReceiverOptions.of(true));
        try (NarthexServer server = NarthexServer.start(options, Configuration.empty())) {
            push(server);
            String url = server.url().substring(0, server.url().length() - 1);
            Object answers =
                    PrometheusApi.json(
                            run("node", INSTALLED.resolve("editor.cjs").toString(), url));
            assertThat(PrometheusApi.member(answers, "failures")).isEqualTo(List.of());
            requireAnswers(PrometheusApi.member(answers, "get"));
            requireAnswers(PrometheusApi.member(answers, "post"));
            assertThat(offered(answers, "metrics")).contains("pushed", "pushed_total");
            assertThat(offered(answers, "labels")).contains("instance", "job", "path");
            assertThat(offered(answers, "values")).containsExactlyInAnyOrder("a:1", "b:2");
            assertThat(offered(answers, "grouping")).contains("instance", "job", "path");
        }
    }

    private static void requireAnswers(Object asked) {
        assertThat(offered(asked, "names")).contains("pushed", "pushed_total");
        assertThat(offered(asked, "labels"))
                .containsExactlyInAnyOrder("__name__", "instance", "job", "path");
        assertThat(offered(asked, "values")).containsExactly("a:1", "b:2");
        assertThat(PrometheusApi.list(PrometheusApi.member(asked, "series"))).hasSize(2);
        assertThat(PrometheusApi.map(PrometheusApi.member(asked, "flags"))).isNotNull();
        assertThat(PrometheusApi.map(PrometheusApi.member(asked, "metadata"))).isNotNull();
    }

    private static List<String> offered(Object answers, String name) {
        return PrometheusApi.list(PrometheusApi.member(answers, name)).stream()
                .map(String.class::cast)
                .toList();
    }

    /// Installs what the lockfile names, once for each lockfile.
    private void install() throws IOException {
        Path lock = INSTALLED.resolve("package-lock.json");
        boolean isInstalled =
                Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))
                        && Files.mismatch(CLIENTS.resolve("package-lock.json"), lock) < 0;
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "editor.cjs")) {
            Files.write(INSTALLED.resolve(file), Files.readAllBytes(CLIENTS.resolve(file)));
        }
        if (!isInstalled) {
            String _ =
                    run(
                            "npm",
                            "ci",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            INSTALLED.toString());
        }
    }

    private String run(String... command) {
        try (ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve(command[0] + ".log"), Map.of(), List.of(command))) {
            return program.finish();
        }
    }

    private static void push(NarthexServer server) throws IOException, InterruptedException {
        HttpResponse<String> reply =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                new PrometheusApi(server.url())
                                                        .uri("api/v1/import/prometheus"))
                                        .POST(HttpRequest.BodyPublishers.ofString(PUSHED))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
    }
}
