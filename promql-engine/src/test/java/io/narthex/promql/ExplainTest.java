package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import io.narthex.model.Labels;
import io.narthex.promql.Explanation.ExprNode;
import io.narthex.promql.Explanation.Measured;
import io.narthex.promql.Explanation.OperatorNode;
import io.narthex.promql.Explanation.Rewrite;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
    private final EngineFixture engine =
            new EngineFixture()
                    .load(Labels.of("__name__", "x_total", "job", "a"), 15_000, "0+1x200")
                    .load(Labels.of("__name__", "x_total", "job", "b"), 15_000, "0+2x200")
                    .load(Labels.of("__name__", "x_total", "job", "late"), 15_000, "5");

    @AfterEach
    void close() {
        engine.close();
    }

    private Explanation analyzed(String query) {
        return engine.prepare(QueryRequest.range(query, 300_000, 1_500_000, 1_000)).explain(true);
    }

    private static Measured measured(@Nullable OperatorNode node) {
        return requireNonNull(requireNonNull(node).measured());
    }

    /// More steps than one tile holds, so several threads take part.
    @Test
    void analyze_sumOfRate_countsEveryOperator() {
        Explanation explanation = analyzed("sum by (job) (rate(x_total[5m]))");
        OperatorNode fold = requireNonNull(explanation.operators());
        assertThat(fold.rows()).isEqualTo(3);
        assertThat(measured(fold).rows()).isEqualTo(2);
        assertThat(measured(fold).values()).isEqualTo(2 * 1201);
        assertThat(measured(fold).samplesRead()).isZero();
        OperatorNode window = fold.inputs().getFirst();
        assertThat(window.text()).startsWith("Window rate");
        assertThat(measured(window).values()).isEqualTo(2 * 1201);
        assertThat(measured(window).selfNanos()).isEqualTo(measured(window).wallNanos());
        assertThat(measured(fold).wallNanos())
                .isEqualTo(measured(fold).selfNanos() + measured(window).wallNanos());
        QueryStats stats = requireNonNull(explanation.stats());
        assertThat(measured(window).samplesRead())
                .isPositive()
                .isEqualTo(stats.totalQueryableSamples());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_total",
                "-x_total",
                "x_total + on (job) x_total",
                "topk(1, x_total)",
                "sum(x_total @ 600) + vector(scalar(x_total{job=\"a\"}))",
            })
    void analyze_samplesOfOperators_addUpToTheQuerys(String query) {
        Explanation explanation = analyzed(query);
        QueryStats stats = requireNonNull(explanation.stats());
        OperatorNode root = requireNonNull(explanation.operators());
        assertThat(samples(root)).isEqualTo(stats.totalQueryableSamples());
        assertThat(explanation.text()).contains("samples read", "self", "Run\n  waited ");
    }

    /// Of a subquery its points count; what was looked at to compute them, only where that happens.
    @Test
    void analyze_subquery_countsItsPoints() {
        Explanation explanation = analyzed("max_over_time(rate(x_total[1m])[5m:30s])");
        OperatorNode root = requireNonNull(explanation.operators());
        assertThat(measured(root).samplesRead())
                .isEqualTo(requireNonNull(explanation.stats()).totalQueryableSamples());
        assertThat(samples(root)).isGreaterThan(measured(root).samplesRead());
    }

    private static long samples(OperatorNode node) {
        Measured measured = node.measured();
        long all = measured == null ? 0 : measured.samplesRead();
        for (OperatorNode input : node.inputs()) {
            all += samples(input);
        }
        return all;
    }

    @Test
    void explain_withoutAnalyze_measuresNothing() {
        Explanation explanation = engine.prepare("x_total * (2 + 3)", 600_000).explain(false);
        assertThat(explanation.stats()).isNull();
        assertThat(requireNonNull(explanation.operators()).measured()).isNull();
        assertThat(explanation.rewrites())
                .filteredOn(r -> r.after() != null)
                .extracting(Rewrite::optimizer)
                .containsExactly("fold-numbers");
    }

    /// Every kind of node, with its type and its place.
    @Test
    void text_showsTheParsedTree() {
        String query =
                """
                -(sum by (job) (x_total))
                  + on (job)
                max_over_time(rate(x_total[1m])[5m:30s])
                """;
        assertThat(engine.prepare(query, 600_000).explain(false).text())
                .contains(
                        """
                        Parsed tree
                          1:1 binaryExpr + on (job) (instant vector)
                            1:1 unaryExpr - (instant vector)
                              1:2 parenExpr () (instant vector)
                                1:3 aggregation sum by (job) (instant vector)
                                  1:17 vectorSelector x_total (instant vector)
                            3:1 call max_over_time (instant vector)
                              3:15 subquery [5m:30s] (range vector)
                                3:15 call rate (instant vector)
                                  3:20 matrixSelector x_total[1m] (range vector)
                        Plan
                        """);
        ExprNode tree = engine.prepare("topk(2, x_total @ 5)", 600_000).explain(false).tree();
        assertThat(tree.operands())
                .extracting(ExprNode::text)
                .containsExactly("2", "x_total @ 5.000");
        assertThat(tree.operands().getFirst().position()).isEqualTo(new PositionRange(5, 6));
        assertThat(tree.operands().getFirst().type()).isEqualTo(ValueType.SCALAR);
    }

    @Test
    void text_marksWhatAnOptimizerChanged() {
        assertThat(engine.prepare("x_total * (2 + 3)", 600_000).explain(false).text())
                .contains(
                        """
                        Plan after fold-numbers
                          Binary *
                            Selector [__name__="x_total"]
                        *   Literal 5.0
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_total[1m]", "\"text\""})
    void analyze_noOperators_givesStatsOnly(String query) {
        Explanation explanation = engine.prepare(query, 600_000).explain(true);
        assertThat(explanation.operators()).isNull();
        assertThat(explanation.stats()).isNotNull();
    }

    @Test
    void explained_query_doesNotRunAgain() {
        Query query = engine.prepare("x_total", 600_000);
        query.explain(false);
        assertThatThrownBy(query::run).isInstanceOf(IllegalStateException.class);
    }
}
