package io.narthex.promql.test.naive.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PrettyPrinter;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.test.TreeShape;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.random.RandomGenerator;

/// What is laid out over several lines is the query that it was.
@Tag("property")
class PrettyPrinterRandomTest {
    @Test
    void randomQueries_prettyOrPrinted_parseToTheSameTree() {
        int[] broken = new int[1];
        Seeds.forEach(
                1000,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    String query = new RandomQueries(random).vector(1 + random.nextInt(5));
                    Expr expr = parse(query);
                    String pretty = PrettyPrinter.print(expr);
                    broken[0] += pretty.contains("\n") ? 1 : 0;
                    assertThat(TreeShape.of(parse(pretty)))
                            .as(pretty)
                            .isEqualTo(TreeShape.of(expr));
                    assertThat(PrettyPrinter.print(parse(pretty))).isEqualTo(pretty);
                    String printed = ExprPrinter.print(expr);
                    assertThat(TreeShape.of(parse(printed)))
                            .as(printed)
                            .isEqualTo(TreeShape.of(expr));
                });
        assertThat(Long.getLong("narthex.seed") != null || broken[0] > 100).isTrue();
    }

    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }
}
