package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Explanation;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;
import io.narthex.promql.TestOptions;
import io.narthex.testkit.ForwardingQuerier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class ShareSubtreesTest {
    private static final String NAME = "share-subtrees";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a / (a + b); Binary /(Shared 1(A), Binary +(Shared 1(A), B))",
                "sum(a) / count(a); Binary /(Aggregate sum by [](Shared 1(A)), Aggregate count by"
                        + " [](Shared 1(A)))",
                "-a + -a; Binary +(Shared 1(Negate(A)), Shared 1(Negate(A)))",
                "a + -a + -a;"
                        + " Binary +(Binary +(Shared 1(A), Shared 2(Negate(Shared 1(A)))), Shared"
                        + " 2(Negate(Shared 1(A))))",
                "max_over_time((b + b)[5m:1m]) + b;"
                        + " Binary +(Call max_over_time(Subquery range 300000ms step"
                        + " 60000ms(Binary +(Shared 1(B), Shared 1(B)))), B)",
                "a + a offset 1m; Binary +(A, A offset 60000ms)",
                "a and b; Binary and(A, B)",
                "1 + 1; Binary +(Literal 1.0, Literal 1.0)",
                "time() + time(); Binary +(Call time, Call time)",
                "absent(a) + absent(a);"
                        + " Binary +(Shared 1(Call absent(A)), Shared 1(Call absent(A)))",
                "absent(a) + a; Binary +(Call absent(A), A)",
                "timestamp(a) - a; Binary -(Call timestamp(A), A)",
                "count_values('v', a) + count_values('w', a);"
                        + " Binary +(Aggregate count_values by [](Text \"v\", A), Aggregate"
                        + " count_values by [](Text \"w\", A))",
            })
    void optimize_equalSubtreesOfEqualTimes_areMarked(String query, String expected) {
        LogicalNode plan = new ShareSubtrees().optimize(Plans.of(query.replace('\'', '"')));
        String selectors = expected.replaceAll("\\bA\\b", "Selector [__name__=\"a\"]");
        assertThat(Plans.line(plan))
                .isEqualTo(selectors.replaceAll("\\bB\\b", "Selector [__name__=\"b\"]"));
    }

    @Test
    void optimize_orderOfConditions_doesNotMatter() {
        LogicalNode plan = Plans.of("a{x=\"1\",y=\"2\"} + a{y=\"2\",x=\"1\"}");
        assertThat(Plans.line(new ShareSubtrees().optimize(plan))).contains("Shared 1");
    }

    private static Queryable store() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 0; i < 40; i++) {
                Labels labels = Labels.of("__name__", i % 2 == 0 ? "a" : "b", "i", "" + i / 2);
                fixture.load(labels, 15_000, i + "+0." + i + "x40 3+" + i + "x60");
            }
            return fixture.store();
        }
    }

    /// `rate` of what is not called a counter tells so at each of its places.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a / (a + b)",
                "sum(rate(a[1m])) / count(rate(a[1m]))",
                "rate( a[1m]) -\n rate(a[1m] )",
                "max_over_time((rate(a[1m]) + rate(a[1m]))[5m:1m]) / max_over_time((rate(a[1m])"
                        + " + rate(a[1m]))[5m:1m])",
                "quantile_over_time(2, a[5m]) + quantile_over_time(2, a[5m])",
                "topk(3, a) + topk(3, a)",
                "sort(a) + sort(a)",
                "sort(a @ 60) + sort(a @ 60)",
                "sum(a) + on () group_right () a + ignoring (i) group_left () sum(a)",
                "(a + on () b) + (a + on () b)",
            })
    void results_staySame(String query) {
        Queryable store = store();
        Answers.sameWithAndWithout(NAME, store, QueryRequest.range(query, 0, 1_400_000, 3_000));
        Answers.sameWithAndWithout(NAME, store, QueryRequest.instant(query, 600_000));
    }

    @Test
    void stats_areThoseOfEveryPlace() {
        String query = "sum(rate(a[1m])) / (count(rate(a[1m])) + sum(a) + sum(a))";
        QueryRequest request = QueryRequest.range(query, 0, 1_400_000, 3_000);
        QueryStats without = Answers.stats(Answers.options(1, Set.of(NAME)), store(), request);
        QueryStats with = Answers.stats(Answers.options(2, Set.of()), store(), request);
        assertThat(with.totalQueryableSamples()).isEqualTo(without.totalQueryableSamples());
        assertThat(with.peakSamples()).isEqualTo(without.peakSamples());
    }

    /// Two evaluations of 20 series instead of four.
    @Test
    void shared_seriesAreSelectedOnce() {
        List<List<LabelMatcher>> asked = new ArrayList<>();
        Queryable store = store();
        Queryable listening =
                (mint, maxt) ->
                        new ForwardingQuerier(store.querier(mint, maxt)) {
                            @Override
                            public SeriesSet select(
                                    SelectHints hints, List<LabelMatcher> matchers) {
                                asked.add(matchers);
                                return super.select(hints, matchers);
                            }
                        };
        QueryRequest request = QueryRequest.instant("a / (a + b) + b", 600_000);
        try (QueryEngine engine = new QueryEngine(Answers.options(1, Set.of()))) {
            engine.prepare(request, listening).run();
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void explain_showsTheSubtreeOnce() {
        QueryRequest request = QueryRequest.range("sum(-a) / count(-a)", 0, 600_000, 15_000);
        try (QueryEngine engine = new QueryEngine(Answers.options(1, Set.of()))) {
            Explanation explanation = engine.prepare(request, store()).explain(true);
            assertThat(explanation.text())
                    .contains("Shared 1: Negate [", "Shared 1 again [")
                    .containsOnlyOnce("Selector [__name__=\"a\"], 20 series");
            assertThat(samples(requireNonNull(explanation.operators())))
                    .isEqualTo(requireNonNull(explanation.stats()).totalQueryableSamples());
        }
    }

    private static long samples(Explanation.OperatorNode node) {
        Explanation.Measured measured = node.measured();
        long below = node.inputs().stream().mapToLong(ShareSubtreesTest::samples).sum();
        return below + (measured == null ? 0 : measured.samplesRead());
    }

    /// Rows that would take too much memory are evaluated again.
    @Test
    void tooManyRows_areNotKept() {
        QueryRequest request = QueryRequest.range("sum(a) + count(a)", 0, 1_400_000, 3_000);
        EngineOptions d = Answers.options(1, Set.of());
        EngineOptions little = TestOptions.withBytes(d, 100L << 10);
        assertThat(Answers.of(little, store(), request)).isEqualTo(Answers.of(d, store(), request));
        assertThat(Answers.stats(little, store(), request))
                .usingRecursiveComparison()
                .comparingOnlyFields("totalQueryableSamples", "peakSamples")
                .isEqualTo(Answers.stats(d, store(), request));
    }
}
