package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.promql.Value;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

class ExemplarApiTest {
    private static final String SUCCESS = "{\"status\":\"success\",\"data\":";
    private static final String A =
            "{\"seriesLabels\":{\"__name__\":\"a\"},\"exemplars\":["
                    + "{\"labels\":{\"t\":\"1\"},\"value\":\"0.5\",\"timestamp\":1.500},"
                    + "{\"labels\":{},\"value\":\"+Inf\",\"timestamp\":3}]}";
    private static final String B =
            "{\"seriesLabels\":{\"__name__\":\"b\",\"x\":\"<\"},\"exemplars\":["
                    + "{\"labels\":{\"t\":\"2\"},\"value\":\"1e-07\",\"timestamp\":2}]}";

    private final ListStore store = new ListStore();
    private final TestServer server =
            TestServer.start(
                    TestServer.OPTIONS,
                    TestServer.answering(_ -> new Value.Scalar(0, 1)),
                    b -> b.exemplars(store));

    ExemplarApiTest() {
        try (Appender appender = store.appender()) {
            long a = appender.resolve(Labels.of("__name__", "a"));
            long b = appender.resolve(Labels.of("__name__", "b", "x", "<"));
            Exemplar[] ofA = {
                new Exemplar(Labels.of("t", "1"), 0.5, 1500, true),
                new Exemplar(Labels.empty(), Double.POSITIVE_INFINITY, 3000, false)
            };
            for (Exemplar exemplar : ofA) {
                AppendStatus _ = appender.appendExemplar(a, exemplar);
            }
            AppendStatus _ =
                    appender.appendExemplar(b, new Exemplar(Labels.of("t", "2"), 1e-7, 2000, true));
            CommitResult _ = appender.commit();
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String data(String query, String more) throws Exception {
        String parameters = "query=" + encoded(query) + more;
        HttpResponse<String> got = server.get("/api/v1/query_exemplars?" + parameters);
        assertThat(server.form("/api/v1/query_exemplars", parameters).body()).isEqualTo(got.body());
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).startsWith(SUCCESS).endsWith("}");
        return got.body().substring(SUCCESS.length(), got.body().length() - 1);
    }

    @Test
    void exemplars_areThoseOfAllSelectors() throws Exception {
        assertThat(data("a", "")).isEqualTo("[" + A + "]");
        assertThat(data("sum(rate(a[5m])) / on() (b > bool scalar(c))", ""))
                .isEqualTo("[" + A + "," + B + "]");
        assertThat(data("topk(scalar(b), -(max_over_time(a[1h:1m])))", ""))
                .isEqualTo("[" + A + "," + B + "]");
        assertThat(data("c", "")).isEqualTo("[]");
    }

    @Test
    void timeRange_isInclusive() throws Exception {
        assertThat(data("b", "&start=2&end=2")).isEqualTo("[" + B + "]");
        assertThat(data("b", "&start=2.001")).isEqualTo("[]");
        assertThat(data("b", "&end=1.999")).isEqualTo("[]");
    }

    @Test
    void queryWithoutSelectors_hasNoBody() throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/query_exemplars?query=1");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query=a&start=2&end=1 | end timestamp must not be before start timestamp",
                "query=a&start=x | invalid parameter \\\"start\\\": invalid time value for 'start':"
                        + " cannot parse \\\"x\\\" to a valid timestamp",
                "query=sum( | 1:5: parse error: unclosed left parenthesis",
                "query=sum(1) | 1:5: parse error: expected type instant vector in aggregation"
                        + " expression, got scalar",
            })
    void mistakes_areBadData(String parameters, String error) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/query_exemplars?" + parameters);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\""
                                + error
                                + "\"}");
    }
}
