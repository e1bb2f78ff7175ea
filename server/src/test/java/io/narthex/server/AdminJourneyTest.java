package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.server.config.ConfigFile;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A running server is asked to delete, to clean and to copy its store.
class AdminJourneyTest {
    private static final long MINUTE = 60_000;
    private static final long NOW = System.currentTimeMillis() / MINUTE * MINUTE;

    @TempDir Path temp;

    private Path data() {
        return temp.resolve("data");
    }

    private static NarthexServer start(@Nullable Path data) {
        ServerOptions d =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        ServerOptions options =
                new ServerOptions(
                        d.http(),
                        d.engine(),
                        true,
                        TsdbOptions.DEFAULTS.toBuilder()
                                .directory(data)
                                .maintenanceInterval(Duration.ZERO)
                                .build(),
                        false,
                        true,
                        null,
                        Map.of());
        return NarthexServer.start(
                options, ConfigFile.parse("test.yml", "scrape_configs: []", _ -> null));
    }

    /// Six hours of two series, a sample a minute, some of them in blocks.
    private void fill() {
        try (Tsdb store =
                new Tsdb(
                        TsdbOptions.DEFAULTS.toBuilder()
                                .directory(data())
                                .maintenanceInterval(Duration.ZERO)
                                .build())) {
            for (long t = NOW - 360 * MINUTE; t < NOW; t += MINUTE) {
                try (Appender appender = store.appender()) {
                    for (String n : new String[] {"1", "2"}) {
                        appender.append(
                                appender.resolve(Labels.of(Labels.NAME, "m", "n", n)), t, 1);
                    }
                    appender.commit();
                }
            }
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
        }
    }

    private static HttpResponse<String> post(NarthexServer server, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "api/v1/" + path))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The values of a query's vector, such as `359,360`.
    private static String query(NarthexServer server, String promql) throws Exception {
        String body = post(server, "query?time=" + NOW / 1000 + "&query=" + encode(promql)).body();
        return body.replaceAll("(?s).*?\"value\":\\[[0-9.]+,\"([^\"]*)\"\\]", "$1,")
                .replaceAll(",[^0-9,].*", "");
    }

    @Test
    void deleteCleanAndSnapshot_onARunningServer() throws Exception {
        fill();
        String name;
        try (NarthexServer server = start(data())) {
            String count = "count_over_time(m[7h])";
            assertThat(query(server, count)).isEqualTo("360,360");
            // Blocks and memory: the oldest hundred minutes of one series, and the newest ten.
            String one = "admin/tsdb/delete_series?match[]=" + encode("m{n=\"2\"}");
            String old = "&end=" + (NOW - 261 * MINUTE) / 1000;
            String young = "&start=" + (NOW - 10 * MINUTE) / 1000;
            assertThat(post(server, one.replace("[]", "%5B%5D") + old).statusCode()).isEqualTo(204);
            assertThat(post(server, one.replace("[]", "%5B%5D") + young).statusCode())
                    .isEqualTo(204);
            assertThat(query(server, count)).isEqualTo("360,250");
            HttpResponse<String> snapshot = post(server, "admin/tsdb/snapshot");
            assertThat(snapshot.body())
                    .matches(
                            "\\{\"status\":\"success\",\"data\":"
                                    + "\\{\"name\":\"\\d{8}T\\d{6}Z-[0-9a-f]{16}\"}}");
            name = snapshot.body().replaceAll(".*\"name\":\"|\"}}", "");
            assertThat(post(server, "admin/tsdb/clean_tombstones").statusCode()).isEqualTo(204);
            assertThat(query(server, count)).isEqualTo("360,250");
        }
        try (NarthexServer copy = start(data().resolve("snapshots").resolve(name))) {
            assertThat(query(copy, "count_over_time(m[7h])")).isEqualTo("360,250");
        }
        try (NarthexServer again = start(data())) {
            assertThat(query(again, "count_over_time(m[7h])")).isEqualTo("360,250");
            // A selector that all series satisfy deletes all, as in Prometheus.
            post(again, "admin/tsdb/delete_series?match%5B%5D=%7B%7D");
            assertThat(post(again, "query?query=" + encode("count_over_time(m[7h])")).body())
                    .contains("\"result\":[]");
        }
    }

    @Test
    void snapshotOfMemory_isAnErrorThatSaysWhy() throws Exception {
        try (NarthexServer server = start(null)) {
            HttpResponse<String> response = post(server, "admin/tsdb/snapshot");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .contains("create snapshot: samples live in memory only", "storage.tsdb.path");
        }
    }
}
