package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `offset`, `@` and `timestamp` over a series that counts its minutes, evaluated at 10 minutes.
class TimeModifiersTest {
    private static final long MINUTE = 60_000;
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x_total", "i", "a"), MINUTE, "0+1x100");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "x_total, 10",
        "x_total offset 3m, 7",
        "x_total offset -2m, 12",
        "x_total @ 240, 4",
        "x_total @ 240 offset 1m, 3",
        "x_total offset 1m @ 240, 3",
        "x_total @ start(), 10",
        "last_over_time(x_total[2m] @ 300), 5",
        "last_over_time(x_total[2m] offset 30s), 9",
        "increase(x_total[4m] offset 1m @ end()), 4",
        "last_over_time(x_total[1m:30s] @ 300), 5",
        "timestamp(x_total offset 90s), 480",
        "timestamp(x_total @ 150), 120",
        "'timestamp((x_total))', 600"
    })
    void modifier_instantQuery_looksThere(String query, double expected) {
        Value.Vector value = (Value.Vector) engine.instant(query, 10 * MINUTE).value();
        assertThat(value.samples()).hasSize(1);
        assertThat(value.samples().getFirst().value()).isEqualTo(expected);
    }

    @Test
    void at_rangeQuery_isTheSameAtEveryStep() {
        assertThat(text(engine.range("x_total @ end()", 0, 3 * MINUTE, MINUTE)))
                .isEqualTo("x_total{i=\"a\"} 3.0@0 3.0@60000 3.0@120000 3.0@180000");
    }

    @Test
    void at_besideAMovingArgument_staysFixedWhileTheOtherMoves() {
        assertThat(
                        text(
                                engine.range(
                                        "predict_linear(x_total[3m] @ 240, 60)",
                                        4 * MINUTE,
                                        6 * MINUTE,
                                        MINUTE)))
                .isEqualTo("{i=\"a\"} 5.0@240000 6.0@300000 7.0@360000");
    }

    @Test
    void timestamp_rangeQuery_isTheSamplesTime() {
        assertThat(text(engine.range("timestamp(x_total)", 30_000, 90_000, 30_000)))
                .isEqualTo("{i=\"a\"} 0.0@30000 60.0@60000 60.0@90000");
    }

    @Test
    void at_farAway_findsNothing() {
        assertThat(text(engine.instant("x_total @ 9e15", 0))).isEmpty();
        assertThat(text(engine.instant("rate(x_total[5m] @ -9e15)", 0))).isEmpty();
    }

    @Test
    void durationExpression_ofTheQuerysStep_isEvaluatedOnce() {
        assertThat(
                        text(
                                engine.range(
                                        "count_over_time(x_total[step() * 2])",
                                        4 * MINUTE,
                                        4 * MINUTE,
                                        MINUTE)))
                .isEqualTo("{i=\"a\"} 2.0@240000");
    }
}
