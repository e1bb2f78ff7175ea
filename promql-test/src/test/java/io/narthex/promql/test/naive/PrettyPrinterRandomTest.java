package io.narthex.promql.test.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.PrettyPrinter;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
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
                    // An offset of nothing is not printed.
                    Expr expr = parse(query.replace(" offset 0s", ""));
                    String pretty = PrettyPrinter.print(expr);
                    broken[0] += pretty.contains("\n") ? 1 : 0;
                    assertThat(shape(parse(pretty))).as(pretty).isEqualTo(shape(expr));
                    assertThat(PrettyPrinter.print(parse(pretty))).isEqualTo(pretty);
                    String printed = ExprPrinter.print(expr);
                    assertThat(shape(parse(printed))).as(printed).isEqualTo(shape(expr));
                });
        assertThat(Long.getLong("narthex.seed") != null || broken[0] > 100).isTrue();
    }

    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }

    /// The tree as nested lists of everything but positions.
    private static Object shape(Object part) {
        return switch (part) {
            case List<?> list -> list.stream().map(PrettyPrinterRandomTest::shape).toList();
            // Matchers are printed sorted.
            case Expr.VectorSelector(var name, var matchers, var shift, _) ->
                    List.of(
                            String.valueOf(name),
                            matchers.stream().map(Object::toString).sorted().toList(),
                            shape(shift));
            case Record node -> {
                List<Object> parts = new ArrayList<>(List.of(node.getClass()));
                for (RecordComponent component : node.getClass().getRecordComponents()) {
                    Object value = value(component, node);
                    if (value != null && !(value instanceof PositionRange)) {
                        parts.add(List.of(component.getName(), shape(value)));
                    }
                }
                yield parts;
            }
            default -> part;
        };
    }

    private static Object value(RecordComponent component, Record node) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
