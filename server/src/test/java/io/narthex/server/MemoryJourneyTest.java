package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.server.config.ConfigFile;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/// A server whose memory is nearly used up says so wherever somebody may look.
class MemoryJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir Path data;

    private HttpResponse<String> get(NarthexServer server, String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shortMemory_isToldByReadinessAndMetrics_andQueriesGoOn() {
        TsdbOptions.Builder options = TsdbOptions.builder().directory(data);
        long bytes;
        try (Tsdb store = new Tsdb(options.build());
                Appender appender = store.appender()) {
            long now = System.currentTimeMillis();
            for (int i = 0; i < 5000; i++) {
                appender.append(appender.resolve(Labels.of(Labels.NAME, "m", "i", "" + i)), now, i);
            }
            appender.commit();
            bytes = store.memory().bytes();
        }
        try (NarthexServer server = start(options.maxBytes(bytes * 100 / 105).build())) {
            await().atMost(PATIENCE)
                    .until(() -> get(server, "/-/ready").body().contains("new series are refused"));
            HttpResponse<String> ready = get(server, "/-/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).startsWith("Prometheus Server is Ready.\n");
            assertThat(ready.headers().firstValue("X-Narthex-Stage")).isPresent();
            assertThat(get(server, "/metrics").body())
                    .contains("narthex_tsdb_memory_stage 3")
                    .contains("narthex_tsdb_memory_limit_bytes " + (double) (bytes * 100 / 105));
            assertThat(get(server, "/api/v1/query?query=count(m)").body()).contains("\"5000\"");
        }
        try (NarthexServer server = start(options.maxBytes(bytes * 2).build())) {
            assertThat(get(server, "/metrics").body()).contains("narthex_tsdb_memory_stage 0");
            assertThat(get(server, "/-/ready").body()).isEqualTo("Prometheus Server is Ready.\n");
        }
    }

    private static NarthexServer start(TsdbOptions storage) {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions defaults = ServerOptions.of(http);
        ServerOptions options =
                new ServerOptions(
                        http,
                        defaults.engine(),
                        true,
                        storage,
                        false,
                        defaults.externalUrl(),
                        defaults.flags());
        return NarthexServer.start(options, ConfigFile.parse("test.yml", "", _ -> null));
    }
}
