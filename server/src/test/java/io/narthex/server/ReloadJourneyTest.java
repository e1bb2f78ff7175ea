package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigDefaults;
import io.narthex.server.config.ConfigFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A running server gets another configuration, good ones and bad ones.
class ReloadJourneyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SUCCESS = "prometheus_config_last_reload_successful 1.0";
    private static final String FAILURE = "prometheus_config_last_reload_successful 0.0";

    @TempDir private Path folder;
    private Path config = Path.of("");
    private final AtomicInteger quits = new AtomicInteger();

    @BeforeEach
    void firstConfiguration() throws IOException {
        config = folder.resolve("narthex.yml");
        write("before", "up");
    }

    /// A configuration with one job, one rule file and as many exemplars as the job's name has
    /// letters.
    private void write(String job, String expr) throws IOException {
        replace(
                config,
                """
                rule_files: ["*.rules"]
                storage: {exemplars: {max_exemplars: %d}}
                scrape_configs: [{job_name: %s, static_configs: [{targets: ["localhost:1"]}]}]
                slos:
                  - name: %s
                    objective: 99
                    window: 30d
                    indicator: {total: x_total, bad: 'x_total{code="500"}'}
                """
                        .formatted(job.length(), job, job));
        replace(
                folder.resolve("a.rules"),
                "groups:\n- name: g\n  rules: [{record: %s, expr: '%s'}]\n".formatted(job, expr));
    }

    /// In one step, since the watch may look at any moment.
    private void replace(Path file, String text) throws IOException {
        Path written = Files.writeString(folder.resolve("written"), text);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private NarthexServer start(ReloadOptions reloading) {
        ServerOptions options =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        return NarthexServer.start(
                options.withStorage(options.storage().toBuilder().maxExemplars(1).build()),
                ConfigFile.read(config),
                reloading);
    }

    private NarthexServer startWithLifecycle() {
        return start(new ReloadOptions(config, ConfigDefaults.USUAL, null, quits::incrementAndGet));
    }

    private static HttpResponse<String> send(NarthexServer server, String method, String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String get(NarthexServer server, String path) {
        return send(server, "GET", path).body();
    }

    /// The jobs, the objectives, the rules and the shown configuration are all of one file.
    private static void assertRuns(NarthexServer server, String job) {
        assertThat(get(server, "api/v1/scrape_pools")).contains("[\"" + job + "\"]");
        assertThat(get(server, "api/v1/slos")).contains("\"name\":\"" + job + "\"");
        assertThat(get(server, "api/v1/rules")).contains("\"name\":\"" + job + "\"");
        assertThat(get(server, "api/v1/status/config")).contains("job_name: " + job);
        assertThat(get(server, "metrics"))
                .contains("prometheus_tsdb_exemplar_max_exemplars " + job.length() + ".0");
    }

    @Test
    void reload_replacesEverything() throws IOException {
        try (NarthexServer server = startWithLifecycle()) {
            assertRuns(server, "before");
            assertThat(get(server, "metrics")).contains(SUCCESS);
            String loaded = get(server, "api/v1/status/runtimeinfo");
            write("afterwards", "up == 0");
            HttpResponse<String> answer = send(server, "POST", "-/reload");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertRuns(server, "afterwards");
            assertThat(get(server, "metrics"))
                    .contains(SUCCESS, "prometheus_config_last_reload_success_timestamp_seconds");
            assertThat(lastConfigTime(get(server, "api/v1/status/runtimeinfo")))
                    .isGreaterThan(lastConfigTime(loaded));
        }
    }

    private static String lastConfigTime(String runtimeInfo) {
        int from = runtimeInfo.indexOf("lastConfigTime");
        return runtimeInfo.substring(from, runtimeInfo.indexOf(',', from));
    }

    @Test
    void badConfiguration_changesNothingAndIsNamed() throws IOException {
        try (NarthexServer server = startWithLifecycle()) {
            Files.writeString(config, "scrape_configs:\n- job_name: x\n  metrics_pth: /m\n");
            HttpResponse<String> answer = send(server, "PUT", "-/reload");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo(
                            "failed to reload config: couldn't load configuration"
                                    + " (--config.file=\"%1$s\"): %1$s:3: scrape_configs[0].metrics_pth:"
                                            .formatted(config)
                                    + " unknown key; did you mean \"metrics_path\"?\n");
            assertRuns(server, "before");
            assertThat(get(server, "metrics")).contains(FAILURE);
            assertThat(get(server, "api/v1/status/runtimeinfo"))
                    .contains("\"reloadConfigSuccess\":false");
            write("mended", "up");
            assertThat(server.reload()).isNull();
            assertRuns(server, "mended");
            assertThat(get(server, "metrics")).contains(SUCCESS);
        }
    }

    @Test
    void badRuleFile_changesNothingAndIsNamed() throws IOException {
        try (NarthexServer server = startWithLifecycle()) {
            write("afterwards", "rate(up)");
            assertThat(server.reload())
                    .contains(
                            folder.resolve("a.rules")
                                    + ": 3:38: group \"g\", rule 1, \"afterwards\": could not parse"
                                    + " expression: 1:6: parse error: expected type range vector");
            assertRuns(server, "before");
        }
    }

    @Test
    void addressOfAnAlertmanagerThatIsNone_changesNothingAndIsNamed() throws IOException {
        try (NarthexServer server = startWithLifecycle()) {
            write("afterwards", "up == 0");
            Files.writeString(
                    config,
                    """
                    alerting:
                      alertmanagers:
                        - static_configs: [{targets: ["localhost:1"]}]
                          relabel_configs: [{target_label: __address__, replacement: "a b"}]
                    """,
                    StandardOpenOption.APPEND);
            assertThat(server.reload())
                    .contains("12: alerting.alertmanagers[0].relabel_configs: \"http://a b/");
            assertRuns(server, "before");
            assertThat(get(server, "metrics")).contains(FAILURE);
            write("mended", "up");
            assertThat(server.reload()).isNull();
            assertRuns(server, "mended");
        }
    }

    @Test
    void missingConfiguration_changesNothing() throws IOException {
        try (NarthexServer server = startWithLifecycle()) {
            Files.delete(config);
            assertThat(server.reload()).contains(config + ": no such file");
            assertRuns(server, "before");
        }
    }

    @Test
    void changedRuleFile_isSeenByTheWatch() throws IOException {
        try (NarthexServer server =
                start(
                        new ReloadOptions(
                                config, ConfigDefaults.USUAL, Duration.ofMillis(20), null))) {
            write("before", "rate(up)");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(get(server, "metrics")).contains(FAILURE));
            assertRuns(server, "before");
            write("afterwards", "up == 0");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(get(server, "metrics")).contains(SUCCESS));
            assertRuns(server, "afterwards");
        }
    }

    @Test
    void lifecycle_isOffUnlessEnabled() throws IOException {
        try (NarthexServer server =
                start(new ReloadOptions(config, ConfigDefaults.USUAL, null, null))) {
            write("afterwards", "up");
            for (String path : new String[] {"-/reload", "-/quit"}) {
                HttpResponse<String> answer = send(server, "POST", path);
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.body()).isEqualTo("Lifecycle API is not enabled.");
                answer = send(server, "GET", path);
                assertThat(answer.statusCode()).isEqualTo(405);
                assertThat(answer.body()).isEqualTo("Only POST or PUT requests allowed");
            }
            assertRuns(server, "before");
        }
    }

    @Test
    void quit_asksForTheEndOnce() {
        try (NarthexServer server = startWithLifecycle()) {
            assertThat(send(server, "POST", "-/quit").body())
                    .isEqualTo("Requesting termination... Goodbye!");
            assertThat(send(server, "POST", "-/quit").body())
                    .isEqualTo("Termination already in progress.");
            assertThat(quits).hasValue(1);
        }
    }
}
