package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;

/// Functions that take the name away, at once or at the very end.
class NameDroppingTest {
    private static final String ANY = "rate({__name__=~'(a|b)_total'}[5m])";

    @Test
    void rate_immediate_dropsNameTypeAndUnit() {
        try (EngineFixture engine = engine(false)) {
            engine.load(
                    Labels.of("__name__", "a_total", "__type__", "counter", "__unit__", "s"),
                    60_000,
                    "0+60x5");
            assertThat(text(engine.instant("rate(a_total[5m])", 300_000))).isEqualTo("{} 1.0");
        }
    }

    @Test
    void lastOverTime_keepsTheName() {
        try (EngineFixture engine = engine(false)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "1 2");
            assertThat(text(engine.instant("last_over_time(a_total[5m])", 60_000)))
                    .isEqualTo("a_total 2.0");
        }
    }

    @Test
    void rate_immediate_rowsThatBecomeEqual_failEvenAtDifferentSteps() {
        try (EngineFixture engine = engine(false)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "0 60 120");
            engine.load(Labels.of("__name__", "b_total"), 60_000, "_ _ _ _ _ _ _ _ _ _ 0 60 120");
            assertThatThrownBy(() -> engine.range(ANY, 0, 1_200_000, 60_000))
                    .isInstanceOf(QueryException.Execution.class)
                    .hasMessage("vector cannot contain metrics with the same labelset");
        }
    }

    @Test
    void rate_delayed_rowsThatBecomeEqual_areMergedWhereTheyDoNotMeet() {
        try (EngineFixture engine = engine(true)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "0 60 120");
            engine.load(Labels.of("__name__", "b_total"), 60_000, "_ _ _ _ _ _ _ _ _ _ 0 60 120");
            assertThat(text(engine.range(ANY, 120_000, 720_000, 600_000)))
                    .isEqualTo("{} 0.4@120000 0.4@720000");
        }
    }

    @Test
    void rate_delayed_rowsThatMeet_fail() {
        try (EngineFixture engine = engine(true)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "0 60 120");
            engine.load(Labels.of("__name__", "b_total"), 60_000, "0 60 120");
            assertThatThrownBy(() -> engine.instant(ANY, 120_000))
                    .hasMessage("vector cannot contain metrics with the same labelset");
            assertThatThrownBy(() -> engine.range(ANY, 0, 120_000, 60_000))
                    .hasMessage("vector cannot contain metrics with the same labelset");
        }
    }

    @Test
    void timestamp_rowsThatBecomeEqual_failWhereTheyMeet() {
        try (EngineFixture engine = engine(false)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "0 60");
            engine.load(Labels.of("__name__", "b_total"), 60_000, "_ _ _ _ _ _ _ _ _ _ 0 60");
            String query = "sum(timestamp({__name__=~'(a|b)_total'}))";
            assertThat(text(engine.range(query, 0, 600_000, 600_000)))
                    .isEqualTo("{} 0.0@0 600.0@600000");
            engine.load(Labels.of("__name__", "a_total", "__unit__", "s"), 60_000, "0");
            assertThatThrownBy(() -> engine.instant(query, 0))
                    .hasMessage("vector cannot contain metrics with the same labelset");
        }
    }

    private static EngineFixture engine(boolean delayed) {
        EngineOptions d = EngineOptions.DEFAULTS;
        return new EngineFixture(d.withFeatures(d.features().withDelayedNameRemoval(delayed)));
    }
}
