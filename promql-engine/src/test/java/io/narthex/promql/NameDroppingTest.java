package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;
import static io.narthex.promql.TestExprs.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Functions that take the name away, at once or at the very end.
class NameDroppingTest {
    private static final Expr ANY = over("rate", "(a|b)_total");

    @Test
    void rate_immediate_dropsNameTypeAndUnit() {
        try (EngineFixture engine = engine(false)) {
            engine.load(
                    Labels.of("__name__", "a_total", "__type__", "counter", "__unit__", "s"),
                    60_000,
                    "0+60x5");
            assertThat(text(engine.instant(over("rate", "a_total"), 300_000))).isEqualTo("{} 1.0");
        }
    }

    @Test
    void lastOverTime_keepsTheName() {
        try (EngineFixture engine = engine(false)) {
            engine.load(Labels.of("__name__", "a_total"), 60_000, "1 2");
            assertThat(text(engine.instant(over("last_over_time", "a_total"), 60_000)))
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

    private static EngineFixture engine(boolean delayed) {
        EngineOptions d = EngineOptions.DEFAULTS;
        return new EngineFixture(
                new EngineOptions(
                        d.lookback(),
                        d.timeout(),
                        d.maxSamples(),
                        d.maxBytes(),
                        d.maxConcurrent(),
                        d.threads(),
                        d.subqueryStep(),
                        delayed,
                        d.parser()));
    }

    /// The function over five minutes of all metrics whose name matches.
    private static Expr over(String function, String namePattern) {
        LabelMatcher name = new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, namePattern);
        Expr.VectorSelector selector =
                new Expr.VectorSelector(
                        null, List.of(name), TimeShift.NONE, new PositionRange(0, 0));
        return call(function, TestExprs.range(selector, 300));
    }
}
