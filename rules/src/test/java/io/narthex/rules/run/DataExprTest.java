package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataExprTest {
    /// An expression, and the one that gives elements wherever there are data.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m | m",
                "m > 5 | m",
                "5 < m | m",
                "(m > 5) < 7 | (m)",
                "-m > 5 | -m",
                "m > bool 5 | m > bool 5",
                "a / b > 0.01 | a / b",
                "a > b | a > bool b",
                "a > on (job) group_left () b | a > bool on (job) group_left () b",
                "a > 1 and on (job) b < 2 | a and on (job) b",
                "a > 1 or b < 2 | a or b",
                "a > 1 unless b | a",
                "a unless b and c > 1 | a and c",
                "count(up == 0) > 2 | count(up)",
                "sum by (job) (rate(m[5m])) < 10 | sum by (job) (rate(m[5m]))",
                "topk(3, a or b) > 1 | (a or b)",
                "quantile(0.9, m > 1) > 2 | quantile(0.9, m)",
                "max_over_time((m > 5)[10m:1m]) > 1 | max_over_time((m)[10m:1m])",
                "label_replace(m > 1, \"a\", \"b\", \"c\", \"d\")"
                        + " | label_replace(m, \"a\", \"b\", \"c\", \"d\")",
                "(sum(m) or vector(0)) < 10 | (sum(m) or vector(0))",
                "absent(m) | none",
                "absent_over_time(m[5m]) == 1 | none",
                "a > 1 or absent(a) | none",
                "a > 1 and on () absent(b) | a",
                "count_values(\"v\", m) > 3 | none",
            })
    void of_hasTheElementsOfTheData(String expr, String expected) {
        Expr data = DataExpr.of(PromqlParser.parse(expr, ParserOptions.STABLE));
        assertThat(data == null ? "none" : ExprPrinter.print(data)).isEqualTo(expected);
    }
}
