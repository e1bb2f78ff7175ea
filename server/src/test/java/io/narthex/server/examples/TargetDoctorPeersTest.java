package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.demo.DemoApplication;
import io.narthex.server.NarthexServer;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The target doctor finds nothing wrong with services that are well.
class TargetDoctorPeersTest {
    private static final Path NODE_EXPORTER = Path.of("/usr/bin/prometheus-node-exporter");
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    private static void assertWell(int port) {
        try (NarthexServer server =
                Examples.narthex(
                        """
                        global: {scrape_interval: 1h}
                        scrape_configs:
                          - job_name: well
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(port))) {
            PrometheusApi api = new PrometheusApi(server.url());
            Object data =
                    PrometheusApi.data(
                            api.get(
                                    "api/v1/targets/diagnose",
                                    Map.of("instance", "127.0.0.1:" + port)));
            assertThat(PrometheusApi.list(PrometheusApi.member(data, "findings"))).isEmpty();
            assertThat(PrometheusApi.member(data, "healthy")).isEqualTo(true);
            assertThat(((Number) PrometheusApi.member(data, "samples")).intValue()).isPositive();
        }
    }

    private static void assertWell(Path folder, int port, List<String> command) {
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            PrometheusApi itself = new PrometheusApi("http://127.0.0.1:" + port);
            program.await("answers", () -> itself.answers("metrics"));
            assertWell(port);
        }
    }

    @Test
    void nodeExporter_isWell(@TempDir Path folder) {
        ExternalProgram.require(NODE_EXPORTER, "prometheus-node-exporter");
        int port = ExternalProgram.freePort();
        assertWell(
                folder,
                port,
                List.of(NODE_EXPORTER.toString(), "--web.listen-address=127.0.0.1:" + port));
    }

    @Test
    void prometheus_isWell(@TempDir Path folder) throws IOException {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        int port = ExternalProgram.freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "");
        assertWell(
                folder,
                port,
                List.of(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    @Test
    void demoApplication_isWell() throws IOException {
        try (DemoApplication demo = DemoApplication.start(0)) {
            assertWell(demo.port());
        }
    }
}
