package io.narthex.promql.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryEngine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsentLabelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | {}",
                "x{a=\"1\", b!=\"2\", c=~\"3\"} | {a=\"1\"}",
                "x{a=\"1\", a=\"2\", b=\"3\"} | {b=\"3\"}",
                "x{a=\"1\", a=\"1\"} | {}",
                "x{a!=\"2\", a=\"1\"} | {a=\"1\"}",
                "x{a=\"1\", a!=\"2\"} | {}"
            })
    void labelsOf_selector_areThoseItFixesOnce(String selector, String expected) {
        assertThat(AbsentOverTimeOperator.labelsOf(QueryEngine.parseSelector(selector)))
                .hasToString(expected);
    }
}
