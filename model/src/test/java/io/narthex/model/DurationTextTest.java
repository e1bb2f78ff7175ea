package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "15s, 15000",
        "1h30m, 5400000",
        "1y2w3d4h5m6s7ms, 33019506007",
        "1500ms, 1500",
        "90m, 5400000"
    })
    void durations_areRead(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "1m1h", "1h1h", "-1s", "+1s", "1.5s", " 1s", "1s ", "1S"})
    void otherTexts_areRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void tooLong_isRefused() {
        assertThatThrownBy(() -> DurationText.parse("300y")).hasMessageContaining("out of range");
        assertThatThrownBy(() -> DurationText.parse("9".repeat(300) + "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "15000, 15s",
        "5400000, 1h30m",
        "1209600000, 2w",
        "86400000, 1d",
        "7776000000, 90d",
        "90000000, 1d1h",
        "31536000000, 1y",
        "1500, 1s500ms"
    })
    void durations_areWrittenShort(long millis, String text) {
        assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }
}
