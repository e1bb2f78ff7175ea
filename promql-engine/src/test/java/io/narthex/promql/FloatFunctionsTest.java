package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of one value, over steps and names.
class FloatFunctionsTest {
    @Test
    void clamp_boundsAreThoseOfTheStep() {
        try (EngineFixture engine = new EngineFixture()) {
            engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1 2 3 4 5");
            assertThat(text(engine.range("clamp(x, 2, time() / 60)", 0, 240_000, 60_000)))
                    .isEqualTo("{i=\"a\"} 2.0@120000 3.0@180000 4.0@240000");
            assertThat(text(engine.range("round(x, time() / 60)", 120_000, 240_000, 60_000)))
                    .isEqualTo("{i=\"a\"} 4.0@120000 3.0@180000 4.0@240000");
            assertThat(text(engine.instant("clamp(x, 3, 2)", 0))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clamp({i='a'}, 0, 1)",
                "round({i='a'})",
                "abs({i='a'})",
                "year({i='a'})",
                "clamp_min({i='a'}, 0)"
            })
    void names_dropped_rowsThatBecomeEqualFail(String query) {
        for (EngineOptions options :
                new EngineOptions[] {EngineOptions.DEFAULTS, TestOptions.delayedNames()}) {
            try (EngineFixture engine = new EngineFixture(options)) {
                engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1");
                engine.load(Labels.of("__name__", "y", "i", "a"), 60_000, "1");
                assertThatThrownBy(() -> engine.instant(query, 0))
                        .isInstanceOf(QueryException.Execution.class)
                        .hasMessage("vector cannot contain metrics with the same labelset");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'max_of(1, 2)', 2",
        "'min_of(1, 2)', 1",
        "'max_of(1, NaN)', NaN",
        "'min_of(1, NaN)', NaN",
        "'max_of(NaN, Inf)', Infinity",
        "'max_of(time(), 3)', 60",
        "'min_of(time(), 3) + 1', 4"
    })
    void scalars_ofTwo(String query, double expected) {
        try (EngineFixture engine = new EngineFixture(TestOptions.experimental(1))) {
            Value.Scalar value = (Value.Scalar) engine.instant(query, 60_000).value();
            assertThat(Double.valueOf(value.value())).isEqualTo(Double.valueOf(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "sum", "avg", "stddev", "stdvar"})
    void histogramFunctions_leaveFloatsOut(String function) {
        try (EngineFixture engine = new EngineFixture()) {
            engine.load(Labels.of("__name__", "x"), 60_000, "1 2");
            String query = "histogram_" + function + "(x)";
            assertThat(text(engine.instant(query, 0))).isEmpty();
            assertThat(text(engine.range(query, 0, 60_000, 60_000))).isEmpty();
        }
    }
}
