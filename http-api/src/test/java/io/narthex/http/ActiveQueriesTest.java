package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.Value;
import io.narthex.promql.Value.VectorSample;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which queries run is told, and each can be ended; those that are too many are refused.
class ActiveQueriesTest {
    /// It would run for minutes.
    private static final String LONG =
            IntStream.range(10, 40)
                    .mapToObj(i -> "quantile_over_time(0." + i + ",x_total%5B3h:1s%5D)")
                    .collect(Collectors.joining("%2B", "query=", "&start=0&end=11000&step=1"));

    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

    /// What the long query holds meanwhile is less.
    private static final long ROOM = 256L << 20;

    private final QueryEngine engine = engine(ROOM);
    private final List<QueryObserver.Ended> ended = new CopyOnWriteArrayList<>();
    private TestServer server;

    private static final class NoStore implements StoreAdmin {
        @Override
        public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {}

        @Override
        public void cleanTombstones() {}

        @Override
        public String snapshot(boolean withHead) {
            return "";
        }
    }

    @BeforeEach
    void fill() {
        server = server(true, engine);
    }

    /// One query at a time, and one that waits.
    ///
    /// @param totalBytes that all queries may hold
    private static QueryEngine engine(long totalBytes) {
        return new QueryEngine(
                new EngineOptions(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        50_000_000,
                        1L << 30,
                        totalBytes,
                        1,
                        1,
                        2,
                        Duration.ofMinutes(1),
                        EngineOptions.DEFAULTS.features(),
                        EngineOptions.DEFAULTS.disabledOptimizers()));
    }

    private TestServer server(boolean admin, QueryEngine engine) {
        TestServer made =
                TestServer.start(
                        TestServer.OPTIONS,
                        engine::prepare,
                        b ->
                                admin
                                        ? b.observer(ended::add).admin(new NoStore())
                                        : b.observer(ended::add));
        try (Appender appender = made.store.appender()) {
            for (int s = 0; s < 50; s++) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "x_total", "i", "" + s));
                for (int i = 0; i < 750; i++) {
                    appender.append(ref, i * 15_000L, i * 15.0 * s);
                }
            }
            appender.commit();
        }
        return made;
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private String active() throws Exception {
        return server.get("/api/v1/status/active_queries").body();
    }

    private Socket askingLong() throws Exception {
        Socket socket = server.connect();
        String head =
                "GET /api/v1/query_range?"
                        + LONG
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "X-Dashboard-Uid: d1\r\nX-Panel-Id: 7\r\nCookie: secret\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        until(() -> engine.active() == 1 && engine.waiting() == 0);
        return socket;
    }

    private static String answer(Socket socket) throws Exception {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void until(Callable<Boolean> holds) {
        await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60)).until(holds);
    }

    @Test
    void activeQueries_tellWhatRunsForWhom_andDeleteEndsIt() throws Exception {
        try (Socket client = askingLong()) {
            until(() -> engine.load().busyThreads() > 0);
            String list = active();
            assertThat(list)
                    .contains("\"query\":\"quantile_over_time(0.10,x_total[3h:1s])+")
                    .contains("\"start\":0,\"end\":11000,\"step\":1,\"state\":\"running\"")
                    .contains("\"client\":\"127.0.0.1\",\"method\":\"GET\"")
                    .contains("\"path\":\"/api/v1/query_range\"")
                    .contains("\"headers\":{\"X-Dashboard-Uid\":\"d1\",\"X-Panel-Id\":\"7\"}")
                    .doesNotContain("secret");
            Matcher id = ID.matcher(list);
            assertThat(id.find()).isTrue();
            long before = System.nanoTime();
            HttpResponse<String> deleted = server.method("DELETE", "/api/v1/query/" + id.group(1));
            assertThat(deleted.statusCode()).isEqualTo(204);
            assertThat(answer(client))
                    .startsWith("HTTP/1.1 499 ")
                    .contains("\"errorType\":\"canceled\"");
            until(() -> engine.load().busyThreads() == 0);
            // Not judged: the machine may be busy.
            System.out.printf(
                    "%.1f ms from DELETE to idle threads%n", (System.nanoTime() - before) / 1e6);
            assertThat(engine.load().queries()).isZero();
            assertThat(engine.load().heldBytes()).isZero();
            until(() -> active().contains("\"data\":[]"));
            assertThat(ended)
                    .singleElement()
                    .satisfies(
                            q -> {
                                assertThat(q.failure()).isInstanceOf(QueryException.Canceled.class);
                                assertThat(q.origin().headers()).containsKey("X-Panel-Id");
                            });
        }
    }

    @Test
    void delete_whileTheAnswerIsSent_breaksItOff() throws Exception {
        VectorSample sample = new VectorSample(Labels.of("i", "1"), 0, 1, null);
        Value endless = new Value.Vector(Collections.nCopies(100_000_000, sample));
        try (TestServer sending =
                        TestServer.start(
                                TestServer.OPTIONS,
                                TestServer.answering(_ -> endless),
                                b -> b.admin(new NoStore()));
                Socket client = sending.connect()) {
            String head = "GET /api/v1/query?query=x HTTP/1.1\r\nHost: x\r\n\r\n";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] begin = client.getInputStream().readNBytes(100_000);
            assertThat(new String(begin, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 ");
            Matcher id = ID.matcher(sending.get("/api/v1/status/active_queries").body());
            assertThat(id.find()).isTrue();
            assertThat(sending.method("DELETE", "/api/v1/query/" + id.group(1)).statusCode())
                    .isEqualTo(204);
            until(
                    () ->
                            sending.get("/api/v1/status/active_queries")
                                    .body()
                                    .contains("\"data\":[]"));
            // As long as nobody reads, whole pieces at most are on their way.
            assertThat(client.getInputStream().readAllBytes().length).isLessThan(50_000_000);
        }
    }

    @Test
    void delete_unknownQuery_isNotFound() throws Exception {
        for (String id : new String[] {"1", "x", "99999999999999999999"}) {
            HttpResponse<String> answer = server.method("DELETE", "/api/v1/query/" + id);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body())
                    .contains("\"errorType\":\"not_found\"")
                    .contains("no query runs with the id \\\"" + id + "\\\"");
        }
    }

    @Test
    void delete_withoutTheAdminApi_isRefused() throws Exception {
        try (TestServer plain = server(false, engine)) {
            HttpResponse<String> answer = plain.method("DELETE", "/api/v1/query/1");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .contains("\"errorType\":\"unavailable\",\"error\":\"admin APIs disabled\"");
        }
    }

    @Test
    void queue_full_refusesWith503AndSaysWhenToTryAgain() throws Exception {
        try (Socket _ = askingLong();
                Socket second = server.connect()) {
            second.getOutputStream()
                    .write(
                            "GET /api/v1/query?query=1 HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            until(() -> engine.waiting() == 1);
            assertThat(active()).contains("\"state\":\"waiting\"");
            HttpResponse<String> third = server.get("/api/v1/query?query=1");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(third.body())
                    .isEqualTo(
                            "{\"status\":\"error\",\"errorType\":\"unavailable\",\"error\":\"too"
                                    + " many queries at once: 1 wait already, as many as"
                                    + " query.max-queued allows; try again later\"}");
        }
    }

    /// All may hold 1 MiB; the result of the first query has 4.4 MB.
    @Test
    void memory_ofAnAnswerThatWasSent_isFreeAgain() throws Exception {
        try (QueryEngine narrow = engine(1L << 20);
                TestServer small = server(true, narrow)) {
            HttpResponse<String> large =
                    small.get("/api/v1/query_range?query=x_total&start=0&end=11000&step=1");
            assertThat(large.statusCode()).isEqualTo(422);
            assertThat(large.body())
                    .contains("\"errorType\":\"execution\"")
                    .contains("or raise the limit, query.max-total-bytes");
            for (int i = 0; i < 5; i++) {
                // Each holds a quarter of it.
                HttpResponse<String> answer =
                        small.get("/api/v1/query_range?query=x_total&start=0&end=11000&step=20");
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            assertThat(ended).hasSize(6);
        }
    }

    @Test
    void memoryOfAllQueries_full_refusesWith503AndSaysWhenToTryAgain() throws Exception {
        try (TestServer full =
                TestServer.start(TestServer.failing(new QueryException.Overloaded("all full")))) {
            HttpResponse<String> refused = full.get("/api/v1/query?query=1");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"status\":\"error\",\"errorType\":\"unavailable\","
                                    + "\"error\":\"all full\"}");
        }
    }

    @Test
    void queryCost_tellsSeriesSamplesAndBytes_withoutRunning() throws Exception {
        HttpResponse<String> answer =
                server.get(
                        "/api/v1/query_cost?query=sum%20by%20(i)(rate(x_total%5B5m%5D))"
                                + "&start=600&end=1200&step=60");
        assertThat(answer.body())
                .startsWith("{\"status\":\"success\",\"data\":{\"series\":50,\"samples\":3000,")
                .contains("\"resultSeries\":50,\"steps\":11,")
                .contains("\"start\":300.001,\"end\":1200,\"series\":50,\"samples\":3000}]}}");
        assertThat(ended).isEmpty();
        assertThat(server.get("/api/v1/query_cost?query=x_total%5B").body())
                .contains("\"errorType\":\"bad_data\"");
        assertThat(server.get("/api/v1/query_cost?query=x_total%5B1m%5D&time=600").body())
                .contains("\"series\":50,\"samples\":200,");
    }
}
