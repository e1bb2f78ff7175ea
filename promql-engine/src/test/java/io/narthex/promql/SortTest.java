package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What sorts: instant queries only.
class SortTest {
    private static final String WARNING =
            "PromQL warning: sort is ineffective for range queries since results are always ordered"
                    + " by labels ";

    private final EngineFixture engine = new EngineFixture(TestOptions.experimental(2));

    @BeforeEach
    void load() {
        load("a", "node10", "3 3");
        load("b", "node2", "NaN NaN");
        load("c", "node1", "1 1");
        load("d", "node2", "-Infinity -Infinity");
        load("e", "", "1 1");
        load("f", "node1", "2 2");
    }

    private void load(String i, String node, String values) {
        engine.load(Labels.of("__name__", "x", "i", i, "node", node), 60_000, values);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sort(x), d c e f a b",
        "sort_desc(x), a f c e d b",
        "sort(-x), a f c e d b",
        "sort(sort_desc(x)), d c e f a b",
        "abs(sort(x)), d c e f a b",
        "'label_replace(sort_desc(x), \"node\", \"\", \"\", \"\")', a f c e d b",
        "'sort_by_label(x, \"node\")', e c f b d a",
        "'sort_by_label_desc(x, \"node\")', a d b f c e",
        "'sort_by_label(x, \"node\", \"i\")', e c f b d a",
        "'sort_by_label_desc(x, \"none\")', f e d c b a",
        "'sort_by_label(sort(x), \"i\")', a b c d e f"
    })
    void instantQuery_rowsComeInOrder(String query, String order) {
        StringBuilder got = new StringBuilder();
        Value.Vector value = (Value.Vector) engine.instant(query, 60_000).value();
        for (Value.VectorSample sample : value.samples()) {
            got.append(got.isEmpty() ? "" : " ").append(sample.labels().get("i"));
        }
        assertThat(got).hasToString(order);
        assertThat(engine.instant(query, 60_000).warnings()).isEmpty();
    }

    @Test
    void instantQuery_keepsNames() {
        assertThat(text(engine.instant("sort(x{i=~'a|c'})", 0)))
                .isEqualTo("x{i=\"c\", node=\"node1\"} 1.0\nx{i=\"a\", node=\"node10\"} 3.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort(x)",
                "sort_desc(x)",
                "sort_by_label(x, 'node')",
                "sort_by_label_desc(x, 'node')"
            })
    void rangeQuery_changesNothingAndWarns(String query) {
        QueryResult sorted = engine.range(" " + query, 0, 60_000, 60_000);
        assertThat(text(sorted)).isEqualTo(text(engine.range("x", 0, 60_000, 60_000)));
        assertThat(sorted.warnings()).containsExactly(WARNING + "(1:2)");
    }

    @Test
    void rangeQueryOfOneStep_isNotWarnedOf() {
        assertThat(engine.range("sort(x)", 0, 0, 60_000).warnings()).isEmpty();
    }

    @Test
    void invariantInARangeQuery_isNotWarnedOf() {
        assertThat(engine.range("sort(x @ 0)", 0, 60_000, 60_000).warnings()).isEmpty();
    }

    @Test
    void subqueryOfManySteps_isWarnedOf() {
        assertThat(engine.instant("max_over_time(sort(x)[2m:1m])", 60_000).warnings())
                .containsExactly(WARNING + "(1:15)");
    }
}
