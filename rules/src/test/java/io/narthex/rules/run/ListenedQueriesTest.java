package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryException;
import io.narthex.rules.RuleQueryListener.RuleQuery;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Whoever listens hears of every query that a group asks.
class ListenedQueriesTest {
    private final RuleFixture fixture = new RuleFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void queriesOfRulesAndTemplates_areTold() {
        RunningGroup group =
                fixture.group(
                        RuleFixture.record("r", "vector(1)", Map.of()),
                        RuleFixture.alert(
                                "A",
                                "vector(2)",
                                Duration.ZERO,
                                Map.of(),
                                Map.of("a", "{{ query \"vector(3)\" }}")),
                        RuleFixture.record(
                                "broken",
                                "label_replace(vector(1), \"a b\", \"\", \"\", \"(\")",
                                Map.of()));
        fixture.evaluate(group, 60);
        List<RuleQuery> asked = fixture.asked;
        assertThat(asked)
                .extracting(q -> q.request().query())
                .startsWith("vector(1)", "vector(2)", "vector(3)");
        assertThat(asked)
                .allMatch(q -> q.group().equals(group.plan().definition().name()))
                .allMatch(q -> q.file().equals(group.plan().file()))
                .allMatch(q -> q.request().start() == 60_000);
        assertThat(Objects.requireNonNull(asked.getFirst().stats()).peakSamples()).isPositive();
        assertThat(asked.getLast().failure()).isInstanceOf(QueryException.class);
        assertThat(asked.getLast().stats()).isNull();
    }
}
