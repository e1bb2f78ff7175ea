package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarOperatorsTest {
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "3");
        engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "-2");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-x | {i=\"a\"} -3.0; {i=\"b\"} 2.0",
                "x + 1 | {i=\"a\"} 4.0; {i=\"b\"} -1.0",
                "1 - x | {i=\"a\"} -2.0; {i=\"b\"} 3.0",
                "x % 2 | {i=\"a\"} 1.0; {i=\"b\"} -0.0",
                "2 ^ x | {i=\"a\"} 8.0; {i=\"b\"} 0.25",
                "x / 0 | {i=\"a\"} Infinity; {i=\"b\"} -Infinity",
                "x > 0 | x{i=\"a\"} 3.0",
                "0 < x | x{i=\"a\"} 3.0",
                "x > bool 0 | {i=\"a\"} 1.0; {i=\"b\"} 0.0",
                "0 == bool x | {i=\"a\"} 0.0; {i=\"b\"} 0.0",
                "sum(x > 5) | ''",
                "sum(x * 2) | {} 2.0",
            })
    void vectorWithScalar_changesEachSample(String query, String expected) {
        assertThat(vector(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1 + 2 * 3, 7.0",
        "1 ^ NaN, 1.0",
        "(-1) ^ Inf, 1.0",
        "1 > bool 2, 0.0",
        "5 % -3, 2.0",
        "1 atan2 0, 1.5707963267948966",
        "-(1 + 1), -2.0"
    })
    void twoScalars_giveAScalar(String query, double expected) {
        Value.Scalar value = (Value.Scalar) engine.instant(query, 0).value();
        assertThat(value.value()).isEqualTo(expected);
    }

    @Test
    void namesGone_equalSeriesAreAnError() {
        engine.load(Labels.of("__name__", "y", "i", "a"), 60_000, "3");
        assertThatThrownBy(() -> engine.instant("sum({__name__=~\"x|y\"} * 2)", 0))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage("vector cannot contain metrics with the same labelset");
    }

    private String vector(String query) {
        StringBuilder out = new StringBuilder();
        for (Value.VectorSample s : ((Value.Vector) engine.instant(query, 0).value()).samples()) {
            out.append(out.isEmpty() ? "" : "; ").append(s.labels()).append(' ').append(s.value());
        }
        return out.toString();
    }
}
