package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.stream.Collectors;

/// Which conditions get where, and which must not.
class PropagateMatchersTest {
    private static final String NAME = "propagate-matchers";

    private static String narrowings(String query) {
        LogicalNode plan = new PropagateMatchers().optimize(Plans.of(query));
        return Plans.selectors(plan).stream()
                .map(s -> s.contains(" narrowed to ") ? s.replaceAll(".* narrowed to ", "") : "-")
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a{x='1'} / b; - | [x=\"1\"]",
                "a / b{x='1'}; [x=\"1\"] | -",
                "a{x='1'} / b{y!='2'}; [y!=\"2\"] | [x=\"1\"]",
                "a{x='1'} / b{x='1'}; - | -",
                "a{x='1'} / b{x='2'}; [x=\"2\"] | [x=\"1\"]",
                "a{x=''} == b; - | [x=\"\"]",
                "a{x=~'1|'} == bool b; - | [x=~\"1|\"]",
                "a{x='1'} @ 5 / b offset 1m; - | [x=\"1\"] offset 60000ms",
                "a{x='1'} / b / c; - | [x=\"1\"] | [x=\"1\"]",
                "a / (b * c{x='1'}); [x=\"1\"] | [x=\"1\"] | -",
                "a{x='1'} and b; - | [x=\"1\"]",
                "a and b{x='1'}; [x=\"1\"] | -",
                "a{x='1'} unless b; - | [x=\"1\"]",
                "(a{x='1'} or b{x='1',y='2'}) * c; - | - | [x=\"1\"]",
            })
    void optimize_commonLabels_reachTheOtherSide(String query, String expected) {
        assertThat(narrowings(query.replace('\'', '"'))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a{x='1',y='2'} / ignoring (y) b{y='3'}; - | [x=\"1\"]",
                "sum by (x) (a{x='1',y='2'}) / on (x) sum by (x) (b);"
                        + " - | [x=\"1\"] if all series are plain",
                "sum by (x) (a{x='1',y='2'}) / sum by (x, y) (b); - | [x=\"1\"] if all series are"
                        + " plain",
                "count by (x) (a{x='1'}) / count without (y) (b); - | [x=\"1\"]",
                "a{x='1'} * on (x) group_left (z) max by (x, z) (b{z='3'});"
                        + " - | [x=\"1\"] if all series are plain",
                "a{x='1'} * on (x, z) group_left max by (x, z) (b{z='3'});"
                        + " [z=\"3\"] | [x=\"1\"] if all series are plain",
                "rate(a_total{x='1'}[5m]) / rate(b_total[5m]);"
                        + " - | [x=\"1\"] if all series are plain",
                "last_over_time(a{x='1'}[5m]) / last_over_time(b[5m]); - | [x=\"1\"]",
                "abs(a{x='1'}) + -b; - | [x=\"1\"] if all series are plain",
                "a{x='1'} / (b > 1); - | [x=\"1\"] if all series are plain",
                "a{x='1'} / max_over_time(max by (x) (b)[5m:1m]);"
                        + " - | [x=\"1\"] if all series are plain",
                "a{x='1'} / label_replace(b, 'x', '1', 'y', '.*'); - | -",
                "label_replace(a{x='1',y='2'}, 'x', '', '', '') / on (x, y) max by (x, y) (b);"
                        + " - | [y=\"2\"] if all series are plain",
            })
    void optimize_whatChangesLabels_isMinded(String query, String expected) {
        assertThat(narrowings(query.replace('\'', '"'))).isEqualTo(expected);
    }

    /// Rows that are left out could have been an error, an annotation, or part of the result.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{x='1'} or b",
                "a unless b{x='1'}",
                "a{x='1'} + fill (0) b",
                "a{x='1'} + fill_left (0) b",
                "a{x='1'} + fill_right (0) b",
                "a{x='1'} / ignoring (x) b",
                "a{x='1'} / on (y) b",
                "a{x='1'} / on (x) b",
                "a{x='1'} / ignoring (y) b",
                "a{x='1'} / {__name__=~'b|c'}",
                "a{x='1'} * on (x) group_left b",
                "a{x='1'} / sum(b)",
                "a{x='1'} / ignoring (x) sum without (x) (b)",
                "a{x='1'} / rate(b[5m])",
                "a{x='1'} / topk(1, b)",
                "a{x='1'} / quantile by (x) (0.5, b)",
                "a{x='1'} / quantile_over_time(2, b[5m])",
                "a{x='1'} / (b * on (y) c)",
                "a{x='1'} / absent(b)",
                "a{x='1'} / histogram_quantile(0.9, b)",
                "{__name__='a',x='1'} * on (__name__) b",
                "a{x='1'} / 2",
                "absent(a{x='1'})",
            })
    void optimize_whatCouldShow_staysAsItIs(String query) {
        LogicalNode plan = Plans.of(query.replace('\'', '"'));
        assertThat(new PropagateMatchers().optimize(plan)).isEqualTo(plan);
    }

    private static Queryable store() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (String x : new String[] {"1", "2", "3"}) {
                for (String y : new String[] {"2", "3"}) {
                    for (String name : new String[] {"a", "b", "a_total", "b_total"}) {
                        fixture.load(
                                Labels.of("__name__", name, "x", x, "y", y),
                                15_000,
                                x + "+" + y + "x100");
                    }
                }
            }
            return fixture.load(Labels.of("__name__", "b", "y", "2"), 15_000, "1+1x100").store();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{x=\"1\"} / b",
                "a{x=\"\"} / b",
                "a{x=~\"1|\"} / b",
                "a and b{x!=\"1\"}",
                "a unless b{x!=\"1\"}",
                "a{x=\"1\"} / on (x) b",
                "a{x=\"1\"} / ignoring (y) b",
                "a{x=\"1\",y=\"2\"} * ignoring (y) group_right b",
                "sum by (x) (rate(a_total{x=\"1\"}[1m])) / sum by (x) (rate(b_total[1m]))",
                "rate(a_total{x=\"1\"}[1m]) / rate(b[1m])",
                "a{x=\"1\"} == bool b{x=\"2\"}",
            })
    void results_staySame(String query) {
        Answers.sameWithAndWithout(NAME, store(), QueryRequest.range(query, 0, 900_000, 10_000));
    }

    /// Series that differ in type only become equal, which is an error wherever they are.
    @Test
    void typesThatTellSeriesApart_stopIt() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (String type : new String[] {"counter", "gauge"}) {
                Labels labels = Labels.of("__name__", "b", "x", "2", "__type__", type);
                fixture.load(labels, 15_000, "1+1x100");
            }
            fixture.load(Labels.of("__name__", "a", "x", "1"), 15_000, "1+1x100");
            QueryRequest request = QueryRequest.instant("abs(b) and a{x=\"1\"}", 600_000);
            assertThat(Answers.sameWithAndWithout(NAME, fixture.store(), request))
                    .contains("same labelset");
        }
    }

    @Test
    void narrowed_selectors_readFewerSamples() {
        String query = "sum by (x) (rate(a_total{x=\"1\"}[1m])) / sum by (x) (rate(b_total[1m]))";
        assertThat(stats(query, Set.of()).totalQueryableSamples() * 2)
                .isEqualTo(stats(query, Set.of(NAME)).totalQueryableSamples());
    }

    private static QueryStats stats(String query, Set<String> disabled) {
        try (QueryEngine engine = new QueryEngine(Answers.options(1, disabled))) {
            return engine.prepare(QueryRequest.instant(query, 600_000), store()).run().stats();
        }
    }
}
