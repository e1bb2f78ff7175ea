package io.narthex.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;
import io.narthex.testkit.ReliabilityRecord;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whatever bytes a connection brings, they end in well-formed responses or a closed connection,
/// soon and in bounded memory, and others are served afterwards.
///
/// `-Dnarthex.fuzz.requests=N` opens N connections, `-Dnarthex.fuzz.seed=N` sends others.
@Tag("property")
class HttpFuzzTest {
    private static final int CONNECTIONS = Integer.getInteger("narthex.fuzz.requests", 1_000);
    private static final long SEED = Long.getLong("narthex.fuzz.seed", 1);

    /// Connections at a time, each with a thread that waits.
    private static final int AT_ONCE = 100;

    /// Far more than a busy machine takes; whoever hangs takes longer.
    private static final int PATIENCE_MILLIS = 60_000;

    /// So long a connection stays open on which nothing happens.
    private static final Duration IDLE = Duration.ofMillis(500);

    /// More than all connections of a moment need, less than would be left by many that leak.
    private static final long KEPT_BYTES = 64L << 20;

    private static NarthexServer server() {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withTimeouts(IDLE, Duration.ofSeconds(30));
        ServerOptions d = ServerOptions.of(http);
        ServerOptions options =
                new ServerOptions(http, d.engine(), true, d.storage(), true, false, null, Map.of());
        return NarthexServer.start(
                options, ConfigFile.parse("test.yml", "global: {}\n", _ -> null));
    }

    @Test
    void anyBytes_endInResponsesOrAClosedConnection() throws Exception {
        System.out.println("http fuzz: seed " + SEED + ", " + CONNECTIONS + " connections");
        Map<String, Integer> outcomes = new TreeMap<>();
        try (NarthexServer server = server()) {
            requireAnswer(server);
            long before = usedBytes();
            try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
                List<Future<String>> all = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    long number = (SEED << 32) + i;
                    all.add(clients.submit(() -> outcome(server, number)));
                }
                for (Future<String> one : all) {
                    outcomes.merge(one.get(), 1, Integer::sum);
                }
            }
            requireAnswer(server);
            assertThat(usedBytes() - before).as("bytes kept").isLessThan(KEPT_BYTES);
        }
        System.out.println("http fuzz: first responses " + outcomes);
        // Everything was tried if good, bad and refused requests were among them.
        assertThat(outcomes).containsKeys("200", "400", "closed");
        assertThat(outcomes).doesNotContainKey("500");
        ReliabilityRecord.put(
                "bytes over HTTP",
                "mvn -pl server -am test -Dtest=HttpFuzzTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dnarthex.fuzz.requests="
                        + CONNECTIONS
                        + " -Dnarthex.fuzz.seed="
                        + SEED,
                SEED,
                CONNECTIONS,
                "all ended in responses or a closed connection; first "
                        + outcomes.toString().replaceAll("[{}]", "").replace("=", ": "));
    }

    /// @return the status of the first response, or `closed`
    private static String outcome(NarthexServer server, long number) throws IOException {
        byte[] sent = FuzzRequests.of(number);
        URI uri = URI.create(server.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread sender = Thread.ofVirtual().start(() -> send(socket, sent));
            byte[] received = receive(socket, number);
            sender.interrupt();
            List<Integer> statuses;
            try {
                statuses = Responses.statuses(received);
            } catch (IllegalArgumentException e) {
                throw new AssertionError(
                        "connection " + number + " got no responses: " + start(received), e);
            }
            return statuses.isEmpty() ? "closed" : statuses.getFirst().toString();
        }
    }

    /// All that the server writes until it closes the connection.
    private static byte[] receive(Socket socket, long number) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("connection " + number + " hangs", e);
        } catch (SocketException _) {
            // Reset: bytes that nobody wants were still under way.
        }
        return all.toByteArray();
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
        } catch (IOException _) {
            // The server has heard enough.
        }
    }

    private static String start(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(300, text.length()));
    }

    private static void requireAnswer(NarthexServer server) {
        PrometheusApi api = new PrometheusApi(server.url());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.vector("vector(1+1)", 1)).containsValue(2.0));
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void responses_areTakenApart() {
        String whole =
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                        + "HTTP/1.1 100 Continue\r\n\r\n"
                        + "HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n0\r\n\r\n"
                        + "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 9\r\n\r\ncut";
        assertThat(statuses(whole)).containsExactly(200, 100, 400, 503);
        assertThat(statuses("")).isEmpty();
        assertThat(statuses("HTTP/1.1 2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "HTTP/1.1 999 What\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
            })
    void responses_thatAreNone_areFoundOut(String text) {
        assertThatThrownBy(() -> statuses(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> statuses(String text) {
        return Responses.statuses(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
