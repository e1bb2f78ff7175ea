package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/// What operators hold is charged to the query's byte budget, and the budget holds.
class QueryMemoryTest {
    private static final int SERIES = 300;
    private static final int HISTOGRAMS = 60;

    /// One tile, whatever the budget.
    private static final long END = 63 * 15_000;

    private static final Queryable STORE = store();

    private static Queryable store() {
        StringBuilder script = new StringBuilder("load 15s\n");
        for (int i = 0; i < SERIES; i++) {
            script.append(String.format("  x{i=\"%d\", g=\"%d\"} %d+1x70\n", i, i % 10, i));
            script.append(
                    String.format("  b_bucket{i=\"%d\", le=\"%d\"} 1+1x70\n", i / 10, i % 10));
        }
        for (int i = 0; i < HISTOGRAMS; i++) {
            String h = "{{schema:0 count:40 sum:6 buckets:[1 2 1 4 5 6 7 8 6]}}";
            script.append(String.format("  h{i=\"%d\"} %s+%sx70\n", i, h, h));
        }
        return ScriptMaterial.store(script.toString());
    }

    /// Bytes by what must be held at least: numbers of 8 bytes, histograms with nine buckets.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x                                       | 150000
                    -x                                      | 150000
                    quantile by (g) (0.5, x)                | 150000
                    topk(5, x)                              | 3000
                    limitk by (g) (2, x)                    | 10000
                    limit_ratio(0.5, x)                     | 70000
                    sum by (i) (x)                          | 300000
                    avg by (i) (x)                          | 300000
                    stddev without (g) (x)                  | 300000
                    x + on (i) x                            | 300000
                    x * on (g) group_left () sum by (g) (x) | 150000
                    x and x                                 | 150000
                    x or -x                                 | 150000
                    count_values("v", x)                    | 150000
                    label_replace(x,"n","$1$1","i","(.*)")  | 150000
                    label_join(x, "n", "-", "i", "g")       | 150000
                    histogram_quantile(0.9, b_bucket)       | 150000
                    max_over_time(x[10m:15s])               | 150000
                    absent(x)                               | 500
                    h                                       | 800000
                    -h                                      | 800000
                    h + h                                   | 1600000
                    sum by (i) (h)                          | 1600000
                    rate(h[1m])                             | 800000
                    histogram_quantile(0.9, h)              | 800000
                    histogram_count(h)                      | 30000
                    sum_over_time(h[5m:15s])                | 800000
                    h or x                                  | 950000
                    """)
    void rangeQuery_isCharged_andRefusedWithOneByteLess(String query, long least) {
        refusedWithLess(QueryRequest.range(query, 0, END, 15_000), least);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sort(x)                     | 15000
                    sort_by_label(x, "i")       | 15000
                    x[15m]                      | 280000
                    h[15m]                      | 800000
                    x[15m:15s]                  | 280000
                    h[15m:15s]                  | 800000
                    rate(h[15m])                | 10000
                    max_over_time(x[1d:1s])     | 2000000
                    -abs(-max_over_time((-abs(x))[6h:1s])) | 1500000
                    """)
    void instantQuery_isCharged_andRefusedWithOneByteLess(String query, long least) {
        refusedWithLess(QueryRequest.instant(query, END), least);
    }

    private static void refusedWithLess(QueryRequest request, long least) {
        long peak = run(request, 1 << 30).stats().peakBytes();
        assertThat(peak).isGreaterThan(least).isLessThan(20 * least + 200_000);
        assertThatThrownBy(() -> run(request, peak - 1))
                .isInstanceOf(QueryException.TooManySamples.class)
                .hasMessageStartingWith(
                        "query processing would hold more than " + (peak - 1) + " bytes in memory")
                .hasMessageContaining("query.max-bytes");
    }

    @Test
    void labelTower_growsNoFartherThanTheBudget() {
        String query = "label_replace(".repeat(40) + "x" + ", 'i', '$1$1', 'i', '(.*)')".repeat(40);
        assertThatThrownBy(() -> run(QueryRequest.instant(query, END), 16 << 20))
                .isInstanceOf(QueryException.TooManySamples.class);
        String joined = "label_join(".repeat(40) + "x{i='1'}" + ", 'i', '', 'i', 'i')".repeat(40);
        assertThatThrownBy(() -> run(QueryRequest.instant(joined, END), 1 << 30))
                .isInstanceOf(QueryException.TooManySamples.class)
                .hasMessage(
                        "label_join() would make a label value of more than 1048576 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sum_over_time(x[200y:1ms])
                    max_over_time((x + x)[200y:1s])
                    max_over_time(max_over_time(x[1y:1ms])[1y:1ms])
                    sum_over_time((x > 5)[1y:1ms])
                    count_over_time(vector(1)[290y:1ms])
                    """)
    void tinySteps_areRefusedOrTimeOut(String query) {
        assertThatThrownBy(() -> run(QueryRequest.instant(query, END), 64 << 20))
                .isInstanceOfAny(QueryException.TooManySamples.class, QueryException.Timeout.class);
    }

    private static QueryResult run(QueryRequest request, long maxBytes) {
        EngineOptions d = EngineOptions.DEFAULTS;
        EngineOptions options =
                new EngineOptions(
                        d.lookback(),
                        Duration.ofSeconds(30),
                        d.maxSamples(),
                        maxBytes,
                        d.maxConcurrent(),
                        1,
                        d.subqueryStep(),
                        EngineFeatures.ALL_SYNTAX,
                        d.disabledOptimizers());
        try (QueryEngine engine = new QueryEngine(options)) {
            return engine.prepare(request, STORE).run();
        }
    }
}
