package io.narthex.model.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;

class GoTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1.5, 1.5",
        "100000, 100000",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2.5e-7, -2.5e-07",
        "1e100, 1e+100",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void g_number_isWrittenAsGoWritesIt(double value, String expected) {
        assertThat(GoText.g(value)).isEqualTo(expected);
    }

    /// Java's shortest text has two digits at least.
    @ParameterizedTest
    @CsvSource({
        "4.9e-324, 5e-324",
        "-9.9e-324, -1e-323",
        "1.5e-323, 1.5e-323",
        "2.5e-322, 2.5e-322"
    })
    void g_leastNumbers_haveNoDigitTooMany(double value, String expected) {
        assertThat(GoText.g(value)).isEqualTo(expected);
        assertThat(GoText.plain(value))
                .isEqualTo(new BigDecimal(expected).toPlainString())
                .hasSizeLessThan(328);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1E+00",
        "0, 0E+00",
        "-0.0, -0E+00",
        "1234.5, 1.2345E+03",
        "-0.00012, -1.2E-04",
        "1e300, 1E+300",
        "NaN, NaN",
        "-Infinity, -Inf"
    })
    void exponential_alwaysHasAnExponent(double value, String expected) {
        assertThat(GoText.exponential(value)).isEqualTo(expected);
    }
}
