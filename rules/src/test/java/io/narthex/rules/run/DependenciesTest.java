package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.alert;
import static io.narthex.rules.run.RuleFixture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.file.RuleDefinition;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class DependenciesTest {
    private static String batches(RuleDefinition... rules) {
        return Dependencies.batches(List.of(rules)).toString();
    }

    private static RuleDefinition rule(String name, String query) {
        return record(name, query, Map.of());
    }

    private static RuleDefinition alerting(String name, String query) {
        return alert(name, query, Duration.ZERO);
    }

    @Test
    void batches_independent_areOne() {
        assertThat(batches(rule("a", "x"), rule("b", "y"), alerting("C", "z > 1")))
                .isEqualTo("[[0, 1, 2]]");
    }

    @Test
    void batches_chain_isOneByOneInTheMiddle() {
        assertThat(
                        batches(
                                rule("a", "x"),
                                rule("b", "sum(rate(a[5m]))"),
                                rule("c", "-(b) + vector(1)"),
                                rule("d", "c"),
                                rule("e", "c"),
                                rule("f", "x")))
                .isEqualTo("[[0, 5], [1], [2], [3, 4]]");
    }

    @Test
    void batches_laterRule_isNoDependency() {
        assertThat(batches(rule("a", "b"), rule("b", "x"))).isEqualTo("[[0, 1]]");
    }

    @Test
    void batches_itself_isNoDependency() {
        assertThat(batches(rule("a", "a"), rule("b", "x"))).isEqualTo("[[0, 1]]");
    }

    @Test
    void batches_regexOnTheName_counts() {
        assertThat(batches(rule("job:a", "x"), rule("b", "{__name__=~\"job:.*\"}")))
                .isEqualTo("[[0], [1]]");
    }

    @Test
    void batches_selectorWithoutName_isSequential() {
        assertThat(batches(rule("a", "x"), rule("b", "{job=\"x\"}"), rule("c", "y")))
                .isEqualTo("[[0], [1], [2]]");
    }

    @Test
    void batches_alertsSeries_dependOnTheirRules() {
        assertThat(
                        batches(
                                alerting("A", "x"),
                                alerting("B", "y"),
                                rule("ALERTS_like", "z"),
                                rule("c", "ALERTS{alertname=\"A\"}"),
                                rule("d", "count(ALERTS_FOR_STATE)")))
                .isEqualTo("[[0, 1, 2], [3, 4]]");
        assertThat(batches(alerting("A", "x"), rule("c", "ALERTS{alertname=\"B\"}")))
                .isEqualTo("[[0, 1]]");
        assertThat(batches(rule("a", "x"), rule("c", "ALERTS"))).isEqualTo("[[0, 1]]");
    }

    @Test
    void batches_subqueriesAndParameters_areLookedInto() {
        assertThat(
                        batches(
                                rule("k", "x"),
                                rule("b", "max_over_time((k > 1)[1h:5m])"),
                                rule("c", "topk(scalar(k), y)")))
                .isEqualTo("[[0], [1, 2]]");
    }
}
