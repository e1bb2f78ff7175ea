package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryException;
import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// `format_query` and `parse_query`. The expected JSON is what Prometheus 3.14 writes.
class SyntaxApiTest {
    private static final String NO_SHIFT =
            "\"smoothed\":false,\"startOrEnd\":null,\"timestamp\":null,";

    private final TestServer server =
            TestServer.start(
                    TestServer.OPTIONS,
                    TestServer.refusing(new QueryException.BadQuery("nothing is evaluated")),
                    b -> b.syntax(ParserOptions.ALL));

    @AfterEach
    void close() {
        server.close();
    }

    private String asked(String endpoint, String query) throws Exception {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpResponse<String> get = server.get("/api/v1/" + endpoint + "?" + form);
        HttpResponse<String> post = server.form("/api/v1/" + endpoint, form);
        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(post.body()).isEqualTo(get.body());
        return get.body();
    }

    private static String success(String data) {
        return "{\"status\":\"success\",\"data\":" + data + "}";
    }

    /// A selector of one name at no other time.
    private static String selector(String name) {
        return "{\"anchored\":false,\"matchers\":[{\"name\":\"__name__\",\"type\":\"=\",\"value\":\""
                + name
                + "\"}],\"name\":\""
                + name
                + "\",\"offset\":0,\"offsetExpr\":null,"
                + NO_SHIFT
                + "\"type\":\"vectorSelector\"}";
    }

    private static String number(String value) {
        return "{\"type\":\"numberLiteral\",\"val\":\"" + value + "\"}";
    }

    private static String duration(String value, boolean units) {
        return "{\"duration\":" + units + ",\"type\":\"numberLiteral\",\"val\":\"" + value + "\"}";
    }

    private static String operation(String lhs, String op, String rhs, boolean wrapped) {
        return ("{\"lhs\":" + lhs + ",\"op\":\"" + op + "\",\"rhs\":" + rhs)
                + ",\"type\":\"durationExpr\",\"wrapped\":"
                + wrapped
                + "}";
    }

    static Stream<Arguments> trees() {
        return Stream.of(
                Arguments.of("1e6", number("1000000")),
                Arguments.of("-(Inf)", unary("-", "{\"expr\":" + number("+Inf") + paren())),
                Arguments.of("+x", unary("+", selector("x"))),
                Arguments.of("'<a>'", "{\"type\":\"stringLiteral\",\"val\":\"\\u003ca\\u003e\"}"),
                Arguments.of(
                        "topk by (b, a) (3, x)",
                        "{\"expr\":"
                                + selector("x")
                                + ",\"grouping\":[\"b\",\"a\"],\"op\":\"topk\",\"param\":"
                                + number("3")
                                + ",\"type\":\"aggregation\",\"without\":false}"),
                Arguments.of(
                        "sum(x)",
                        "{\"expr\":"
                                + selector("x")
                                + ",\"grouping\":[],\"op\":\"sum\",\"param\":null,"
                                + "\"type\":\"aggregation\",\"without\":false}"),
                Arguments.of(
                        "round(x)",
                        "{\"args\":["
                                + selector("x")
                                + "],\"func\":{\"argTypes\":[\"vector\",\"scalar\"],"
                                + "\"name\":\"round\",\"returnType\":\"vector\",\"variadic\":1},"
                                + "\"type\":\"call\"}"),
                Arguments.of(
                        "end()",
                        "{\"args\":[],\"func\":{\"argTypes\":[],\"name\":\"end\","
                                + "\"returnType\":\"scalar\",\"variadic\":0},\"type\":\"call\"}"));
    }

    private static String paren() {
        return ",\"type\":\"parenExpr\"}";
    }

    private static String unary(String op, String expr) {
        return "{\"expr\":" + expr + ",\"op\":\"" + op + "\",\"type\":\"unaryExpr\"}";
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(
                        "1 < bool 2",
                        "{\"bool\":true,\"lhs\":"
                                + number("1")
                                + ",\"matching\":null,\"op\":\"\\u003c\",\"rhs\":"
                                + number("2")
                                + ",\"type\":\"binaryExpr\"}"),
                Arguments.of(
                        "x / on (j) group_left (i) fill_right (-2.5) y",
                        "{\"bool\":false,\"lhs\":"
                                + selector("x")
                                + ",\"matching\":{\"card\":\"many-to-one\","
                                + "\"fillValues\":{\"lhs\":null,\"rhs\":-2.5},"
                                + "\"include\":[\"i\"],\"labels\":[\"j\"],\"on\":true},"
                                + "\"op\":\"/\",\"rhs\":"
                                + selector("y")
                                + ",\"type\":\"binaryExpr\"}"),
                Arguments.of(
                        "x and y",
                        "{\"bool\":false,\"lhs\":"
                                + selector("x")
                                + ",\"matching\":{\"card\":\"many-to-many\","
                                + "\"fillValues\":{\"lhs\":null,\"rhs\":null},"
                                + "\"include\":[],\"labels\":[],\"on\":false},"
                                + "\"op\":\"and\",\"rhs\":"
                                + selector("y")
                                + ",\"type\":\"binaryExpr\"}"));
    }

    static Stream<Arguments> selectors() {
        return Stream.of(
                Arguments.of(
                        "{\"a.b\",c!~\"d\"} @ 1.5 smoothed",
                        "{\"anchored\":false,\"matchers\":["
                                + "{\"name\":\"__name__\",\"type\":\"=\",\"value\":\"a.b\"},"
                                + "{\"name\":\"c\",\"type\":\"!~\",\"value\":\"d\"}],"
                                + "\"name\":\"\",\"offset\":0,\"offsetExpr\":null,"
                                + "\"smoothed\":true,\"startOrEnd\":null,\"timestamp\":1500,"
                                + "\"type\":\"vectorSelector\"}"),
                Arguments.of(
                        "x{a=\"b\"}[300] anchored offset -1m30s @ end()",
                        "{\"anchored\":true,\"matchers\":["
                                + "{\"name\":\"a\",\"type\":\"=\",\"value\":\"b\"},"
                                + "{\"name\":\"__name__\",\"type\":\"=\",\"value\":\"x\"}],"
                                + "\"name\":\"x\",\"offset\":-90000,\"offsetExpr\":null,"
                                + "\"range\":300000,\"rangeExpr\":null,\"smoothed\":false,"
                                + "\"startOrEnd\":\"end\",\"timestamp\":null,"
                                + "\"type\":\"matrixSelector\"}"),
                Arguments.of(
                        "x[1h:] offset +step()",
                        "{\"expr\":"
                                + selector("x")
                                + ",\"offset\":0,\"offsetExpr\":"
                                + operation(
                                        "null",
                                        "+",
                                        operation("null", "step", "null", false),
                                        false)
                                + ",\"range\":3600000,\"rangeExpr\":null,\"startOrEnd\":null,"
                                + "\"step\":0,\"stepExpr\":null,\"timestamp\":null,"
                                + "\"type\":\"subquery\"}"),
                Arguments.of(
                        "x[+max_of(5m, 2 * (range()))] offset (7)",
                        "{\"anchored\":false,\"matchers\":["
                                + "{\"name\":\"__name__\",\"type\":\"=\",\"value\":\"x\"}],"
                                + "\"name\":\"x\",\"offset\":0,\"offsetExpr\":"
                                + operation("null", "+", duration("7", false), true)
                                + ",\"range\":0,\"rangeExpr\":"
                                + operation(
                                        duration("300", true),
                                        "max_of",
                                        operation(
                                                duration("2", false),
                                                "*",
                                                operation("null", "range", "null", true),
                                                false),
                                        false)
                                + ","
                                + NO_SHIFT
                                + "\"type\":\"matrixSelector\"}"));
    }

    @ParameterizedTest
    @MethodSource({"trees", "operations", "selectors"})
    void parseQuery_valid_isTheTree(String query, String tree) throws Exception {
        assertThat(asked("parse_query", query)).isEqualTo(success(tree));
    }

    @Test
    void formatQuery_shortAndLong_isLaidOut() throws Exception {
        assertThat(asked("format_query", "sum by(job)(rate(x[5m]))>0"))
                .isEqualTo(success("\"sum by (job) (rate(x[5m])) \\u003e 0\""));
        String name = "a_metric_with_a_name_that_is_by_itself_nearly_half_as_long_as_a_line";
        assertThat(asked("format_query", name + "/ on(job) " + name))
                .isEqualTo(success("\"  " + name + "\\n/ on (job)\\n  " + name + "\""));
    }

    @Test
    void deepestQuery_isAnswered() throws Exception {
        String deep = "(".repeat(900) + "x" + ")".repeat(900);
        assertThat(asked("parse_query", deep)).contains(selector("x"));
        assertThat(asked("format_query", deep)).contains("(x)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"format_query", "parse_query"})
    void wrongQuery_isPointedAt(String endpoint) throws Exception {
        HttpResponse<String> response = server.get("/api/v1/" + endpoint + "?query=sum(");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\","
                                + "\"error\":\"invalid parameter \\\"query\\\": 1:5: parse error:");
        assertThat(server.get("/api/v1/" + endpoint).body())
                .contains("invalid parameter \\\"query\\\": ", "no expression found in input");
    }
}
