package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Labels;
import io.narthex.promql.Explanation;
import io.narthex.promql.Query;
import io.narthex.promql.QueryCost;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStats;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// The server as a peer on the wire: framing, limits, slow and vanishing clients.
class TransportTest {
    private static final QueryPreparer ONE = TestServer.answering(_ -> new Value.Scalar(0, 1));
    private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";
    private static final String QUERY = "GET /api/v1/query?query=1" + HOST;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GARBAGE | 400",
                "GET / HTTP/1.1 | 400",
                "GET / HTTP/2.0 | 505",
                "GET / HTTP/1.1~Host: x~Bad Header | 400",
                "POST /api/v1/query HTTP/1.1~Host: x~Content-Length: -5 | 400",
                "POST /api/v1/query HTTP/1.1~Host: x~Content-Length: x | 400",
                "POST /api/v1/query HTTP/1.1~Host: x~Content-Length: 99999999999 | 413",
                "POST /api/v1/query HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz | 400",
            })
    void malformedRequest_isAnsweredAndNeverWithAStackTrace(String request, int status)
            throws Exception {
        try (TestServer server = TestServer.start(ONE)) {
            String response = server.raw(request.replace("~", "\r\n") + "\r\n\r\n");
            assertThat(response)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .doesNotContain("Exception", "\tat ");
            assertThat(server.server.stats().malformedRequests()).isEqualTo(1);
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void oversizedLineHeadersAndBody_haveTheirStatus() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.OPTIONS.withLimits(10, 1000), ONE, b -> b)) {
            assertThat(server.raw("GET /" + "x".repeat(100_000) + HOST + "\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            String header = "X: " + "x".repeat(100_000) + "\r\n";
            assertThat(server.raw("GET /" + HOST + header + "\r\n")).startsWith("HTTP/1.1 431 ");
            String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
            assertThat(
                            server.raw(
                                    "POST /api/v1/query"
                                            + HOST
                                            + "Transfer-Encoding: chunked\r\n\r\n"
                                            + chunk.repeat(1000)))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("larger than 1000 bytes");
        }
    }

    @Test
    void chunkedAndSplitBodies_areReadWhole() throws Exception {
        try (TestServer server = TestServer.start(ONE);
                Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            String head =
                    "POST /api/v1/query"
                            + HOST
                            + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
                            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
            for (byte b :
                    (head + "5\r\nquery\r\n3\r\n=%3\r\n1\r\n1\r\n0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)) {
                out.write(b);
                out.flush();
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void expectContinue_isAnswered() throws Exception {
        try (TestServer server = TestServer.start(ONE);
                Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /api/v1/query"
                                    + HOST
                                    + "Content-Type: application/x-www-form-urlencoded\r\n"
                                    + "Expect: 100-continue\r\nContent-Length: 7\r\n"
                                    + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] interim = socket.getInputStream().readNBytes(25);
            assertThat(new String(interim, StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            out.write("query=1".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void pipelinedRequests_areAnsweredInOrder() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(r -> new Value.Scalar(r.start(), 1)))) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /api/v1/query?query=1&time=").append(i).append(HOST);
                requests.append(i == 49 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            String responses = server.raw(requests.toString());
            int at = 0;
            for (int i = 0; i < 50; i++) {
                at = responses.indexOf("\"result\":[" + i + ",\"1\"]", at);
                assertThat(at).as("response %d", i).isPositive();
            }
        }
    }

    /// However much is pipelined behind a request that takes its time, it is not read, or cut off.
    @Test
    void pipelinedFlood_waitsOrIsCutOffWhileOthersAreServed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        try (TestServer server = TestServer.start(waiting(release, running));
                Socket socket = server.connect()) {
            String last = QUERY + "Connection: close\r\n\r\n";
            byte[] many =
                    ((QUERY + "\r\n").repeat(3000) + last).getBytes(StandardCharsets.US_ASCII);
            Thread sender = Thread.ofVirtual().start(() -> send(socket, many));
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
            release.countDown();
            assertThat(readUntilEnd(socket)).startsWith("HTTP/1.1 200 ");
            sender.join();
            await().until(() -> server.server.stats().activeRequests() == 0);
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException _) {
            // Cut off.
        }
    }

    private static String readUntilEnd(Socket socket) {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                all.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
        }
        return all.toString();
    }

    @Test
    void http10_getsAPlainBodyAndTheEndOfTheConnection() throws Exception {
        try (TestServer server = TestServer.start(bigMatrix(50, 1000))) {
            String response = server.raw("GET /api/v1/query?query=m HTTP/1.0\r\n\r\n");
            assertThat(response)
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("]]}]}}");
        }
    }

    @Test
    void head_hasNoBody() throws Exception {
        try (TestServer server = TestServer.start(ONE)) {
            assertThat(server.raw("HEAD /-/healthy" + HOST + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-length: 30")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void largeAnswer_isChunkedCompressedAndTheSame() throws Exception {
        try (TestServer server = TestServer.start(bigMatrix(100, 1000))) {
            String path = "/api/v1/query_range?query=m&start=0&end=999&step=1";
            HttpResponse<byte[]> plain = server.getBytes(path);
            HttpResponse<byte[]> gzip = server.getBytes(path, "Accept-Encoding", "gzip");
            HttpResponse<byte[]> deflate = server.getBytes(path, "Accept-Encoding", "deflate");
            assertThat(plain.headers().firstValue("transfer-encoding")).hasValue("chunked");
            assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                    .isEqualTo(plain.body());
            assertThat(
                            new InflaterInputStream(new ByteArrayInputStream(deflate.body()))
                                    .readAllBytes())
                    .isEqualTo(plain.body());
        }
    }

    @Test
    void smallAnswer_isNotWorthCompressing() throws Exception {
        try (TestServer server = TestServer.start(bigMatrix(1, 200))) {
            HttpResponse<byte[]> small =
                    server.getBytes("/api/v1/labels", "Accept-Encoding", "gzip");
            assertThat(small.headers().firstValue("content-encoding")).isEmpty();
            HttpResponse<byte[]> medium =
                    server.getBytes("/api/v1/query?query=m", "Accept-Encoding", "gzip");
            assertThat(medium.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(medium.headers().firstValue("content-length"))
                    .hasValue("" + medium.body().length);
        }
    }

    @Test
    void manySlowReaders_doNotKeepOthersWaiting() throws Exception {
        try (TestServer server = TestServer.start(bigMatrix(200, 2000))) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Socket socket = server.connect();
                socket.getOutputStream()
                        .write((QUERY + "\r\n").getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> server.server.stats().activeRequests() >= 50);
            assertThat(server.get("/api/v1/labels").statusCode()).isEqualTo(200);
            assertThat(server.get("/api/v1/query?query=m").body()).endsWith("}]}}");
            for (Socket socket : slow) {
                socket.close();
            }
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> server.server.stats().activeRequests() == 0);
        }
    }

    @Test
    void readerThatStops_isDroppedAfterTheWriteTimeout() throws Exception {
        HttpServerOptions impatient =
                TestServer.OPTIONS.withTimeouts(Duration.ofMinutes(5), Duration.ofMillis(200));
        try (TestServer server = TestServer.start(impatient, bigMatrix(500, 2000), b -> b);
                Socket socket = server.connect()) {
            socket.getOutputStream().write((QUERY + "\r\n").getBytes(StandardCharsets.US_ASCII));
            await().until(() -> server.server.stats().acceptedConnections() == 1);
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> server.server.stats().openConnections() == 0);
            assertThat(server.server.stats().activeRequests()).isZero();
        }
    }

    @Test
    void clientThatGoesAway_cancelsItsQuery() throws Exception {
        CountDownLatch canceled = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        try (TestServer server = TestServer.start(waiting(canceled, running))) {
            try (Socket socket = server.connect()) {
                socket.getOutputStream()
                        .write((QUERY + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(canceled.getCount()).isEqualTo(1);
            }
            assertThat(canceled.await(20, TimeUnit.SECONDS)).isTrue();
            await().until(() -> server.server.stats().activeRequests() == 0);
        }
    }

    @Test
    void slowSender_isToldSoAndIdleConnectionsAreClosed() throws Exception {
        HttpServerOptions impatient =
                TestServer.OPTIONS.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(30));
        try (TestServer server = TestServer.start(impatient, ONE, b -> b)) {
            assertThat(server.raw("POST /api/v1/query" + HOST + "Content-Length: 10\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(server.raw("GET /api/v1/qu")).isEmpty();
            assertThat(server.raw(QUERY + "\r\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void connectionsBeyondTheLimit_waitForTheirTurn() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.OPTIONS.withLimits(3, 1000), ONE, b -> b)) {
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                idle.add(server.connect());
            }
            await().until(() -> server.server.stats().openConnections() == 3);
            try (Socket waiting = server.connect()) {
                waiting.getOutputStream()
                        .write(
                                (QUERY + "Connection: close\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(server.server.stats().openConnections()).isEqualTo(3);
                idle.getFirst().close();
                InputStream in = waiting.getInputStream();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
            for (Socket socket : idle) {
                socket.close();
            }
            await().until(() -> server.server.stats().openConnections() == 0);
        }
    }

    @Test
    void takenPort_isNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            HttpServerOptions options = HttpServerOptions.DEFAULTS.withListen(address);
            assertThatThrownBy(() -> TestServer.start(options, ONE, b -> b).close())
                    .isInstanceOfSatisfying(
                            ListenException.class,
                            e -> {
                                assertThat(e.inUse()).isTrue();
                                assertThat(e.address()).isEqualTo(address);
                            })
                    .hasMessageContaining(":" + address.getPort() + ": address already in use");
        }
    }

    @Test
    void close_letsRunningRequestsFinishAndCancelsTheRest() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        TestServer server = TestServer.start(waiting(release, running));
        Socket socket = server.connect();
        socket.getOutputStream().write((QUERY + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(server.server::close);
        await().until(() -> closing.getState() != Thread.State.NEW);
        release.countDown();
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 200 ");
        closing.join();
        assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
        socket.close();
        server.close();
    }

    @Test
    void handlerThatFails_gives500AndAWorkingConnection() throws Exception {
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        ONE,
                        b ->
                                b.receiver(
                                        "/boom",
                                        (_, _) -> {
                                            throw new IllegalStateException("secret");
                                        }))) {
            HttpResponse<String> response = server.post("/boom", "x");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo("internal server error\n");
            assertThat(server.post("/boom", "x").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void replyWithHeaders_passesThem() throws Exception {
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        ONE,
                        b ->
                                b.receiver(
                                        "/in",
                                        (_, body) ->
                                                new BodyHandler.Reply(
                                                        body.length == 3_000_000 ? 204 : 400,
                                                        Map.of(),
                                                        "")))) {
            assertThat(server.post("/in", "x".repeat(3_000_000)).statusCode()).isEqualTo(204);
        }
    }

    private static QueryPreparer bigMatrix(int rows, int points) {
        long[] times = new long[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            times[i] = i * 1000L;
            values[i] = Math.sin(i);
        }
        List<Value.MatrixRow> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new FloatRow(Labels.of(Labels.NAME, "m", "i", "" + i), times, values));
        }
        return TestServer.answering(_ -> new Value.Matrix(all));
    }

    /// Queries that run until somebody releases them; a cancel does.
    private static QueryPreparer waiting(CountDownLatch release, CountDownLatch running) {
        return (_, _) ->
                new Query() {
                    @Override
                    public QueryResult run() {
                        running.countDown();
                        try {
                            if (!release.await(60, TimeUnit.SECONDS)) {
                                throw new QueryException.Timeout("nobody came");
                            }
                        } catch (InterruptedException e) {
                            throw new QueryException.Canceled("interrupted");
                        }
                        return new QueryResult(
                                new Value.Scalar(0, 1),
                                List.of(),
                                List.of(),
                                new QueryStats(0, 0, null, 0, 0, 0, 0, 0));
                    }

                    @Override
                    public Explanation explain(boolean analyze) {
                        throw new UnsupportedOperationException("nothing was planned");
                    }

                    @Override
                    public Expr expression() {
                        throw new UnsupportedOperationException("nothing was parsed");
                    }

                    @Override
                    public QueryCost cost() {
                        throw new UnsupportedOperationException("nothing was planned");
                    }

                    @Override
                    public Progress progress() {
                        return new Progress(false, 0);
                    }

                    @Override
                    public void cancel() {
                        release.countDown();
                    }

                    @Override
                    public void close() {}
                };
    }
}
