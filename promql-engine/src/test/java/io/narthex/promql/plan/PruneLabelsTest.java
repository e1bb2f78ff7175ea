package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

class PruneLabelsTest {
    private static final String NAME = "prune-labels";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum by (g) (a); [g]",
                "sum(rate(a[1m])); []",
                "avg by (i, g) (-a * 2); [g, i]",
                "quantile by (g) (0.5, abs(a)); [g]",
                "sum by (g) (a * on (i) group_left (v) b); [g]",
                "sum without (v) (a * on (i) group_left (v) b); all but [v, __name__]",
                "sum by (g) (label_replace(a, 'r', '$1', 'i', '(.*)')); [g]",
                "count without (r) (label_join(a, 'r', '-', 'i', 'g')); all but [r, __name__]",
                "max(label_replace(label_replace(a, 'g', '', '', ''), 'r', '', '', '')); []",
            })
    void optimize_belowAnAggregation_marksNeededLabels(String query, String need) {
        assertThat(optimized(query)).containsOnlyOnce("Labels needed " + need + "(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "abs(a)",
                "topk by (g) (1, a)",
                "limit_ratio(0.5, label_replace(a, 'r', '', '', ''))",
                "count_values by (g) ('v', label_replace(a, 'r', '', '', ''))",
                // All labels but the name are those of the groups.
                "sum without () (a)",
                "sum by (r) (label_replace(a, 'r', '$1', 'i', '(.*)'))",
                "sum without (g) (label_replace(a, 'r', '$1', 'i', '(.*)'))",
                // The name is more than a label.
                "sum by (g) (label_replace(a, '__name__', '$1', 'i', '(.*)'))",
                // The label may keep rows apart that have different names.
                "sum by (g) (abs(label_replace(a, 'r', '$1', '__name__', '(.*)')))",
                "sum by (g) (sort(label_replace(a, 'r', '$1', 'i', '(.*)')))",
                "a * on (i) group_left (v) b",
            })
    void optimize_whereItIsNotCertainOrNoGain_changesNothing(String query) {
        LogicalNode plan = Plans.of(query.replace('\'', '"'));
        assertThat(new PruneLabels().optimize(plan)).isEqualTo(plan);
    }

    private static String optimized(String query) {
        return Plans.line(new PruneLabels().optimize(Plans.of(query.replace('\'', '"'))));
    }

    /// `a` and `b` have `g`, and `v` varies on `b`; `moved` has a series that hands over to
    // another.
    private static Queryable store() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 0; i < 12; i++) {
                String g = "g" + i % 3;
                fixture.load(labels("a", i, g), 15_000, i + "+0." + i + "x60")
                        .load(labels("b", i, g).with("v", "v" + i % 2), 15_000, "1+1x60");
            }
            fixture.load(Labels.of("__name__", "moved", "v", "1"), 15_000, "1+1x20 stale")
                    .load(
                            Labels.of("__name__", "moved", "v", "2"),
                            15_000,
                            "_ ".repeat(30) + "7+1x20");
            return fixture.store();
        }
    }

    private static Labels labels(String name, int i, String g) {
        return Labels.of("__name__", name, "i", "" + i, "g", g);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (g) (a * on (i) group_left (v) b)",
                "sum by (v) (a * on (i) group_left (v) b)",
                "sum without (i, v) (a > bool on (i) group_left (v) b)",
                "sum by (v) (a * on (i) group_left (v) b{i!='1'})",
                "sum by (g) (a * on () group_left (v) moved)",
                "sum(b * on () group_left (v) moved)",
                "avg by (g) (b + ignoring (v) group_left () a)",
                "sum by (i) (a - ignoring (v) b)",
                "sum by (g) (b * on (g) group_right (v) max by (g, v) (b{v='v1'}))",
                "sum by (g) (a * on (i) group_left (v) fill (0) b{g='g1'})",
                "sum by (g) (label_replace(a, 'r', '$1', 'i', '(.*)'))",
                "sum by (g) (label_replace(b, 'v', '$1', 'i', '(.*)'))",
                "sum by (g) (label_join(a, 'r', '-', 'i', 'g'))",
                "sum without (r) (label_join(a, 'r', '-', 'i', 'g'))",
                "sum(label_replace(label_replace(a, 'r', '$1', 'i', '(.*)'), 's', '$1', 'r',"
                        + " '.*'))",
                "count(label_replace({__name__=~'a|b'}, 'm', '$1', '__name__', '(.*)'))",
                "sum by (g) (label_replace(rate({__name__=~'a|b'}[1m]), 'm', '1', '', ''))",
                "quantile by (g) (2, label_replace(a, 'r', 'x', '', ''))",
            })
    void results_staySame(String query) {
        String asked = query.replace('\'', '"');
        Queryable store = store();
        Answers.sameWithAndWithout(NAME, store, QueryRequest.range(asked, 0, 900_000, 3_000));
        Answers.sameWithAndWithout(NAME, store, QueryRequest.instant(asked, 500_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum by (g) (label_replace(a, 'i', 'same', '', '')); same labelset",
                "sum(label_join(b, 'i', '', 'none')); same labelset",
                "sum(label_replace(label_replace(b, 'i', '', '', ''), 'r', '', '', ''));"
                        + " same labelset",
                "sum(label_replace(a, 'r', '', 'i', '(')); invalid regular expression",
                "sum(label_replace(a, '', '', 'i', '')); invalid destination label name",
                "sum(label_join(a, 'r', '', '')); invalid source label name",
                // What is included is the label that keeps two results apart, or not.
                "sum by (g) (b * on (g) group_left (i) max by (g) (a)); multiple matches",
                "sum by (g) (label_replace(a, 'v', '', '', '') * on (g) group_left (i)"
                        + " max by (g) (a)); multiple matches",
            })
    void errors_staySame(String query, String message) {
        String asked = query.replace('\'', '"');
        QueryRequest request = QueryRequest.range(asked, 0, 900_000, 15_000);
        assertThat(Answers.sameWithAndWithout(NAME, store(), request)).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum by (g) (label_replace(a, 'r', '$1', 'i', '(.*)')); true",
                "sum by (g) (label_join(rate(a[1m]), 'r', '-', 'i', 'g')); true",
                "sum by (g) (label_replace(b{v='v1'}, 'v', '$1', 'i', '(.*)')); true",
                "sum by (g) (label_replace(b, 'v', '$1', 'i', '(.*)')); false",
                "sum by (r) (label_replace(a, 'r', '$1', 'i', '(.*)')); false",
            })
    void explain_tellsWhatWasLeftOut(String query, boolean leftOut) {
        QueryRequest request = QueryRequest.instant(query.replace('\'', '"'), 500_000);
        try (QueryEngine engine = new QueryEngine(Answers.options(1, Set.of()))) {
            String text = engine.prepare(request, store()).explain(true).text();
            assertThat(text)
                    .containsPattern("label_(replace|join)" + (leftOut ? ", left out" : " \\["));
        }
    }

    /// Where names go at the end only, labels still decide which flag rows have.
    @Test
    void delayedNameRemoval_leavesNothingOut() {
        var options = Answers.options(1, Set.of());
        var delayed = options.withFeatures(options.features().withDelayedNameRemoval(true));
        QueryRequest request =
                QueryRequest.instant("sum(label_replace(a, \"r\", \"\", \"\", \"\"))", 500_000);
        try (QueryEngine engine = new QueryEngine(delayed)) {
            assertThat(engine.prepare(request, store()).explain(false).text())
                    .doesNotContain("left out");
        }
    }
}
