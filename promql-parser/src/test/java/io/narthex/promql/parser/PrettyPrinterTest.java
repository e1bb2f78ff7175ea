package io.narthex.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class PrettyPrinterTest {
    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }

    static Stream<Arguments> brokenAtTwelve() {
        return Stream.of(
                Arguments.of("sum(x)", "sum(x)"),
                Arguments.of("aa+on(b)cc", "  aa\n+ on (b)\n  cc"),
                Arguments.of("a > bool 1", "a > bool 1"),
                Arguments.of("aaaa+bbbb+cccc", "  aaaa + bbbb\n+\n  cccc"),
                Arguments.of(
                        "aaaaa*bbbbbb + on(a) group_left() fill(1) ccccc",
                        "    aaaaa\n  *\n    bbbbbb\n+ on (a) group_left () fill (1)\n  ccccc"),
                Arguments.of(
                        "sum by(job)(rate(requests[5m]))",
                        "sum by (job) (\n  rate(\n    requests[5m]\n  )\n)"),
                Arguments.of("topk(3, requests)", "topk(\n  3,\n  requests\n)"),
                Arguments.of("(long_metric_name)", "(\n  long_metric_name\n)"),
                Arguments.of("-(long_metric_name)", "-(\n  long_metric_name\n)"),
                Arguments.of("abs(-long_metric_name)", "abs(\n  -long_metric_name\n)"),
                Arguments.of("+a + long_metric_name", "  +a\n+\n  long_metric_name"),
                Arguments.of(
                        "max_over_time(rate(xs[1m])[1h:1m] offset 5m)",
                        "max_over_time(\n  rate(xs[1m])[1h:1m] offset 5m\n)"),
                Arguments.of(
                        "max_over_time(rate(requests[1m])[1h:])",
                        "max_over_time(\n  rate(\n    requests[1m]\n  )[1h:]\n)"),
                // As in Prometheus, a subquery that fits is not indented.
                Arguments.of("max_over_time(x[1h:1m])", "max_over_time(\nx[1h:1m]\n)"),
                Arguments.of(
                        "label_replace(x, 'a', \"äöüäöü\", `b`, '')",
                        "label_replace(\n  x,\n  \"a\",\n  \"äöüäöü\",\n  \"b\",\n  \"\"\n)"),
                Arguments.of("time( ) - 1234567", "  time()\n-\n  1234567"));
    }

    @ParameterizedTest
    @MethodSource("brokenAtTwelve")
    void print_linesOfTwelve_breaksWhatIsLonger(String query, String pretty) {
        assertThat(PrettyPrinter.print(parse(query), 12)).isEqualTo(pretty);
        assertThat(PrettyPrinter.print(parse(pretty), 12)).isEqualTo(pretty);
    }

    @Test
    void print_hundredBytes_areOneLineAndOneMoreIsNot() {
        String fits = "sum(" + "x".repeat(95) + ")";
        assertThat(PrettyPrinter.print(parse(fits))).isEqualTo(fits);
        assertThat(PrettyPrinter.print(parse("sum(x" + "x".repeat(95) + ")")))
                .isEqualTo("sum(\n  " + "x".repeat(96) + "\n)");
        // 97 characters, 101 bytes.
        String bytes = "sum(x{a=\"" + "x".repeat(81) + "äöüß\"})";
        assertThat(PrettyPrinter.print(parse(bytes))).startsWith("sum(\n");
    }

    @Test
    void print_deepestQuery_isLaidOut() {
        String deep = "(".repeat(900) + "x" + ")".repeat(900);
        assertThat(PrettyPrinter.print(parse(deep)).lines().count()).isEqualTo(2 * 851 + 1);
    }
}
