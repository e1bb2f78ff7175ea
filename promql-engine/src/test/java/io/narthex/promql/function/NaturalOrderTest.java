package io.narthex.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NaturalOrderTest {
    /// Ascending; each is also compared with every other.
    private static final List<String> ASCENDING =
            List.of(
                    "",
                    "01",
                    "1",
                    "1a",
                    "01b",
                    "2",
                    "10",
                    "18446744073709551616",
                    "18446744073709551617",
                    "A1",
                    "a",
                    "a1b2",
                    "a1b10",
                    "a2",
                    "a2b",
                    "a10",
                    "ab",
                    "b",
                    "\uffff",
                    "\ud800\udc00");

    @Test
    void compare_anyTwo_isTheOrderOfTheList() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                int order = NaturalOrder.INSTANCE.compare(ASCENDING.get(i), ASCENDING.get(j));
                assertThat(Integer.signum(order))
                        .as("%s and %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"node2, node10", "10.0.0.2:80, 10.0.0.10:80", "v1.9.3, v1.10.0"})
    void compare_numbersInNames_countAsNumbers(String less, String greater) {
        assertThat(NaturalOrder.INSTANCE.compare(less, greater)).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare(greater, less)).isPositive();
    }
}
