package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;
import io.narthex.promql.Value;
import io.narthex.promql.Value.VectorSample;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class QueryApiTest {
    private static final Labels A = Labels.of(Labels.NAME, "up", "job", "a<b>&c");
    private static final Labels B = Labels.of(Labels.NAME, "up", "job", "b");

    @Test
    void query_scalar_isOneAsGrafanasHealthCheckExpects() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(r -> new Value.Scalar(r.start(), 2)))) {
            HttpResponse<String> response = server.form("/api/v1/query", "query=1%2B1&time=4");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(response.headers().firstValue("vary")).hasValue("Origin, Accept-Encoding");
            assertThat(response.body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":"
                                    + "{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}}");
        }
    }

    @Test
    void query_vector_hasMetricAndValue() throws Exception {
        Value vector =
                new Value.Vector(
                        List.of(
                                new VectorSample(A, 1500, 0.1, null),
                                new VectorSample(B, 1500, Double.NaN, null)));
        assertThat(data(vector, "/api/v1/query?query=up"))
                .isEqualTo(
                        "{\"resultType\":\"vector\",\"result\":["
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a<b>&c\"},"
                                + "\"value\":[1.500,\"0.1\"]},"
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"b\"},"
                                + "\"value\":[1.500,\"NaN\"]}]}");
    }

    @Test
    void query_emptyVectorAndString_haveTheirForms() throws Exception {
        assertThat(data(new Value.Vector(List.of()), "/api/v1/query?query=up"))
                .isEqualTo("{\"resultType\":\"vector\",\"result\":[]}");
        assertThat(data(new Value.Text(1500, "<x>"), "/api/v1/query?query=up"))
                .isEqualTo("{\"resultType\":\"string\",\"result\":[1.5,\"\\u003cx\\u003e\"]}");
    }

    @Test
    void query_limit_cutsWithAWarning() throws Exception {
        Value vector =
                new Value.Vector(
                        List.of(new VectorSample(A, 0, 1, null), new VectorSample(B, 0, 2, null)));
        try (TestServer server = TestServer.start(TestServer.answering(_ -> vector))) {
            assertThat(server.get("/api/v1/query?query=up&limit=1").body())
                    .contains("a<b>&c")
                    .doesNotContain("\"b\"")
                    .endsWith(",\"warnings\":[\"results truncated due to limit\"]}");
            assertThat(server.get("/api/v1/query?query=up&limit=0").body())
                    .contains("\"b\"")
                    .doesNotContain("warnings");
        }
    }

    @Test
    void queryRange_matrix_sharesItsTimestamps() throws Exception {
        Value matrix =
                new Value.Matrix(
                        List.of(
                                row(A, new long[] {1000, 1500}, new double[] {1, 2}),
                                row(B, new long[] {1500, 2000}, new double[] {0.25, 1e21})));
        assertThat(data(matrix, "/api/v1/query_range?query=up&start=1&end=2&step=500ms"))
                .isEqualTo(
                        "{\"resultType\":\"matrix\",\"result\":["
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a<b>&c\"},"
                                + "\"values\":[[1,\"1\"],[1.500,\"2\"]]},"
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"b\"},"
                                + "\"values\":[[1.500,\"0.25\"],[2,\"1e+21\"]]}]}");
    }

    @Test
    void query_infos_areTenAtMost() throws Exception {
        for (int infos : new int[] {10, 13}) {
            List<String> texts =
                    IntStream.range(0, infos).mapToObj(i -> "\"info " + i + "\"").toList();
            List<String> shown = new ArrayList<>(texts.subList(0, 10));
            if (infos > 10) {
                shown.add("\"3 more info annotations omitted\"");
            }
            try (TestServer server =
                    TestServer.start(
                            TestServer.OPTIONS,
                            TestServer.answering(_ -> new Value.Scalar(0, 1)),
                            b ->
                                    b.advisor(
                                            (_, _, _) ->
                                                    texts.stream()
                                                            .map(t -> t.replace("\"", ""))
                                                            .toList()))) {
                assertThat(server.get("/api/v1/query?query=1").body())
                        .endsWith(",\"infos\":[" + String.join(",", shown) + "]}");
            }
        }
    }

    @Test
    void query_statsOfUnknownKind_areShownWithAWarning() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            assertThat(server.get("/api/v1/query?query=1&stats=some").body())
                    .contains("\"stats\":{")
                    .endsWith(
                            ",\"warnings\":[\"value \\\"some\\\" for parameter \\\"stats\\\" is"
                                    + " deprecated and will be rejected in the next major release,"
                                    + " use \\\"true\\\" or \\\"all\\\"\"]}");
            assertThat(server.get("/api/v1/query?query=1&stats=all").body())
                    .doesNotContain("warnings");
        }
    }

    @Test
    void query_stats_areShownOnRequest() throws Exception {
        assertThat(data(new Value.Scalar(0, 1), "/api/v1/query?query=1&stats=true"))
                .matches(
                        ".*\"stats\":\\{\"timings\":\\{\"evalTotalTime\":[0-9.e-]+,"
                                + "\"resultSortTime\":0,\"queryPreparationTime\":[0-9.e-]+,"
                                + "\"innerEvalTime\":[0-9.e-]+,\"execQueueTime\":[0-9.e-]+,"
                                + "\"execTotalTime\":[0-9.e-]+\\},\"samples\":"
                                + "\\{\"totalQueryableSamples\":7,\"samplesRead\":6,"
                                + "\"peakSamples\":5\\},"
                                + "\"memory\":\\{\"peakBytes\":64\\}\\}\\}");
    }

    @Test
    void query_statsOfEveryStep_areShownWhereThereAreSome() throws Exception {
        QueryStats.PerStep steps =
                new QueryStats.PerStep(1500, 500, new long[] {3, 4}, new long[] {3, 1});
        QueryStats stats = new QueryStats(7, 4, steps, 5, 64, 1000, 2000, 3000);
        AtomicReference<QueryRequest> seen = new AtomicReference<>();
        try (TestServer server =
                TestServer.start(
                        (request, _) -> {
                            seen.set(request);
                            return TestServer.answering(new Value.Scalar(0, 1), stats);
                        })) {
            assertThat(server.get("/api/v1/query?query=1&stats=all").body())
                    .contains(
                            "\"samples\":{"
                                    + "\"totalQueryableSamplesPerStep\":[[1.5,3],[2,4]],"
                                    + "\"totalQueryableSamples\":7,"
                                    + "\"samplesReadPerStep\":[[1.5,3],[2,1]],"
                                    + "\"samplesRead\":4,\"peakSamples\":5}");
            assertThat(seen.get().perStepStats()).isTrue();
            server.get("/api/v1/query?query=1&stats=true");
            assertThat(seen.get().perStepStats()).isFalse();
        }
    }

    @Test
    void query_parameters_reachTheEngine() throws Exception {
        AtomicReference<QueryRequest> seen = new AtomicReference<>();
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(
                                r -> {
                                    seen.set(r);
                                    return new Value.Scalar(0, 1);
                                }),
                        b -> b.clock(new ManualClock(123_456)))) {
            server.get("/api/v1/query?query=up");
            assertThat(seen.get()).isEqualTo(QueryRequest.instant("up", 123_456));
            server.form(
                    "/api/v1/query_range?step=9&unknown=1",
                    "query=a%20b&start=1&end=10.5&step=3&timeout=10s&lookback_delta=1m");
            assertThat(seen.get())
                    .isEqualTo(
                            new QueryRequest(
                                    "a b",
                                    1000,
                                    10_500,
                                    3000,
                                    Duration.ofSeconds(10),
                                    Duration.ofMinutes(1)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query?query=up&time=x"
                        + "| invalid parameter \"time\": invalid time value for 'time':"
                        + " cannot parse \"x\" to a valid timestamp",
                "query?query=up&timeout=x"
                        + "| invalid parameter \"timeout\": cannot parse \"x\" to a valid duration",
                "query?query=up&limit=x"
                        + "| invalid parameter \"limit\": strconv.Atoi: parsing \"x\": invalid"
                        + " syntax",
                "query?query=up&limit=99999999999999999999"
                        + "| invalid parameter \"limit\": strconv.Atoi: parsing"
                        + " \"99999999999999999999\": value out of range",
                "query?query=up&limit=-1"
                        + "| invalid parameter \"limit\": limit must be non-negative",
                "query?query=up&lookback_delta=x"
                        + "| error parsing lookback delta duration: cannot parse \"x\" to a valid"
                        + " duration",
                "query_range?query=up&end=2&step=1"
                        + "| invalid parameter \"start\": cannot parse \"\" to a valid timestamp",
                "query_range?query=up&start=1&end=x&step=1"
                        + "| invalid parameter \"end\": cannot parse \"x\" to a valid timestamp",
                "query_range?query=up&start=2&end=1&step=1"
                        + "| invalid parameter \"end\": end timestamp must not be before start"
                        + " time",
                "query_range?query=up&start=1&end=2"
                        + "| invalid parameter \"step\": cannot parse \"\" to a valid duration",
                "query_range?query=up&start=1&end=2&step=0"
                        + "| invalid parameter \"step\": zero or negative query resolution step"
                        + " widths are not accepted. Try a positive integer",
                "query_range?query=up&start=1&end=2&step=-1"
                        + "| invalid parameter \"step\": zero or negative query resolution step"
                        + " widths are not accepted. Try a positive integer",
                "query_range?query=up&start=0&end=11001&step=1"
                        + "| exceeded maximum resolution of 11,000 points per timeseries."
                        + " Try decreasing the query resolution (?step=XX)",
                "query_range?query=up&start=-1e300&end=1e300&step=1"
                        + "| exceeded maximum resolution of 11,000 points per timeseries."
                        + " Try decreasing the query resolution (?step=XX)",
                "query?query=%zz" + "| error parsing form values: invalid URL escape \"%zz\"",
            })
    void badParameter_isNamed(String request, String error) throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            String body = server.raw("GET /api/v1/" + request + " HTTP/1.0\r\n\r\n");
            assertThat(body).startsWith("HTTP/1.1 400 ");
            assertThat(body)
                    .endsWith(
                            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\""
                                    + error.replace("\"", "\\\"")
                                    + "\"}");
        }
    }

    @Test
    void queryRange_exactlyElevenThousandSteps_isTaken() throws Exception {
        assertThat(
                        data(
                                new Value.Matrix(List.of()),
                                "/api/v1/query_range?query=up&start=0&end=11000&step=1"))
                .contains("matrix");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new QueryException.Timeout("late"), 503, "timeout"),
                Arguments.of(new QueryException.Canceled("gone"), 499, "canceled"),
                Arguments.of(new QueryException.TooManySamples("many"), 422, "execution"),
                Arguments.of(new QueryException.Execution("<no>"), 422, "execution"),
                Arguments.of(
                        new QueryException.Storage("disk", new IllegalStateException()),
                        500,
                        "internal"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failedQuery_hasItsStatusAndType(QueryException e, int status, String type)
            throws Exception {
        try (TestServer server = TestServer.start(TestServer.failing(e))) {
            HttpResponse<String> response = server.get("/api/v1/query?query=up");
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body())
                    .startsWith("{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"")
                    .doesNotContain("<");
        }
    }

    @Test
    void badQuery_isAnInvalidParameter() throws Exception {
        try (TestServer server =
                TestServer.start(
                        TestServer.refusing(new QueryException.BadQuery("1:3: parse error: no")))) {
            HttpResponse<String> response = server.get("/api/v1/query?query=1+");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("invalid parameter \\\"query\\\": 1:3: parse error: no");
        }
    }

    @Test
    void queryExemplars_millisecondsAsSeconds_giveAnEmptyList() throws Exception {
        try (TestServer server =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            HttpResponse<String> response =
                    server.form(
                            "/api/v1/query_exemplars",
                            "query=test&start=1795000000000&end=1795000001000");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":[]}");
        }
    }

    /// The `data` member of a successful answer.
    private static String data(Value value, String path) throws Exception {
        try (TestServer server = TestServer.start(TestServer.answering(_ -> value))) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(200);
            String start = "{\"status\":\"success\",\"data\":";
            assertThat(response.body()).startsWith(start).endsWith("}");
            return response.body().substring(start.length(), response.body().length() - 1);
        }
    }

    static Value.MatrixRow row(Labels labels, long[] times, double[] values) {
        return new FloatRow(labels, times, values);
    }
}
