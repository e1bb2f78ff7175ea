package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/// The comparison itself: one that finds nothing would make every other test here worthless.
class AgreementTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1, 1.0000000001, true",
        "1, 1.00000001, false",
        "-1, 1, false",
        "0, -0.0, true",
        "0, 1e-300, false",
        "NaN, NaN, true",
        "NaN, 1, false",
        "Infinity, Infinity, true",
        "Infinity, -Infinity, false",
        "Infinity, 1e308, false",
    })
    void differences_ofValues(double expected, double actual, boolean agree) {
        assertThat(Agreement.differences(Map.of("s", expected), Map.of("s", actual)).isEmpty())
                .isEqualTo(agree);
    }

    @ParameterizedTest
    @CsvSource({"a, a, 0", "a, b, 2"})
    void differences_ofSeries(String expected, String actual, int differences) {
        assertThat(Agreement.differences(Map.of(expected, 1.0), Map.of(actual, 1.0)))
                .hasSize(differences);
    }
}
