package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands as processes of their own, as users run them.
class ProcessTest {
    private static final int PATIENCE_SECONDS = 30;

    @TempDir private Path folder = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(Process::destroyForcibly);
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output().toFile())
                        .start();
        started.add(process);
        return process;
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private String text() throws IOException {
        return Files.readString(output());
    }

    private void awaitText(String pattern) {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> Pattern.compile(pattern).matcher(text()).find());
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void demo_endsByItselfWithZero() throws Exception {
        Process demo = run("demo", "--listen=127.0.0.1:0", "--for=2s");
        assertThat(exitCode(demo)).as(text()).isZero();
        assertThat(text())
                .contains("Narthex shows its panels at  http://127.0.0.1:")
                .contains("The demo has ended.")
                .doesNotContain("Exception");
    }

    @Test
    void demoAtAKnownPort_scrapesItselfToo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process demo = run("demo", "--listen=127.0.0.1:" + port, "--for=1s");
        assertThat(exitCode(demo)).as(text()).isZero();
        assertThat(text()).contains("The demo has ended.");
    }

    @Test
    void demo_hasTheAlertsOfTheExamples() throws Exception {
        Process demo = run("demo", "--listen=127.0.0.1:0", "--incident=errors:start=1s,length=10m");
        awaitText("Narthex shows its panels at +http://127.0.0.1:[0-9]+/");
        Matcher url = Pattern.compile("shows its panels at +(\\S+)").matcher(text());
        assertThat(url.find()).isTrue();
        PrometheusApi api = new PrometheusApi(url.group(1));
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .untilAsserted(
                        () ->
                                assertThat(api.get("api/v1/alerts", Map.of()).body())
                                        .contains("\"alertname\":\"ErrorRate\"")
                                        .contains("\"state\":\"pending\"")
                                        .contains("% of requests are answered with 5xx"));
        demo.destroy(); // SIGTERM
        assertThat(exitCode(demo)).as(text()).isZero();
    }

    @Test
    void demo_saysWhatWillGoWrong() throws Exception {
        Process demo =
                run(
                        "demo",
                        "--listen=127.0.0.1:0",
                        "--for=1s",
                        "--fast",
                        "--load=daily",
                        "--incident=errors:start=5s",
                        "--incident=down");
        assertThat(exitCode(demo)).as(text()).isZero();
        assertThat(text())
                .contains("5s after the start, for 5m: 10 % of the requests fail with 500.")
                .contains("1m after the start, for 5m: nothing listens at the application's port.")
                .contains("Alerts have windows of 30 s, for a demo only");
    }

    @Test
    void unknownIncident_isRefusedWithTheSyntax() throws Exception {
        assertThat(exitCode(run("demo", "--incident=fire"))).isEqualTo(2);
        assertThat(text()).contains("unknown incident \"fire\"; there is errors[:start=60s,");
    }

    @Test
    void server_isReadyReloadsAndEndsAtSignals() throws Exception {
        Path config = Files.writeString(folder.resolve("n.yml"), "scrape_configs: []\n");
        Process server =
                run(
                        "server",
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0");
        awaitText("ready at http://127.0.0.1:[0-9]+/");
        assertThat(text()).contains("samples are kept in " + folder.resolve("data"));
        Matcher url = Pattern.compile("ready at (\\S+)").matcher(text());
        assertThat(url.find()).isTrue();
        PrometheusApi api = new PrometheusApi(url.group(1));
        Files.writeString(
                config,
                "scrape_configs: [{job_name: shop, static_configs: [{targets:"
                        + " ['localhost:1']}]}]\n");
        hangUp(server);
        awaitText("Completed loading of configuration file");
        assertThat(api.get("api/v1/scrape_pools", Map.of()).body()).contains("[\"shop\"]");
        Files.writeString(config, "scrape_configs: [{job: other}]\n");
        hangUp(server);
        awaitText("Error reloading config, the one before stays: .*n\\.yml:1: scrape_configs");
        assertThat(api.get("api/v1/scrape_pools", Map.of()).body()).contains("[\"shop\"]");
        server.destroy(); // SIGTERM
        assertThat(exitCode(server)).as(text()).isZero();
        assertThat(text()).contains("stopped");
    }

    private static void hangUp(Process process) throws Exception {
        assertThat(exitCode(new ProcessBuilder("kill", "-HUP", "" + process.pid()).start()))
                .isZero();
    }

    @Test
    void takenPort_isSaidWithTheRemedy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Process demo = run("demo", "--listen=127.0.0.1:" + port);
            assertThat(exitCode(demo)).isEqualTo(1);
            assertThat(text())
                    .contains("cannot listen on 127.0.0.1:" + port + ": address already in use")
                    .contains("take another: --listen=127.0.0.1:" + (port + 1))
                    .doesNotContain("Exception");
        }
    }
}
