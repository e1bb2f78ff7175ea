package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.server.config.ConfigFile;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server whose memory or disk is nearly used up says so wherever somebody may look.
class ShortageJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UP = "/api/v1/query?query=up";

    /// Nobody listens there, so there is one sample a second that says so.
    private static final String CONFIG =
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: nobody
                static_configs: [{targets: ["127.0.0.1:1"]}]
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir Path data;

    private HttpResponse<String> get(NarthexServer server, String path) {
        return send(HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
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

    @Test
    void fullDisk_isTold_refusesRemoteWrites_andGoesByItself() {
        AtomicBoolean full = new AtomicBoolean();
        TsdbOptions storage =
                TsdbOptions.builder()
                        .directory(data)
                        .files(disk(full))
                        .reserveBytes(1 << 20)
                        .build();
        try (NarthexServer server = start(storage)) {
            await().atMost(PATIENCE).until(() -> get(server, UP).body().contains("\"value\""));
            assertThat(get(server, "/metrics").body()).contains("narthex_tsdb_disk_stage 0");
            assertThat(remoteWrite(server)).isEqualTo(400);
            full.set(true);
            await().atMost(PATIENCE)
                    .until(() -> get(server, "/-/ready").body().contains("in memory only"));
            assertThat(get(server, "/-/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, UP).body()).contains("\"value\"");
            assertThat(get(server, "/metrics").body()).contains("narthex_tsdb_disk_stage 2");
            assertThat(remoteWrite(server)).isEqualTo(503);
            full.set(false);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    get(server, "/-/ready")
                                            .body()
                                            .equals("Prometheus Server is Ready.\n"));
            assertThat(get(server, "/metrics").body())
                    .contains("narthex_tsdb_disk_reserve_bytes 1048576.0");
            assertThat(remoteWrite(server)).isEqualTo(400);
        }
    }

    /// The local file system, or one without any room.
    private static FileStore disk(AtomicBoolean full) {
        return around(
                FileStore.class,
                FileStore.local(),
                (name, result) -> {
                    if (result instanceof StoreFile file) {
                        return file(file, full);
                    }
                    return name.equals("usableSpace") && full.get() ? Long.valueOf(0) : result;
                });
    }

    private static StoreFile file(StoreFile file, AtomicBoolean full) {
        return around(
                StoreFile.class,
                file,
                (name, result) -> {
                    if (full.get() && name.equals("write")) {
                        throw new IOException("No space left on device");
                    }
                    return result;
                });
    }

    /// What becomes of a call that was made.
    private interface Behind {
        @Nullable Object then(String name, @Nullable Object result) throws IOException;
    }

    private static <T> T around(Class<T> type, T real, Behind behind) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                return behind.then(
                                        method.getName(), method.invoke(real, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private int remoteWrite(NarthexServer server) {
        return send(HttpRequest.newBuilder(URI.create(server.url()).resolve("/api/v1/write"))
                        .header("Content-Encoding", "snappy")
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofString("not snappy"))
                        .build())
                .statusCode();
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
                        true,
                        false,
                        defaults.externalUrl(),
                        defaults.flags());
        return NarthexServer.start(options, ConfigFile.parse("test.yml", CONFIG, _ -> null));
    }
}
