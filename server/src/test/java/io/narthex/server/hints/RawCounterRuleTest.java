package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class RawCounterRuleTest {
    private static RawCounterRule rule(long interval) {
        return new RawCounterRule(
                new Hinting.Metrics(
                        Set.of("c_total", "d_total", "h_bucket", "my.requests"), interval));
    }

    /// Counters are `c_total`, `d_total` and `h_bucket`; `g` is a gauge.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // shown as it is, summed, picked
                "c_total                                        | 1:1",
                "g                                              | ''",
                "{__name__=\"c_total\"}                         | 1:1",
                "{__name__=~\"c_total\"}                        | ''",
                "(c_total)                                      | 1:2",
                "-c_total                                       | 1:2",
                "sum(c_total)                                   | 1:5",
                "sum by (a) (c_total{b!=\"x\"} offset 1h)       | 1:13",
                "topk(5, c_total)                               | 1:9",
                "quantile(0.5, c_total)                         | 1:15",
                "topk(scalar(c_total), g)                       | ''",
                "count(c_total)                                 | ''",
                "group(c_total)                                 | ''",
                "count_values(\"v\", c_total)                   | ''",
                // ranges
                "rate(c_total[5m])                              | ''",
                "irate(c_total[5m])                             | ''",
                "increase(c_total[5m])                          | ''",
                "delta(c_total[5m])                             | ''",
                "idelta(c_total[5m])                            | ''",
                "deriv(c_total[5m])                             | ''",
                "predict_linear(c_total[5m], 60)                | ''",
                "changes(c_total[5m])                           | ''",
                "resets(c_total[5m])                            | ''",
                "count_over_time(c_total[5m])                   | ''",
                "present_over_time(c_total[5m])                 | ''",
                "absent_over_time(c_total[5m])                  | ''",
                "ts_of_max_over_time(c_total[5m])               | ''",
                "max_over_time(c_total[5m])                     | 1:15",
                "sum_over_time(c_total[5m])                     | 1:15",
                "quantile_over_time(0.5, c_total[5m])           | 1:25",
                "quantile_over_time(scalar(c_total), g[5m])     | ''",
                "c_total[5m]                                    | ''",
                "(c_total[5m])                                  | ''",
                "c_total[5m:1m]                                 | ''",
                "max_over_time(c_total[5m:1m])                  | 1:15",
                "rate(c_total[5m:1m])                           | ''",
                "max_over_time(rate(c_total[5m])[1h:])          | ''",
                // functions
                "round(c_total)                                 | 1:7",
                "timestamp(c_total)                             | ''",
                "absent(c_total)                                | ''",
                "sgn(c_total)                                   | ''",
                "minute(c_total)                                | ''",
                "clamp_max(c_total, 5)                          | 1:11",
                "clamp_max(g, scalar(c_total))                  | ''",
                "vector(scalar(c_total))                        | 1:15",
                "vector(1)                                      | ''",
                "label_replace(c_total, \"a\", \"\", \"b\", \"\")   | 1:15",
                "sort_desc(c_total)                             | 1:11",
                "histogram_quantile(0.9, h_bucket)              | 1:25",
                "histogram_quantile(0.9, sum by (le) (h_bucket))           | 1:38",
                "histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m]))) | ''",
                "info(c_total, {a=\"b\"})                       | 1:6",
                // arithmetic
                "c_total * 2                                    | 1:1",
                "c_total / d_total                              | 1:1 1:11",
                "c_total * on (a) group_left (b) g              | 1:1",
                "c_total - d_total                              | ''",
                "c_total - c_total offset 5m                    | ''",
                "c_total - 5                                    | 1:1",
                "rate(c_total[5m]) / d_total                    | 1:21",
                // comparisons and sets
                "c_total > 0                                    | 1:1",
                "0 < c_total                                    | 1:5",
                "0 < scalar(c_total) * g                        | 1:12",
                "g > scalar(c_total)                            | ''",
                "c_total > bool 0                               | ''",
                "c_total > g                                    | 1:1",
                "g > c_total                                    | ''",
                "c_total and g                                  | 1:1",
                "g and c_total                                  | ''",
                "g unless c_total                               | ''",
                "c_total unless g                               | 1:1",
                "g or c_total                                   | 1:6",
                "rate(c_total[5m]) or c_total                   | 1:22",
                "1 + time()                                     | ''",
                "\"c_total\"                                    | ''"
            })
    void rawCounters_areFound(String query, String places) {
        assertThat(Hinting.places(rule(15_000), query)).isEqualTo(places);
    }

    @Test
    void hint_saysHowToReadIt() {
        assertThat(Hinting.hints(rule(15_000), "sum(c_total)"))
                .containsExactly(
                        "hint: c_total is a counter, it only grows; read it through rate() or"
                                + " increase(), such as rate(c_total[5m]) (1:5)");
    }

    @Test
    void example_hasAWindowOfFourScrapes() {
        assertThat(Hinting.hints(rule(120_000), "c_total").getFirst())
                .contains("such as rate(c_total[8m]) ");
        assertThat(Hinting.hints(rule(0), "c_total").getFirst())
                .contains("such as rate(c_total[5m]) ");
    }

    @Test
    void example_quotesANameThatNeedsIt() {
        assertThat(Hinting.hints(rule(15_000), "{\"my.requests\"}"))
                .containsExactly(
                        "hint: my.requests is a counter, it only grows; read it through rate() or"
                                + " increase(), such as rate({\"my.requests\"}[5m]) (1:1)");
    }
}
