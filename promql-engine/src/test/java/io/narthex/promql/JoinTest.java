package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Binary operators between two vectors.
class JoinTest {
    private static final long MINUTE = 60_000;

    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        add("req", "6", "m", "get", "c", "200");
        add("req", "2", "m", "get", "c", "500");
        add("req", "8", "m", "put", "c", "200");
        add("lim", "3", "m", "get");
        add("lim", "4", "m", "put");
        add("lim", "5", "m", "del");
        add("info", "1", "m", "get", "owner", "ann", "team", "x");
        add("info", "1", "m", "put", "owner", "bob");
    }

    private void add(String name, String values, String... labels) {
        Labels.Builder builder = new Labels.Builder().set("__name__", name);
        for (int i = 0; i < labels.length; i += 2) {
            builder.set(labels[i], labels[i + 1]);
        }
        engine.load(builder.build(), MINUTE, values);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private String vector(String query) {
        return EngineFixture.text(engine.instant(query, 0)).replace('\n', ';');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lim + lim | {m=\"del\"} 10.0;{m=\"get\"} 6.0;{m=\"put\"} 8.0",
                "lim - on(m) lim | {m=\"del\"} 0.0;{m=\"get\"} 0.0;{m=\"put\"} 0.0",
                "lim / ignoring(c) req{c=\"500\"} | {m=\"get\"} 1.5",
                "req{c=\"500\"} / ignoring(c) lim | {m=\"get\"} 0.6666666666666666",
                "req{c=\"500\"} * on(m) lim | {m=\"get\"} 6.0",
                "lim % lim{m=\"get\"} | {m=\"get\"} 0.0",
                "lim ^ lim{m=\"get\"} | {m=\"get\"} 27.0",
                "lim atan2 lim{m=\"get\"} | {m=\"get\"} 0.7853981633974483",
                "lim * on() group_left vector(2) | {m=\"del\"} 10.0;{m=\"get\"} 6.0;{m=\"put\"}"
                        + " 8.0",
                "lim + nothing | ''",
            })
    void arithmetic_joinsOneToOne(String query, String expected) {
        assertThat(vector(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "req / on(m) group_left lim | {c=\"200\", m=\"get\"} 2.0;{c=\"500\", m=\"get\"}"
                        + " 0.6666666666666666;{c=\"200\", m=\"put\"} 2.0",
                "lim / on(m) group_right req | {c=\"200\", m=\"get\"} 0.5;{c=\"500\", m=\"get\"}"
                        + " 1.5;{c=\"200\", m=\"put\"} 0.5",
                "req * on(m) group_left(owner, team) info | {c=\"200\", m=\"get\", owner=\"ann\","
                        + " team=\"x\"} 6.0;{c=\"500\", m=\"get\", owner=\"ann\", team=\"x\"}"
                        + " 2.0;{c=\"200\", m=\"put\", owner=\"bob\"} 8.0",
                // A label that the "one" side lacks is removed.
                "req * on(m) group_left(c) lim{m=\"put\"} | {m=\"put\"} 32.0",
                "lim * ignoring(owner, team) group_right(x) info | {m=\"get\", owner=\"ann\","
                        + " team=\"x\"} 3.0;{m=\"put\", owner=\"bob\"} 4.0",
            })
    void groupModifiers_joinManyToOne(String query, String expected) {
        assertThat(vector(query).split(";", -1)).containsExactlyInAnyOrder(expected.split(";", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lim > lim{m=\"get\"} | ''",
                "lim >= lim{m=\"get\"} | lim{m=\"get\"} 3.0",
                "req > on(m) group_left lim | req{c=\"200\", m=\"get\"} 6.0;req{c=\"200\","
                        + " m=\"put\"} 8.0",
                "lim < on(m) group_right req | req{c=\"200\", m=\"get\"} 3.0;req{c=\"200\","
                        + " m=\"put\"} 4.0",
                "req > bool on(m) group_left lim | {c=\"200\", m=\"get\"} 1.0;{c=\"500\","
                        + " m=\"get\"} 0.0;{c=\"200\", m=\"put\"} 1.0",
                "lim == on(m) lim{m=\"get\"} | {m=\"get\"} 3.0",
                "lim != bool lim{m=\"get\"} | {m=\"get\"} 0.0",
            })
    void comparisons_keepTheLeftValue(String query, String expected) {
        assertThat(vector(query).split(";", -1)).containsExactlyInAnyOrder(expected.split(";", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lim and on(m) req{c=\"500\"} | lim{m=\"get\"} 3.0",
                "req and ignoring(c) lim{m=\"put\"} | req{c=\"200\", m=\"put\"} 8.0",
                "lim unless on(m) req{c=\"500\"} | lim{m=\"del\"} 5.0;lim{m=\"put\"} 4.0",
                "lim unless nothing | lim{m=\"del\"} 5.0;lim{m=\"get\"} 3.0;lim{m=\"put\"} 4.0",
                "lim and nothing | ''",
                "lim{m=\"put\"} or req | lim{m=\"put\"} 4.0;req{c=\"200\", m=\"get\"} 6.0;"
                        + "req{c=\"200\", m=\"put\"} 8.0;req{c=\"500\", m=\"get\"} 2.0",
                "lim{m=\"put\"} or on(m) req | lim{m=\"put\"} 4.0;req{c=\"200\", m=\"get\"} 6.0;"
                        + "req{c=\"500\", m=\"get\"} 2.0",
                "nothing or vector(7) | {} 7.0",
                "(sum(nothing) or vector(0)) / sum(lim) | {} 0.0",
            })
    void setOperators_keepWholeSamples(String query, String expected) {
        assertThat(vector(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lim + on(m) req | found duplicate series for the match group {m=\"get\"} on the"
                        + " right hand-side of the operation: [{__name__=\"req\", c=\"200\","
                        + " m=\"get\"}, {__name__=\"req\", c=\"500\", m=\"get\"}];many-to-many"
                        + " matching not allowed: matching labels must be unique on one side",
                "req + on(m) group_right req | found duplicate series for the match group"
                        + " {m=\"get\"} on the left hand-side of the operation:"
                        + " [{__name__=\"req\", c=\"200\", m=\"get\"}, {__name__=\"req\","
                        + " c=\"500\", m=\"get\"}];many-to-many matching not allowed: matching"
                        + " labels must be unique on one side",
                "req + on(m) lim | multiple matches for labels: many-to-one matching must be"
                        + " explicit (group_left/group_right)",
                "req > on(m) lim | multiple matches for labels: many-to-one matching must be"
                        + " explicit (group_left/group_right)",
                "req + on(m) group_left(c) lim | multiple matches for labels: grouping labels must"
                        + " ensure unique matches",
                "lim + on() lim{m!=\"del\"} | found duplicate series for the match group {} on the"
                        + " right hand-side of the operation: [{__name__=\"lim\", m=\"get\"},"
                        + " {__name__=\"lim\", m=\"put\"}];many-to-many matching not allowed:"
                        + " matching labels must be unique on one side",
            })
    void ambiguousMatches_areErrors(String query, String message) {
        assertThatThrownBy(() -> vector(query))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage(message);
    }

    @Test
    void duplicatesOfOneSide_matterOnlyWhereTheOtherHasSamples() {
        add("late", "_ 1", "m", "get");
        assertThat(EngineFixture.text(engine.instant("late + on(m) req", 0))).isEmpty();
        assertThatThrownBy(() -> engine.range("late + on(m) req", 0, 2 * MINUTE, MINUTE))
                .hasMessageContaining("found duplicate series");
    }

    @Test
    void matches_areDecidedStepByStep() {
        add("a", "1 stale 3 stale", "x", "1");
        add("a", "_ 20 stale 40", "x", "2");
        add("b", "100 100 100 100");
        String sums = EngineFixture.text(engine.range("a + on() b", 0, 3 * MINUTE, MINUTE));
        assertThat(sums).isEqualTo("{} 101.0@0 120.0@60000 103.0@120000 140.0@180000");
        add("c", "_ _ _ 1 1", "y", "1");
        add("c", "_ _ _ _ 1", "y", "2");
        assertThat(EngineFixture.text(engine.instant("a + on() c", 3 * MINUTE)))
                .isEqualTo("{} 41.0");
        assertThatThrownBy(() -> engine.range("a + on() c", 0, 4 * MINUTE, MINUTE))
                .hasMessageContaining("[{__name__=\"c\", y=\"1\"}, {__name__=\"c\", y=\"2\"}]");
    }

    @Test
    void setOperators_decideStepByStep() {
        add("a", "1 2 3 4", "x", "1");
        add("b", "9 stale 9 stale", "x", "1");
        assertThat(EngineFixture.text(engine.range("a and b", 0, 3 * MINUTE, MINUTE)))
                .isEqualTo("a{x=\"1\"} 1.0@0 3.0@120000");
        assertThat(EngineFixture.text(engine.range("a unless b", 0, 3 * MINUTE, MINUTE)))
                .isEqualTo("a{x=\"1\"} 2.0@60000 4.0@180000");
        assertThat(EngineFixture.text(engine.range("b or a", 0, 3 * MINUTE, MINUTE)))
                .isEqualTo("a{x=\"1\"} 2.0@60000 4.0@180000\nb{x=\"1\"} 9.0@0 9.0@120000");
    }

    @Test
    void results_thatBecomeEqual_areAnErrorEvenWithinAnAggregation() {
        add("v", "1", "__type__", "gauge");
        add("v", "1", "__type__", "counter");
        assertThatThrownBy(() -> engine.instant("sum(v + v)", 0))
                .hasMessage("vector cannot contain metrics with the same labelset");
    }

    @Test
    void oneSide_thatIsReplaced_goesOnMatching() {
        add("pod", "1 stale", "m", "get", "id", "p1");
        add("pod", "_ 1 1", "m", "get", "id", "p2");
        assertThat(
                        EngineFixture.text(
                                engine.range(
                                        "req{c=\"200\"} * on(m) group_left(id) pod",
                                        0,
                                        2 * MINUTE,
                                        MINUTE)))
                .isEqualTo(
                        "{c=\"200\", id=\"p1\", m=\"get\"} 6.0@0\n"
                                + "{c=\"200\", id=\"p2\", m=\"get\"} 6.0@60000 6.0@120000");
    }
}
