package io.narthex.server.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[4,\"2\"]             | [4,\"2\"]             |",
                "[4,\"2\"]             | [4,2]                 | [1]: expected 2 but was 2.0",
                "\"<[a-c]+>\"          | \"abc\"               |",
                "\"<[a-c]+>\"          | \"abcd\"              | ': expected <[a-c]+> but was"
                        + " abcd'",
                "\"<[0-9.]+>\"         | 7                     |",
                "\"<.+>\"              | []                    | ': expected <.+> but was []'",
                "[]                    | {}                    | ': expected [] but was {}'",
                "{\"a\":1}             | {\"a\":1,\"b\":2}     | .b: not expected",
                "{\"a\":1,\"b\":2}     | {\"a\":1}             | .b: is missing",
                "{\"a\":1,\"…\":0}     | {\"a\":1,\"b\":2}     |",
                "[\"…\",\"b\"]         | [\"a\",\"b\"]         |",
                "[\"…\",\"b\",\"…\"]   | [\"b\"]               |",
                "[\"…\",\"b\",\"a\",\"…\"] | [\"a\",\"b\"]     | ': expected […, b, a, …] but was"
                        + " [a, b]'",
                "[\"…\",\"b\"]         | [\"b\",\"a\"]         | ': expected […, b] but was [b,"
                        + " a]'",
                "[1]                   | [1,2]                 | ': expected [1.0] but was [1.0,"
                        + " 2.0]'",
            })
    void mismatches_areNamed(String pattern, String actual, String mismatch) {
        assertThat(
                        String.join(
                                "; ",
                                JsonPattern.mismatches(
                                        PrometheusApi.json(pattern), PrometheusApi.json(actual))))
                .isEqualTo(mismatch == null ? "" : mismatch);
    }
}
