package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.IntStream;

class LoadShapeTest {
    /// A day of 24 minutes begins at six: an hour is a minute.
    @ParameterizedTest
    @CsvSource({"3, 2.8", "4, 2.8", "5, 2.8", "18, 0.2", "23, 0.1", "24, 0.25", "27, 2.8"})
    void daily_quietNightAndPeakFromNineToEleven(int minute, double factor) {
        LoadShape day = LoadShape.parse("daily:day=24m");
        assertThat(day.at(minute * 60)).isCloseTo(factor, within(1e-9));
    }

    @Test
    void daily_meanIsNearOne() {
        LoadShape day = LoadShape.parse("daily");
        double mean = IntStream.range(0, 720).mapToDouble(day::at).average().orElseThrow();
        assertThat(mean).isBetween(0.8, 1.2);
    }

    @ParameterizedTest
    @CsvSource({
        "weekly, there is steady",
        "daily:12m, there is steady",
        "daily:day=30s, at least 1m",
        "daily:day=x, not a valid duration"
    })
    void parse_anythingElse_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> LoadShape.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
