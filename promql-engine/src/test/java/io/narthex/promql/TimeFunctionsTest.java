package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `timestamp` of expressions, and dates in queries.
class TimeFunctionsTest {
    private final EngineFixture engine = new EngineFixture();

    @BeforeEach
    void load() {
        engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "951782400 NaN stale 0");
        engine.load(Labels.of("__name__", "y", "i", "a"), 60_000, "1 2");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp(x) | 0.0@0 0.0@30000 60.0@60000 60.0@90000",
                "timestamp((x)) | 0.0@0 0.0@30000 60.0@60000 60.0@90000",
                "timestamp(abs(x)) | 0.0@0 30.0@30000 60.0@60000 90.0@90000",
                "timestamp(timestamp(x)) | 0.0@0 30.0@30000 60.0@60000 90.0@90000",
                "timestamp(x @ 1) | 0.0@0 0.0@30000 0.0@60000 0.0@90000",
                "timestamp(abs(x @ 1)) | 0.0@0 30.0@30000 60.0@60000 90.0@90000",
                "timestamp(abs(x offset 1m)) | 60.0@60000 90.0@90000"
            })
    void timestamp_isTheSamplesOnlyForSelectors(String query, String expected) {
        assertThat(text(engine.range(query, 0, 120_000, 30_000)).replace(" 120.0@120000", ""))
                .startsWith("{i=\"a\"} " + expected);
    }

    @Test
    void timestamp_rowsThatBecomeEqual_fail() {
        assertThatThrownBy(() -> engine.instant("timestamp({i='a'} < Inf)", 0))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage("vector cannot contain metrics with the same labelset");
    }

    @ParameterizedTest
    @CsvSource({
        "minute, 0, 2",
        "hour, 0, 0",
        "day_of_week, 2, 4",
        "day_of_month, 29, 1",
        "day_of_year, 60, 1",
        "days_in_month, 29, 31",
        "month, 2, 1",
        "year, 2000, 1970"
    })
    void date_ofValuesOrOfTheTime(String function, double ofValue, double ofTime) {
        assertThat(text(engine.instant(function + "(x)", 0))).isEqualTo("{i=\"a\"} " + ofValue);
        assertThat(text(engine.instant(function + "()", 120_000))).isEqualTo("{} " + ofTime);
        assertThat(text(engine.instant(function + "(vector(time()))", 179_999)))
                .isEqualTo("{} " + ofTime);
    }

    @Test
    void date_rangeQuery_isThatOfEachStep() {
        assertThat(text(engine.range("minute()", -60_000, 90_000, 75_000)))
                .isEqualTo("{} 59.0@-60000 0.0@15000 1.0@90000");
        assertThat(text(engine.range("minute(x @ 180)", 0, 60_000, 60_000)))
                .isEqualTo("{i=\"a\"} 0.0@0 0.0@60000");
    }
}
