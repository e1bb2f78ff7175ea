package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not there yet says so.
class UnsupportedTest {
    @ParameterizedTest
    @CsvSource({
        "rate(x[5m] anchored), the anchored modifier is not supported yet",
        "x smoothed, the smoothed modifier is not supported yet"
    })
    void query_partThatIsMissing_isNamed(String query, String message) {
        EngineOptions d = EngineOptions.DEFAULTS;
        EngineOptions all =
                new EngineOptions(
                        d.lookback(),
                        d.timeout(),
                        d.maxSamples(),
                        d.maxBytes(),
                        d.maxConcurrent(),
                        d.threads(),
                        d.subqueryStep(),
                        d.delayedNameRemoval(),
                        ParserOptions.ALL);
        try (EngineFixture engine = new EngineFixture(all)) {
            assertThatThrownBy(() -> engine.instant(query, 0))
                    .isInstanceOf(QueryException.Execution.class)
                    .hasMessage(message);
        }
    }
}
