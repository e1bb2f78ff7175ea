package io.narthex.promql.test.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryResult;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.PrettyPrinter;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.test.TreeShape;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// What must hold for any text as a query.
///
/// Thread safety: for one thread, which needs a large stack: it compares trees.
final class QueryCheck implements AutoCloseable {
    private static final long MAX_BYTES = 32L << 20;

    private static final EngineFeatures EXPERIMENTAL =
            new EngineFeatures(true, true, true, true, ParserOptions.ALL);

    private final Queryable store = FuzzStore.open();
    private final QueryEngine engine = new QueryEngine(options(EngineFeatures.ALL_SYNTAX));
    private final QueryEngine delayed = new QueryEngine(options(EXPERIMENTAL));
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private static EngineOptions options(EngineFeatures features) {
        EngineOptions d = EngineOptions.DEFAULTS;
        return new EngineOptions(
                d.lookback(),
                Duration.ofMillis(300),
                1_000_000,
                MAX_BYTES,
                d.maxConcurrent(),
                2,
                d.subqueryStep(),
                features,
                d.disabledOptimizers());
    }

    /// How often what came out.
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /// Parses, prints, and evaluates.
    ///
    /// @throws AssertionError if anything but a result or a clear error came out
    void check(FuzzCase input) {
        Expr expr;
        try {
            expr = PromqlParser.parse(input.query(), ParserOptions.ALL);
        } catch (ParseException e) {
            requirePlace(e, input.query());
            count("parse error");
            return;
        }
        requirePrintable(expr);
        evaluate(input);
    }

    private static void requirePlace(ParseException e, String query) {
        assertThat(e.getMessage()).matches("(?s)(\\d+:\\d+|unknown position): parse error: .+");
        PositionRange position = e.position();
        int length = query.getBytes(StandardCharsets.UTF_8).length;
        assertThat(position.start()).as(e.getMessage()).isBetween(0, length);
        assertThat(position.end()).as(e.getMessage()).isBetween(position.start(), length);
    }

    private static void requirePrintable(Expr expr) {
        Object shape = TreeShape.of(expr);
        String printed = ExprPrinter.print(expr);
        if (printed.indexOf('\uFFFD') >= 0) {
            // It stands for bytes that are no text, which can be escaped but not be printed.
            return;
        }
        if (printed.contains("Inf ^")) {
            // An infinity is printed with its sign, as by Prometheus, and a power binds stronger.
            Expr again = PromqlParser.parse(printed, ParserOptions.ALL);
            assertThat(ExprPrinter.print(again)).isEqualTo(printed);
            return;
        }
        assertThat(shape(printed)).as(printed).isEqualTo(shape);
        String pretty = PrettyPrinter.print(expr);
        assertThat(shape(pretty)).as(pretty).isEqualTo(shape);
    }

    private static Object shape(String query) {
        return TreeShape.of(PromqlParser.parse(query, ParserOptions.ALL));
    }

    private void evaluate(FuzzCase input) {
        QueryEngine one = (input.query().length() & 1) == 0 ? engine : delayed;
        try {
            QueryResult result = one.prepare(input.request(), store).run();
            assertThat(result.value()).isNotNull();
            count("result");
        } catch (QueryException.Storage e) {
            throw new AssertionError(e);
        } catch (QueryException e) {
            assertThat(e.getMessage())
                    .isNotBlank()
                    .doesNotContain("BUG")
                    .doesNotContain("more memory than there is")
                    .doesNotContain("too deeply to be evaluated");
            count(e.getClass().getSimpleName());
        }
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    @Override
    public void close() {
        engine.close();
        delayed.close();
    }
}
