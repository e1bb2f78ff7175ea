package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class ShortWindowRuleTest {
    private static HintRule rule(long interval) {
        return new ShortWindowRule(new Hinting.Metrics(Set.of(), interval));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate(c_total[20s])                     | 1:13",
                "rate(c_total{a=\"[\"} [ 20s ])         | 1:21",
                "rate(c_total[59999ms])                 | 1:13",
                "rate(c_total[1m])                      | ''",
                "rate(c_total[5m])                      | ''",
                "rate(c_total[20])                      | 1:13",
                "rate((c_total[20s]))                   | 1:14",
                "increase(c_total[20s])                 | 1:17",
                "irate(c_total[20s] offset 1d)          | 1:14",
                "delta(g[20s])                          | 1:8",
                "idelta(g[20s])                         | 1:9",
                "deriv(g[20s])                          | 1:8",
                "avg_over_time(g[20s])                  | ''",
                "changes(g[20s])                        | ''",
                "g[20s]                                 | ''",
                "rate(c_total[20s:5s])                  | ''",
                "rate(c_total[(20s)])                   | 1:13",
                "rate(c_total[10s * 2])                 | ''",
                "rate(c_total[step()])                  | ''",
                "rate(c_total[20s] anchored)            | ''",
                "rate(a[20s]) / rate(b[30s])            | 1:7 1:22",
                "sum(max_over_time(rate(a[20s])[1h:1m])) | 1:25"
            })
    void windowsBelowFourScrapes_areFound(String query, String places) {
        assertThat(Hinting.places(rule(15_000), query)).isEqualTo(places);
    }

    @Test
    void hint_saysWhatIsEnough() {
        assertThat(Hinting.hints(rule(15_000), "rate(fastapi_request_count_total[20s])"))
                .containsExactly(
                        "hint: the window [20s] holds fewer than 4 scrapes (every 15s);"
                                + " take at least [1m] (1:33)");
    }

    @Test
    void unknownInterval_saysNothing() {
        assertThat(Hinting.places(rule(0), "rate(c_total[1s])")).isEmpty();
    }
}
