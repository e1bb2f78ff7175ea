package io.narthex.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

class PromqlParserTest {
    static String print(String query) {
        return ExprPrinter.print(PromqlParser.parse(query, ParserOptions.ALL));
    }

    /// Fully parenthesised by the test's own walk, to see how operators bind.
    private static String shape(Expr expr) {
        return switch (expr) {
            case Expr.BinaryExpr b -> "(" + shape(b.lhs()) + b.op().symbol() + shape(b.rhs()) + ")";
            case Expr.UnaryExpr u -> "(" + (u.minus() ? "-" : "+") + shape(u.operand()) + ")";
            default -> ExprPrinter.print(expr).replace(" ", "");
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + b * c | (a+(b*c))",
                "a * b + c | ((a*b)+c)",
                "a - b - c | ((a-b)-c)",
                "a ^ b ^ c | (a^(b^c))",
                "-a ^ b | (-(a^b))",
                "-a * b | ((-a)*b)",
                "a ^ -b ^ c | (a^(-(b^c)))",
                "a atan2 b * c | ((aatan2b)*c)",
                "a or b and c unless d | (aor((bandc)unlessd))",
                "a == b + c | (a==(b+c))",
                "a and b == c | (aand(b==c))",
                "a < b < c | ((a<b)<c)",
                "a ^ b offset 5m | (a^boffset5m)",
                "-a offset 5m | (-aoffset5m)",
                "a offset 2 ^ 2 | (aoffset2s^2)",
                "a % b / c | ((a%b)/c)",
                "-1 ^ 2 | (-(1^2))",
            })
    void operators_bindAsInPrometheus(String query, String shape) {
        assertThat(shape(PromqlParser.parse(query, ParserOptions.ALL))).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "sum by(b,a)(rate(x{z=\"1\",y!~'2'}[5m])) | sum by (b, a)"
                        + " (rate(x{y!~\"2\",z=\"1\"}[5m]))",
                "sum(x)without(a,) | sum without (a) (x)",
                "SUM(x) BY () | sum(x)",
                "sum(x) without () | sum without () (x)",
                "topk(5,x) | topk(5, x)",
                "a+on(x)group_left(y)b | a + on (x) group_left (y) b",
                "a+ignoring(x)group_right b | a + ignoring (x) group_right () b",
                "a > bool 1h | a > bool 1h",
                "x[300] | x[5m]",
                "x[1.5] | x[1s500ms]",
                "x[90m] offset -1d @ 1.5 | x[1h30m] @ 1.500 offset -1d",
                "x @ end() offset 1w | x @ end() offset 1w",
                "rate(x[1m])[1h:] | rate(x[1m])[1h:]",
                "x[1h:5m] @ start() | x[1h:5m] @ start()",
                "{\"a.b\",c='d'} | {__name__=\"a.b\",c=\"d\"}",
                "{'up'} | {__name__=\"up\"}",
                "{__name__=~'a.b',c!=''} | {__name__=~\"a.b\",c!=\"\"}",
                "0x1F + 010 + 1_000 + .5 + 1e3 | 31 + 8 + 1000 + 0.5 + 1000",
                "5m + 1 | 5m + 1",
                "-5m | -5m",
                "inf + NaN + -Inf | +Inf + NaN + -Inf",
                "x[step() + 1m] | x[step() + 1m]",
                "x offset -(1m*2) | x offset -(1m * 2)",
                "x offset step() | x offset step()",
                "x[max_of(step(),5m)] | x[max_of(step(), 5m)]",
                "rate(x[5m] anchored) | rate(x[5m] anchored)",
                "x smoothed offset 5m | x smoothed offset 5m",
                "a + fill(0) b | a + fill (0) b",
                "a + on(x) fill_right(-1) fill_left(2) b | a + on (x) fill_left (2) fill_right (-1)"
                        + " b",
                "start() + step() | start() + step()",
                "1e6 * x | 1000000 * x",
                "x offset 0s | x",
                "x offset +(5) | x offset (5)",
                "x offset +min_of(10s, +step()) | x offset min_of(10s, step())",
                "x[200-min_of(-step()^+step(),1)] | x[200 - min_of(-step() ^ step(), 1)]",
                "x[((5m)):(90)] | x[(5m):(90)]",
                "info(x, {a=~'.*'}) | info(x, {a=~\".*\"})",
            })
    void printer_givesTheCanonicalForm(String query, String canonical) {
        assertThat(print(query)).isEqualTo(canonical);
        assertThat(print(canonical)).isEqualTo(canonical);
    }

    static Stream<String> metricKeywords() {
        return Stream.of(
                        "avg bottomk by count count_values fill fill_left fill_right group and or"
                            + " unless max min offset quantile stddev stdvar sum topk without start"
                            + " end limitk limit_ratio step range anchored smoothed max_of min_of")
                .flatMap(words -> Stream.of(words.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("metricKeywords")
    void keyword_isAMetricName(String word) {
        assertThat(print(word)).isEqualTo(word);
        assertThat(print(word + "{a=\"b\"}")).isEqualTo(word + "{a=\"b\"}");
        assertThat(print("rate(" + word + "[5m]) + " + word))
                .isEqualTo("rate(" + word + "[5m]) + " + word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "ignoring", "group_left", "group_right", "bool", "atan2"})
    void keywordOfMatching_isNoMetricName(String word) {
        assertThatThrownBy(() -> print(word)).isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x{sum=\"1\",by=\"2\",on=\"3\",inf=\"4\"}",
                "sum by (sum, on, bool, offset, atan2) (x)",
                "x{} # comment",
                "# comment\nx",
                "x{ # comment\n a=\"b\" }",
                "x{a=\"b\",}",
                "sum by (a,) (x)",
                "sum by ('a.b') (x)",
                "sum(x) by (a)",
                "count_values('v', x)",
                "absent(x{a='1'})",
                "time()",
                "(x)",
                "a:b:c",
                ":a",
                "x\t\r\n+\ny",
                "\"text\"",
                "`raw \\n`",
                "minute()",
                "label_join(x, 'a', ',')",
                "x[5m] # c",
            })
    void validQuery_parses(String query) {
        assertThat(PromqlParser.parse(query, ParserOptions.STABLE)).isNotNull();
    }
}
