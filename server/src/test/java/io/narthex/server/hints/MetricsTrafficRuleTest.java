package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MetricsTrafficRuleTest {
    private static final HintRule RULE =
            new MetricsTrafficRule(
                    new ListQueryable(
                            List.of(
                                    series(1, "c_total", "endpoint", "/metrics", "job", "a"),
                                    series(2, "c_total", "endpoint", "/items", "job", "a"),
                                    series(3, "c_total", "endpoint", "/items", "job", "b"),
                                    series(4, "d_total", "handler", "/metrics", "path", "/metrics"),
                                    series(5, "e_total", "endpoint", "/metrics/x", "job", "a"),
                                    series(6, "h_bucket", "view", "/metrics", "le", "1"))));

    private static ListSeries series(long ref, String name, String... labels) {
        Labels all = Labels.of(Labels.NAME, name);
        for (int i = 0; i < labels.length; i += 2) {
            all = all.with(labels[i], labels[i + 1]);
        }
        return new ListSeries(ref, all, new long[] {Hinting.TIME}, new double[] {1});
    }

    /// Which label the hint names; none where there is no hint.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(rate(c_total[5m]))                              | endpoint",
                "sum(irate(c_total[5m]))                             | endpoint",
                "sum(increase((c_total[5m])))                        | endpoint",
                "avg by (job) (rate(c_total[5m] offset 1h))          | endpoint",
                "quantile(0.9, rate(c_total[5m]))                    | endpoint",
                "sum(rate({job=\"a\"}[5m]))                          | endpoint",
                "sum(rate({__name__=~\"c_.*\"}[5m]))                 | endpoint",
                "sum(rate(d_total[5m]))                              | handler",
                "histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m]))) | view",
                // nothing of /metrics is selected
                "sum(rate(c_total{job=\"b\"}[5m]))                   | ''",
                "sum(rate(e_total[5m]))                              | ''",
                "sum(rate(none_total[5m]))                           | ''",
                // somebody thought of it
                "sum(rate(c_total{endpoint!=\"/metrics\"}[5m]))      | ''",
                "sum(rate(c_total{endpoint=\"/metrics\"}[5m]))       | ''",
                "sum(rate(c_total{endpoint=~\".+\"}[5m]))            | ''",
                "sum(rate(d_total{handler=~\".+\"}[5m]))             | path",
                // the label stays, or is mixed further out
                "rate(c_total[5m])                                   | ''",
                "topk(3, rate(c_total[5m]))                          | ''",
                "limitk(3, rate(c_total[5m]))                        | ''",
                "sum by (endpoint, job) (rate(c_total[5m]))          | ''",
                "sum without (job) (rate(c_total[5m]))               | ''",
                "sum without (endpoint) (rate(c_total[5m]))          | endpoint",
                "sum by (handler) (rate(d_total[5m]))                | path",
                "max(sum by (endpoint) (rate(c_total[5m])))          | endpoint",
                "sum(max_over_time(rate(c_total[5m])[1h:]))          | endpoint",
                "sum(topk(3, rate(c_total[5m])))                     | endpoint",
                "sum(rate(c_total[5m]) > 0)                          | endpoint",
                "sum(-rate(c_total[5m]) * 60)                        | endpoint",
                // no traffic is shown
                "count(rate(c_total[5m]))                            | ''",
                "count(rate(c_total[5m]) > 0)                        | ''",
                "sum(rate(c_total[5m]) > bool 0)                     | ''",
                "sum(c_total)                                        | ''",
                "sum(delta(c_total[5m]))                             | ''",
                "sum(changes(c_total[5m]))                           | ''",
                "sum(rate(c_total[5m:1m]))                           | ''",
                // a condition, or another label under the same name
                "sum(rate(c_total[5m]) unless rate(c_total{endpoint=\"/metrics\"}[5m])) | ''",
                "sum(rate(c_total[5m]) and on (endpoint) c_total)    | ''",
                "sum(label_replace(rate(c_total[5m]), \"endpoint\", \"\", \"a\", \"b\")) | ''",
                "sum(label_join(rate(c_total[5m]), \"e\", \"-\", \"job\")) | endpoint",
                "sum(rate(c_total{endpoint!=\"/metrics\"}[5m])) / sum(rate(c_total[5m])) | endpoint"
            })
    void mixedScrapes_areFound(String query, String label) {
        List<String> hints = Hinting.hints(RULE, query);
        if (label.isEmpty()) {
            assertThat(hints).isEmpty();
        } else {
            assertThat(hints)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "hint: scrapes of /metrics are counted too; leave them out with {"
                                    + label
                                    + "!=\"/metrics\"} (1:");
        }
    }

    @Test
    void hint_pointsAtTheSelector() {
        assertThat(Hinting.places(RULE, "sum(rate(c_total[5m]))")).isEqualTo("1:10");
        assertThat(Hinting.places(RULE, "1 +\n sum(rate(c_total[5m]))")).isEqualTo("2:11");
    }
}
