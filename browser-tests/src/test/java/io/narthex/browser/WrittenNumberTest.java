package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenNumberTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    12.3     | number  | 12.34   | 12.36
                    1,234    | number  | 1234.4  | 1235
                    −0.5     | number  | -0.51   | 0.5
                    1.2e-7   | number  | 1.24e-7 | 1.3e-7
                    95.1 ms  | seconds | 0.09512 | 0.0952
                    0.4 %    | percent | 0.00399 | 0.005
                    1.5 KiB  | bytes   | 1570    | 1600
                    """)
    void read_number_isItsRounding(String text, String format, double near, double far) {
        WrittenNumber number = WrittenNumber.read(text, format);
        assertThat(number.rounds(near)).isTrue();
        assertThat(number.rounds(far)).isFalse();
    }

    @Test
    void read_otherUnit_fails() {
        assertThatThrownBy(() -> WrittenNumber.read("12 s", "percent"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> WrittenNumber.read("–", "number"))
                .isInstanceOf(AssertionError.class);
    }
}
