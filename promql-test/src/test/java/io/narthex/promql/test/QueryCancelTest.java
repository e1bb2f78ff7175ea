package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Queries that would run for minutes end soon after they are cancelled, whatever they are at. How
/// soon is printed and not judged: the machine may be busy.
class QueryCancelTest {
    private static final int SERIES = 200;
    private static final int SAMPLES = 3_000;
    private static final long INTERVAL = 15_000;

    /// Long enough to be in the middle of it.
    private static final long RUN_MILLIS = 400;

    /// One snapshot for all: taking it means copying all samples.
    private static final Querier SNAPSHOT = store().querier(Long.MIN_VALUE, Long.MAX_VALUE);

    private static long slowestNanos;

    private static Queryable store() {
        StringBuilder script = new StringBuilder("load 15s\n");
        for (int i = 0; i < SERIES; i++) {
            script.append(String.format("  x{i=\"%d\", g=\"%d\"} %d+1x%d\n", i, i % 7, i, SAMPLES));
            script.append(
                    String.format("  b_bucket{i=\"%d\", le=\"%d\"} 1+1x99\n", i / 10, i % 10));
        }
        for (int i = 0; i < 40; i++) {
            String h = "{{schema:0 count:40 sum:6 buckets:[1 2 1 4 5 6 7 8 6]}}";
            script.append(String.format("  h{i=\"%d\"} %s+%sx999\n", i, h, h));
        }
        return ScriptMaterial.store(script.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quantile_over_time(0.5, x[10h])",
                "mad_over_time(x[10h])",
                "stddev_over_time(x[10h])",
                "sum_over_time(h[4h])",
                "quantile_over_time(0.5, (x + x)[10h:15s])",
                "quantile by (g) (0.5, sum_over_time(x[10h]))",
                "topk by (g) (5, sum_over_time(x[10h]))",
                "sum_over_time(x[10h]) + on (i) avg_over_time(x[10h])",
                "sum_over_time(x[10h]) and avg_over_time(x[10h])",
                "count_values('v', sum_over_time(x[10h]))",
                "label_replace(sum_over_time(x[10h]), 'n', '$1', 'i', '(.*)')",
                "histogram_quantile(0.9, sum_over_time(h[4h]))",
                "sum(rate(h[4h]))",
                "deriv(x[10h])",
                "absent(sum_over_time(x[10h]))"
            })
    void cancel_inTheMiddle_endsTheQuery(String query) throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        Queryable store =
                (_, _) -> {
                    opened.countDown();
                    return SNAPSHOT;
                };
        EngineOptions options =
                EngineOptions.DEFAULTS.withThreads(2).withFeatures(EngineFeatures.ALL_SYNTAX);
        try (QueryEngine engine = new QueryEngine(options)) {
            Query prepared =
                    engine.prepare(
                            QueryRequest.range(query, 0, SAMPLES * INTERVAL, INTERVAL / 4), store);
            FutureTask<QueryResult> run = new FutureTask<>(prepared::run);
            Thread.ofVirtual().start(run);
            assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(RUN_MILLIS);
            assertThat(engine.active()).isEqualTo(1);
            long cancelled = System.nanoTime();
            prepared.cancel();
            assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(QueryException.Canceled.class)
                    .hasMessageStartingWith("query was canceled in ");
            long nanos = System.nanoTime() - cancelled;
            slowestNanos = Math.max(slowestNanos, nanos);
            System.out.printf("%.1f ms from cancel to end: %s%n", nanos / 1e6, query);
            assertThat(engine.active()).isZero();
        }
    }

    @AfterAll
    static void tell() {
        System.out.printf("slowest cancel: %.1f ms%n", slowestNanos / 1e6);
    }
}
