package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Samples that a query from 1,000 s to 2,000 s needs, with a lookback of 5 minutes.
class DataRangeTest {
    @ParameterizedTest
    @CsvSource({
        "x, 700001, 2000000",
        "x anchored, 700001, 2000000",
        "x smoothed, 700001, 2300000",
        "x smoothed offset 100s, 600001, 2200000",
        "x @ 5000 smoothed, 4700001, 5300000",
        "rate(x[60s]), 940001, 2000000",
        "rate(x[60s] anchored), 640001, 2000000",
        "rate(x[60s] smoothed), 640001, 2300000",
        "rate(x[60s] smoothed offset -10s), 650001, 2310000",
        "max_over_time(rate(x[60s] smoothed)[100s:1s]), 540002, 2300000",
        "x or rate(y[1h] anchored), -2899999, 2000000"
    })
    void of_selectors_coversWhatTheyLookAt(String query, long mint, long maxt) {
        QueryTimes times = new QueryTimes(1_000_000, 2_000_000, 10_000, 60_000);
        LogicalNode plan = Planner.translate(PromqlParser.parse(query, ParserOptions.ALL), times);
        assertThat(DataRange.of(plan, times.start(), times.end(), 300_000))
                .isEqualTo(new DataRange(mint, maxt));
    }
}
