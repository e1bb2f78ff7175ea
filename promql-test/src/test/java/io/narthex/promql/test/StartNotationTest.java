package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.OptionalLong;
import java.util.stream.Collectors;

class StartNotationTest {
    @ParameterizedTest
    @CsvSource({
        "-1m 0s +30s 0, -60000 0 30000 0",
        "_ _x2 -1s, _ _ _ -1000",
        "-1mx2, -60000 -60000 -60000",
        "-30s-1mx2, -30000 -90000 -150000",
        "0-1mx1, 0 -60000",
        "1ms+1sx1, 1 1001",
        "-1m--1sx1, -60000 -59000",
        "-0ms, 0"
    })
    void parse_offsets(String written, String offsets) {
        StartNotation starts = StartNotation.parse("x{a=\"b c\"}@st " + written, 1);

        assertThat(starts.labels()).isEqualTo(Labels.of(Labels.NAME, "x", "a", "b c"));
        assertThat(
                        starts.offsets().stream()
                                .map(StartNotationTest::text)
                                .collect(Collectors.joining(" ")))
                .isEqualTo(offsets);
    }

    private static String text(OptionalLong offset) {
        return offset.isPresent() ? Long.toString(offset.getAsLong()) : "_";
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5s", "stale", "1m+1s", "_-1sx2", "1sx", "1m,1m", "--1m", ""})
    void parse_whatIsNoStart_fails(String written) {
        assertThatThrownBy(() -> StartNotation.parse("x@st " + written, 7))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(written);
    }

    @Test
    void isOne_looksBehindTheLabels() {
        assertThat(StartNotation.isOne("x@st 0")).isTrue();
        assertThat(StartNotation.isOne("x{a=\"@st\"}@st 0")).isTrue();
        assertThat(StartNotation.isOne("x{a=\"@st\"} 0")).isFalse();
    }
}
