package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./narthex server` that is killed, as a process of its own.
class KilledServerTest {
    @TempDir private Path folder = Path.of("");

    private ExternalProgram start(String log, Path config, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of("server", "--config.file=" + config));
        command.add("--storage.path=" + folder.resolve("data"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        ExternalProgram server = ExternalProgram.start(folder.resolve(log), Map.of(), command);
        server.await("ready", () -> server.output().contains("ready at"));
        return server;
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    @Test
    void server_killed_hasItsSamplesAgain() throws IOException {
        int port = ExternalProgram.freePort();
        PrometheusApi api = new PrometheusApi("http://127.0.0.1:" + port);
        Path scraping =
                Files.writeString(
                        folder.resolve("scraping.yml"),
                        """
                        scrape_configs:
                          - job_name: itself
                            scrape_interval: 100ms
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(port));
        Path idle = Files.writeString(folder.resolve("idle.yml"), "scrape_configs: []\n");
        Map<Map<String, String>, Map<Double, Double>> before;
        try (ExternalProgram server = start("first.log", scraping, port)) {
            server.await(
                    "five scrapes",
                    () ->
                            api.samples("up[5m]", now()).values().stream()
                                    .anyMatch(samples -> samples.size() >= 5));
            before = api.samples("up[5m]", now());
            server.kill();
        }
        try (ExternalProgram server = start("second.log", idle, port)) {
            Map<Map<String, String>, Map<Double, Double>> after = api.samples("up[5m]", now());
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach(
                    (labels, samples) ->
                            assertThat(after.get(labels)).containsAllEntriesOf(samples));
            assertThat(server.output()).contains("restored ");
            // A second server on the same directory is told so.
            ExternalProgram second =
                    ExternalProgram.start(
                            folder.resolve("third.log"),
                            Map.of(),
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Main.class.getName(),
                                    "server",
                                    "--config.file=" + idle,
                                    "--storage.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:0"));
            try (second) {
                second.await(
                        "refusal",
                        () ->
                                second.output()
                                        .contains("locked by process " + server.handle().pid()));
            }
        }
    }
}
