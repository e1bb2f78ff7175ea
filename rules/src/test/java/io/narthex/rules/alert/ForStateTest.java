package io.narthex.rules.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForStateTest {
    /// In minutes: a server that is up again at 100, with 10 minutes of grace.
    @ParameterizedTest(name = "for={0} activeAt={1} downAt={2}")
    @CsvSource({
        // fired already, just and long ago
        "30, 50, 80, 50",
        "30, 10, 80, 10",
        // would fire within the grace, so it fires at its end, 110
        "30, 51, 80, 80",
        "30, 59, 80, 80",
        // the downtime doesn't count
        "30, 60, 80, 80",
        "30, 70, 80, 90",
        "30, 80, 80, 100",
        "90, 70, 95, 75"
    })
    void activeAt(long forMinutes, long activeAt, long downAt, long restored) {
        assertThat(new ForState(100, forMinutes, 10).activeAt(activeAt, downAt))
                .isEqualTo(restored);
    }
}
