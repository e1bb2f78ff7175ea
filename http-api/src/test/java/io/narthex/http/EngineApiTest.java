package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The API over the real engine and a store of lists.
class EngineApiTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final int SAMPLES = 241;

    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS);
    private final List<String> advised = new CopyOnWriteArrayList<>();
    private TestServer server;

    @BeforeEach
    void fill() {
        server =
                TestServer.start(TestServer.OPTIONS, engine::prepare, b -> b.advisor(this::advise));
        try (Appender appender = server.store.appender()) {
            for (int s = 0; s < 100; s++) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "requests_total", "i", "" + s));
                for (int i = 0; i < SAMPLES; i++) {
                    appender.append(ref, T0 + i * 15_000L, i * 15.0 * s);
                }
            }
            long up = appender.resolve(Labels.of(Labels.NAME, "up", "i", "0"));
            for (int i = 0; i < SAMPLES; i++) {
                appender.append(up, T0 + i * 15_000L, 1);
            }
            appender.commit();
        }
    }

    private List<String> advise(Query query, QueryRequest request, Value answer) {
        advised.add(request.query());
        return query.expression() instanceof Expr.Call ? List.of("hint: b", "hint: a") : List.of();
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    @Test
    void grafanasRequests_areAnswered() throws Exception {
        assertThat(server.form("/api/v1/query", "query=1%2B1&time=4").body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":"
                                + "{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}}");
        String range =
                "query=count(rate(requests_total%5B5m%5D))&start=1750003800.000000"
                        + "&end=1750004400.000000&step=300";
        assertThat(server.form("/api/v1/query_range", range).body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":"
                                + "[{\"metric\":{},\"values\":[[1750003800,\"100\"],"
                                + "[1750004100,\"100\"],[1750004400,\"100\"]]}]}}");
        assertThat(
                        server.form(
                                        "/api/v1/query_exemplars",
                                        "query=test&start=1795000000000&end=1795000000001")
                                .body())
                .isEqualTo("{\"status\":\"success\",\"data\":[]}");
    }

    @Test
    void advice_standsBehindTheEnginesInfosOfBothQueries() throws Exception {
        String query = "query=rate(up%7Bi%3D%220%22%7D%5B5m%5D)&time=1750003800";
        String range = query + "&start=1750003800&end=1750003830&step=15";
        for (String answer :
                List.of(
                        server.form("/api/v1/query", query).body(),
                        server.form("/api/v1/query_range", range).body())) {
            assertThat(answer)
                    .endsWith(
                            ",\"infos\":[\"PromQL info: metric might not be a counter, name does"
                                    + " not end in _total/_sum/_count/_bucket: \\\"up\\\""
                                    + " (1:6)\",\"hint: b\",\"hint: a\"]}");
        }
        assertThat(server.get("/api/v1/query?query=requests_total&time=1750003800").body())
                .doesNotContain("infos");
    }

    @Test
    void failingQueries_getNoAdvice() throws Exception {
        server.get("/api/v1/query?query=sum(");
        String manyToMany = "requests_total%2Bon()requests_total&time=1750003800";
        assertThat(server.get("/api/v1/query?query=" + manyToMany).statusCode()).isEqualTo(422);
        assertThat(advised).isEmpty();
    }

    @Test
    void wrongQuery_isPointedAt() throws Exception {
        HttpResponse<String> response = server.get("/api/v1/query?query=sum(");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\","
                                + "\"error\":\"invalid parameter \\\"query\\\": 1:5: parse error:");
        HttpResponse<String> typed =
                server.get("/api/v1/query_range?query=up%5B5m%5D&start=0&end=1&step=1");
        assertThat(typed.statusCode()).isEqualTo(400);
        assertThat(typed.body()).contains("invalid parameter \\\"query\\\": ");
    }

    @Test
    void explain_json_hasPlanRewritesAndOperators() throws Exception {
        String body =
                server.get("/api/v1/explain?query=rate(up%5B5m%5D)*(1%2B2)&time=1750003800").body();
        assertThat(body)
                .startsWith("{\"status\":\"success\",\"data\":{\"expression\":{\"bool\":false,")
                .contains(
                        ",\"tree\":{\"node\":\"binaryExpr\",\"text\":\"*\",\"type\":\"vector\","
                                + "\"place\":\"1:1\",\"start\":0,\"end\":18,\"operands\":["
                                + "{\"node\":\"call\",\"text\":\"rate\",\"type\":\"vector\","
                                + "\"place\":\"1:1\",\"start\":0,\"end\":12,\"operands\":["
                                + "{\"node\":\"matrixSelector\",\"text\":\"up[5m]\",",
                        ",\"plan\":{\"node\":\"Binary *\",\"inputs\":[{\"node\":\"Call rate\",",
                        "{\"name\":\"fold-numbers\",\"enabled\":true,\"changed\":true,"
                                + "\"before\":{\"node\":\"Binary *\",",
                        "{\"name\":\"sort-matchers\",\"enabled\":true,\"changed\":false}",
                        "\"possibleRows\":1,\"inputs\":[{\"operator\":\"Window rate: ")
                .doesNotContain("selfTime", "stats");
    }

    @Test
    void explain_analyze_measuresOperators() throws Exception {
        String asked = "query=sum(rate(requests_total%5B5m%5D))&analyze=true";
        String range = asked + "&start=1750003800&end=1750004400&step=300";
        assertThat(server.form("/api/v1/explain", range).body())
                .contains(
                        "\"possibleRows\":100,\"rows\":100,\"values\":300,\"samplesRead\":6000,",
                        "\"selfTime\":",
                        "\"stats\":{\"timings\":{",
                        "\"totalQueryableSamples\":6000,");
        HttpResponse<String> text =
                server.get("/api/v1/explain?" + asked + "&time=1750003800&format=text");
        assertThat(text.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain");
        assertThat(text.body())
                .startsWith(
                        """
                        Expression
                          sum(rate(requests_total[5m]))
                        Parsed tree
                          1:1 aggregation sum (instant vector)
                            1:5 call rate (instant vector)
                              1:10 matrixSelector requests_total[5m] (range vector)
                        Plan
                        """)
                .contains("[rows 100 of 100, values 100, samples read 2000, ");
    }

    @Test
    void explain_badRequests_areTold() throws Exception {
        assertThat(server.get("/api/v1/explain?query=sum(").body())
                .contains("\"bad_data\"", "invalid parameter \\\"query\\\": 1:5: parse error:");
        assertThat(server.get("/api/v1/explain?query=1&analyze=yes").body())
                .contains("invalid parameter \\\"analyze\\\": must be true or false");
        assertThat(server.get("/api/v1/explain?query=1&format=xml").body())
                .contains("invalid parameter \\\"format\\\": must be json or text");
        assertThat(server.get("/api/v1/explain?query=1&start=1").body())
                .contains("invalid parameter \\\"end\\\"");
    }

    @Test
    void matrixOfRawSamples_isStreamed() throws Exception {
        HttpResponse<String> response =
                server.get("/api/v1/query?query=requests_total%5B1h%5D&time=1750006800");
        assertThat(response.headers().firstValue("transfer-encoding")).hasValue("chunked");
        assertThat(response.body()).endsWith("]]}]}}");
        assertThat(response.body().split("\"metric\"", -1)).hasSize(101);
        assertThat(response.body()).contains("[1750003215,\"1485\"]");
    }

    @Test
    void concurrentDashboards_allGetTheSameAnswer() throws Exception {
        String path =
                "/api/v1/query_range?query=requests_total&start=1750003200&end=1750006800&step=15";
        String expected = server.get(path).body();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(clients.submit(() -> server.get(path).body()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
        assertThat(server.server.stats().activeRequests()).isZero();
    }

    /// A query that would take far longer than the test: it ends because nobody wants its answer.
    @Test
    void clientThatGoesAway_freesTheEngine() throws Exception {
        String heavy =
                "GET /api/v1/query?query=sum(sum_over_time("
                        + "sum(requests_total)%5B3000d:1s%5D))&timeout=120s HTTP/1.1\r\n"
                        + "Host: x\r\n\r\n";
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(heavy.getBytes(StandardCharsets.US_ASCII));
            await().atMost(30, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> server.server.stats().activeRequests() == 1);
        }
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> server.server.stats().activeRequests() == 0);
        assertThat(server.get("/api/v1/query?query=1").statusCode()).isEqualTo(200);
    }
}
