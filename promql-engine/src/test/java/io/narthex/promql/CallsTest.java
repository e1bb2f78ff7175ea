package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1");
        engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "2");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "abs(vector(-2)), 2",
        "ceil(vector(1.2)), 2",
        "floor(vector(-1.2)), -2",
        "exp(vector(0)), 1",
        "sqrt(vector(-1)), NaN",
        "ln(vector(0)), -Infinity",
        "ln(vector(-1)), NaN",
        "log2(vector(8)), 3",
        "log2(vector(0.125)), -3",
        "log2(vector(1e-320)), -1063.0170064",
        "log2(vector(Inf)), Infinity",
        "log2(vector(0)), -Infinity",
        "log2(vector(1)), 0",
        "log2(vector(0.999999999999)), -1.44266312599e-12",
        "log10(vector(1000)), 3",
        "sgn(vector(-0.5)), -1",
        "sgn(vector(NaN)), NaN",
        "deg(vector(pi())), 180",
        "rad(vector(180)), 3.14159265",
        "asinh(vector(1)), 0.88137359",
        "asinh(vector(-1e10)), -23.7189981",
        "acosh(vector(2)), 1.31695790",
        "acosh(vector(0.5)), NaN",
        "acosh(vector(-1e10)), NaN",
        "atanh(vector(0.5)), 0.54930614",
        "atanh(vector(1)), Infinity",
        "'clamp_min(vector(1), 3)', 3",
        "'clamp_max(vector(5), 3)', 3",
        "'clamp_min(vector(NaN), Inf)', Infinity",
        "'clamp_min(vector(NaN), 1)', NaN",
        "'clamp_max(vector(NaN), -Inf)', -Infinity",
        "'clamp(vector(5), 1, 3)', 3",
        "'clamp(vector(-5), 1, 3)', 1",
        "'clamp(vector(2), 1, 3)', 2",
        "'clamp(vector(2), NaN, 3)', NaN",
        "'clamp(vector(2), 3, NaN)', NaN",
        "'clamp(vector(NaN), 1, 3)', NaN",
        "round(vector(2.5)), 3",
        "round(vector(-2.5)), -2",
        "round(vector(-0.5)), 0",
        "'round(vector(2.4), 1)', 2",
        "'round(vector(0.3), 0.2)', 0.4",
        "'round(vector(-45), 10)', -40",
        "'round(vector(123), -10)', 120",
        "'round(vector(1), 0)', NaN",
        "'round(vector(NaN), 2)', NaN",
        "round(vector(Inf)), Infinity",
        "vector(time()), 90.5",
        "vector(scalar(x{i=\"b\"})), 2",
        "vector(scalar(x)), NaN",
        "vector(scalar(nothing)), NaN"
    })
    void function_ofOneNumber_givesItsValue(String query, double expected) {
        Value.Vector value = (Value.Vector) engine.instant(query, 90_500).value();
        assertThat(value.samples()).hasSize(1);
        assertThat(value.samples().getFirst().labels()).isEqualTo(Labels.empty());
        if (Double.isFinite(expected)) {
            assertThat(value.samples().getFirst().value())
                    .isCloseTo(expected, within(Math.abs(expected) * 1e-7));
        } else {
            assertThat(Double.valueOf(value.samples().getFirst().value()))
                    .isEqualTo(Double.valueOf(expected));
        }
    }
}
