package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.DashboardPacks;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Packs ask for what real exporters tell: each of their panels has data.
class DashboardsJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path NODE_EXPORTER = Path.of("/usr/bin/prometheus-node-exporter");

    @TempDir private Path folder = Path.of("");

    private static NarthexServer start(int port, int scraped) {
        String yaml =
                """
                global: {scrape_interval: 500ms}
                scrape_configs:
                  - job_name: it
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(scraped);
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return NarthexServer.start(
                ServerOptions.of(http), ConfigFile.parse("test.yml", yaml, _ -> null));
    }

    private static void haveData(PrometheusApi api, String pack) {
        for (Panel panel : DashboardPacks.pack(pack).panels()) {
            await(pack + " " + panel.id())
                    .atMost(PATIENCE)
                    .until(() -> !api.vector(panel.query(), Double.NaN).isEmpty());
        }
    }

    /// The packs that apply, as the API lists them.
    private static List<String> applying(PrometheusApi api) {
        List<String> names = new ArrayList<>();
        Object answer = PrometheusApi.json(api.get("api/v1/dashboards", Map.of()).body());
        for (Object listed : PrometheusApi.list(PrometheusApi.member(answer, "data"))) {
            if (PrometheusApi.member(listed, "applies").equals(true)) {
                names.add((String) PrometheusApi.member(listed, "name"));
            }
        }
        return names;
    }

    @Test
    void narthexAndJvm_haveDataOfAServerThatScrapesItself() {
        int port = ExternalProgram.freePort();
        try (NarthexServer server = start(port, port)) {
            PrometheusApi api = new PrometheusApi(server.url());
            haveData(api, "narthex");
            haveData(api, "jvm");
            assertThat(applying(api)).containsExactly("jvm", "narthex");
        }
    }

    @Test
    void node_hasDataOfNodeExporter() throws IOException {
        ExternalProgram.require(NODE_EXPORTER, "prometheus-node-exporter");
        int port = ExternalProgram.freePort();
        List<String> command =
                List.of(NODE_EXPORTER.toString(), "--web.listen-address=127.0.0.1:" + port);
        try (ExternalProgram exporter =
                        ExternalProgram.start(folder.resolve("log"), Map.of(), command);
                NarthexServer server = start(0, port)) {
            PrometheusApi api = new PrometheusApi(server.url());
            exporter.await("samples", () -> !api.vector("node_load1", Double.NaN).isEmpty());
            haveData(api, "node");
            assertThat(applying(api)).containsExactly("node");
        }
    }
}
