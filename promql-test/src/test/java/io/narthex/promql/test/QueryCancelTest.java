package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Queries end soon after they are cancelled, whatever they are at. They are cancelled while their
/// own thread reads a series, with most of the reading still before it: so none can have ended by
/// itself, on any machine. How soon they end is printed and not judged: the machine may be busy.
class QueryCancelTest {
    private static final int SERIES = 200;
    private static final int SAMPLES = 3_000;
    private static final long INTERVAL = 15_000;

    /// Readings of a series after which the query is cancelled, of many thousands: there are more
    /// series, more steps, and for most queries another side.
    private static final int READINGS = 150;

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
    void cancel_inTheMiddle_endsTheQuery(String query) {
        AtomicReference<Query> running = new AtomicReference<>();
        AtomicLong cancelled = new AtomicLong();
        Runnable cancel =
                () -> {
                    cancelled.set(System.nanoTime());
                    running.get().cancel();
                };
        EngineOptions options =
                EngineOptions.DEFAULTS.withThreads(2).withFeatures(EngineFeatures.ALL_SYNTAX);
        try (QueryEngine engine = new QueryEngine(options)) {
            Query prepared =
                    engine.prepare(
                            QueryRequest.range(query, 0, SAMPLES * INTERVAL, INTERVAL / 4),
                            (_, _) -> new CountedReads(SNAPSHOT, READINGS, cancel));
            running.set(prepared);
            assertThatThrownBy(prepared::run)
                    .isInstanceOf(QueryException.Canceled.class)
                    .hasMessageStartingWith("query was canceled in ");
            assertThat(cancelled.get()).as("cancelled").isNotZero();
            long nanos = System.nanoTime() - cancelled.get();
            slowestNanos = Math.max(slowestNanos, nanos);
            System.out.printf("%.1f ms from cancel to end: %s%n", nanos / 1e6, query);
            assertThat(engine.active()).isZero();
        }
    }

    /// A snapshot that does something at a certain reading of a series, in the thread that reads.
    private static final class CountedReads extends ForwardingQuerier {
        private final AtomicInteger left;
        private final Runnable then;

        /// @param readings how many there are up to that one
        CountedReads(Querier to, int readings, Runnable then) {
            super(to);
            left = new AtomicInteger(readings);
            this.then = then;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return new ForwardingSeriesSet(super.select(hints, matchers)) {
                @Override
                public SeriesCursor cursor() {
                    SeriesCursor cursor = super.cursor();
                    return ordinal -> {
                        if (left.decrementAndGet() == 0) {
                            then.run();
                        }
                        return cursor.at(ordinal);
                    };
                }
            };
        }

        /// The snapshot is for all queries.
        @Override
        public void close() {}
    }

    @AfterAll
    static void tell() {
        System.out.printf("slowest cancel: %.1f ms%n", slowestNanos / 1e6);
    }
}
