package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.parser.ValueType;

import org.junit.jupiter.api.Test;

/// One query's way, stage by stage, as `explain` shows it.
class QueryJourneyTest {
    /// The panels' query: text, tree, plan, operators, value.
    @Test
    void sumOfRate_goesThroughEveryStage() throws ParseException {
        String query = "sum by (job) (rate(x_total[5m]))";
        Expr tree = PromqlParser.parse(query, ParserOptions.STABLE);
        assertThat(tree).isInstanceOf(Expr.AggregateExpr.class);
        assertThat(tree.type()).isEqualTo(ValueType.VECTOR);
        assertThat(ExprPrinter.print(tree)).isEqualTo(query);
        try (EngineFixture engine = loaded()) {
            assertThat(explained(engine, QueryRequest.range(query, 300_000, 600_000, 60_000)))
                    .isEqualTo(
                            """
                            Expression
                              sum by (job) (rate(x_total[5m]))
                            Parsed tree
                              1:1 aggregation sum by (job) (instant vector)
                                1:15 call rate (instant vector)
                                  1:20 matrixSelector x_total[5m] (range vector)
                            Plan
                              Aggregate sum by [job]
                                Call rate
                                  RangeSelector [__name__="x_total"] range 300000ms
                            Plan after prune-labels
                              Aggregate sum by [job]
                            *   Labels needed [job]
                                  Call rate
                                    RangeSelector [__name__="x_total"] range 300000ms
                            Operators
                              Fold sum, 2 groups
                                Window rate: [__name__="x_total"], 2 series, range 300000ms
                            """);
            // One more every 15 seconds.
            Value value = engine.range(query, 300_000, 600_000, 60_000).value();
            assertThat(((Value.Matrix) value).rows())
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.size()).isEqualTo(6))
                    .allSatisfy(
                            row -> assertThat(row.valueAt(5)).isCloseTo(1 / 15.0, within(1e-12)))
                    .extracting(row -> row.labels().get("job"))
                    .containsExactly("a", "b");
        }
    }

    @Test
    void rate_explained_showsPlanAndOperatorsWithTheirSeries() {
        try (EngineFixture engine = loaded()) {
            assertThat(
                            explained(
                                    engine,
                                    QueryRequest.instant(
                                            "rate(x_total{job=~\"a|b\", env=\"p\"}[5m] offset 1m)",
                                            600_000)))
                    .isEqualTo(
                            """
                            Expression
                              rate(x_total{env="p",job=~"a|b"}[5m] offset 1m)
                            Parsed tree
                              1:1 call rate (instant vector)
                                1:6 matrixSelector x_total{env="p",job=~"a|b"}[5m] offset 1m \
                            (range vector)
                            Plan
                              Call rate
                                RangeSelector [job=~"a|b", env="p", __name__="x_total"] \
                            offset 60000ms range 300000ms
                            Plan after sort-matchers
                              Call rate
                            *   RangeSelector [env="p", __name__="x_total", job=~"a|b"] \
                            offset 60000ms range 300000ms
                            Operators
                              Window rate: [env="p", __name__="x_total", job=~"a|b"] \
                            offset 60000ms, 2 series, range 300000ms
                            """);
        }
    }

    @Test
    void subquery_explained_showsItsInput() {
        try (EngineFixture engine = loaded()) {
            assertThat(
                            explained(
                                    engine,
                                    QueryRequest.instant(
                                            "max_over_time(x_total[10m:] @ 600)", 600_000)))
                    .isEqualTo(
                            """
                            Expression
                              max_over_time(x_total[10m:] @ 600.000)
                            Parsed tree
                              1:1 call max_over_time (instant vector)
                                1:15 subquery [10m:] @ 600.000 (range vector)
                                  1:15 vectorSelector x_total (instant vector)
                            Plan
                              Call max_over_time
                                Subquery range 600000ms step 60000ms @ 600000ms
                                  Selector [__name__="x_total"]
                            Plan after hoist-step-invariant
                            * StepInvariant
                                Call max_over_time
                                  Subquery range 600000ms step 60000ms @ 600000ms
                                    Selector [__name__="x_total"]
                            Operators
                              StepInvariant
                                Window max_over_time: subquery of 600000ms every 60000ms
                                  Selector [__name__="x_total"], 2 series
                            """);
        }
    }

    @Test
    void rangeVector_explained_hasNoOperators() {
        try (EngineFixture engine = loaded()) {
            assertThat(explained(engine, QueryRequest.instant("x_total[1m]", 0)))
                    .isEqualTo(
                            """
                            Expression
                              x_total[1m]
                            Parsed tree
                              1:1 matrixSelector x_total[1m] (range vector)
                            Plan
                              RangeSelector [__name__="x_total"] range 60000ms
                            """);
        }
    }

    /// The explanation without the list of optimizers that had nothing to do.
    private static String explained(EngineFixture engine, QueryRequest request) {
        return engine.explain(request).replaceAll("Nothing to do for .*\n", "");
    }

    private static EngineFixture loaded() {
        return new EngineFixture()
                .load(Labels.of("__name__", "x_total", "job", "a", "env", "p"), 15_000, "0+1x50")
                .load(Labels.of("__name__", "x_total", "job", "b", "env", "p"), 15_000, "0+1x50");
    }
}
