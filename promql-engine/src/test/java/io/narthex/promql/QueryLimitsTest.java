package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ForwardingQuerier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Threads, waiting, cancelling, deadlines, and limits.
class QueryLimitsTest {
    private static final String RATE = "rate(x_total[5m])";

    @Test
    void query_anyNumberOfThreads_givesTheSameBits() {
        String one = ratesOn(1);
        assertThat(one).isNotEmpty();
        assertThat(ratesOn(2)).isEqualTo(one);
        assertThat(ratesOn(3)).isEqualTo(one);
    }

    private static String ratesOn(int threads) {
        try (EngineFixture engine = loaded(EngineFixture.threads(threads))) {
            return text(engine.range(RATE, 0, 12_000_000, 7_000));
        }
    }

    private static EngineFixture loaded(EngineOptions options) {
        EngineFixture engine = new EngineFixture(options);
        for (int i = 0; i < 50; i++) {
            engine.load(
                    Labels.of("__name__", "x_total", "i", "s" + i),
                    15_000,
                    i + "+0.1x300 _ 3 5+" + i + "x400");
        }
        return engine;
    }

    @Test
    void maxSamples_exceeded_saysWhatPrometheusSays() {
        EngineOptions few = limited(EngineOptions.DEFAULTS.timeout(), 1_000, 20);
        try (EngineFixture engine = loaded(few)) {
            assertThatThrownBy(() -> engine.range(RATE, 0, 12_000_000, 15_000))
                    .isInstanceOf(QueryException.TooManySamples.class)
                    .hasMessage(
                            "query processing would load too many samples into memory in query"
                                    + " execution");
        }
    }

    @Test
    void stats_instantRate_countWindowsAndResults() {
        try (EngineFixture engine = new EngineFixture()) {
            engine.load(Labels.of("__name__", "x_total"), 60_000, "0+1x10");
            QueryStats stats = engine.instant(RATE, 600_000).stats();
            assertThat(stats.totalQueryableSamples()).isEqualTo(5);
            assertThat(stats.peakSamples()).isEqualTo(5);
        }
    }

    @Test
    void timeout_whileTheStoreIsSlow_isTold() {
        long over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(250);
        Queryable slow =
                (mint, maxt) -> {
                    while (System.nanoTime() < over) {
                        Thread.onSpinWait();
                    }
                    return new EngineFixture().store().querier(mint, maxt);
                };
        QueryRequest request = new QueryRequest("x", 0, 0, 0, Duration.ofMillis(200), null);
        try (QueryEngine engine = new QueryEngine(EngineFixture.threads(2))) {
            assertThatThrownBy(() -> engine.prepare(request, slow).run())
                    .isInstanceOf(QueryException.Timeout.class)
                    .hasMessageStartingWith("query timed out in query ");
        }
    }

    @Test
    void cancel_whileTheStoreIsSlow_isTold() throws InterruptedException {
        try (QueryEngine engine = new QueryEngine(EngineFixture.threads(2))) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Query query = instant(engine, blocked(entered, release));
            FutureTask<QueryResult> run = inThread(query);
            entered.await();
            query.cancel();
            release.countDown();
            assertThatThrownBy(run::get)
                    .hasCauseInstanceOf(QueryException.Canceled.class)
                    .hasMessageContaining("query was canceled in query execution");
        }
    }

    @Test
    void cancel_whileTheStoreSelects_endsTheSelectionSoon() {
        int[] seen = new int[1];
        @Nullable Query[] query = new @Nullable Query[1];
        Queryable large =
                (mint, maxt) ->
                        new ForwardingQuerier(new EngineFixture().store().querier(mint, maxt)) {
                            @Override
                            public SeriesSet select(
                                    SelectHints hints, List<LabelMatcher> matchers) {
                                for (; seen[0] < 1_000_000; seen[0]++) {
                                    hints.check(seen[0]);
                                    if (seen[0] == 5_000) {
                                        requireNonNull(query[0]).cancel();
                                    }
                                }
                                return super.select(hints, matchers);
                            }
                        };
        try (QueryEngine engine = new QueryEngine(EngineFixture.threads(2))) {
            Query running = instant(engine, large);
            query[0] = running;
            assertThatThrownBy(running::run)
                    .isInstanceOf(QueryException.Canceled.class)
                    .hasMessage("query was canceled in query execution");
        }
        assertThat(seen[0]).isBetween(5_000, 5_000 + 1_024);
    }

    @Test
    void admission_fullEngine_makesOthersWaitUntilTheirDeadline() throws Exception {
        try (QueryEngine engine = new QueryEngine(limited(Duration.ofMinutes(2), 50_000_000, 1))) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            FutureTask<QueryResult> first = inThread(instant(engine, blocked(entered, release)));
            entered.await();
            Query second =
                    engine.prepare(
                            new QueryRequest("x", 0, 0, 0, Duration.ofMillis(300), null),
                            new EngineFixture().store());
            assertThatThrownBy(second::run)
                    .isInstanceOf(QueryException.Timeout.class)
                    .hasMessage("query timed out in query queue");
            release.countDown();
            assertThat(text(first.get(10, TimeUnit.SECONDS))).isEmpty();
        }
    }

    @Test
    void close_whileAQueryWaits_cancelsIt() throws InterruptedException {
        QueryEngine engine = new QueryEngine(EngineFixture.threads(2));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FutureTask<QueryResult> run = inThread(instant(engine, blocked(entered, release)));
        entered.await();
        engine.close();
        release.countDown();
        assertThatThrownBy(run::get).hasCauseInstanceOf(QueryException.Canceled.class);
    }

    private static Query instant(QueryEngine engine, Queryable store) {
        return engine.prepare(QueryRequest.instant("x", 0), store);
    }

    /// A store that opens only when released.
    private static Queryable blocked(CountDownLatch entered, CountDownLatch release) {
        return (mint, maxt) -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a worker was interrupted", e);
            }
            return new EngineFixture().store().querier(mint, maxt);
        };
    }

    private static FutureTask<QueryResult> inThread(Query query) {
        FutureTask<QueryResult> task = new FutureTask<>(query::run);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static EngineOptions limited(Duration timeout, long maxSamples, int maxConcurrent) {
        EngineOptions d = EngineOptions.DEFAULTS;
        return new EngineOptions(
                d.lookback(),
                timeout,
                maxSamples,
                d.maxBytes(),
                maxConcurrent,
                2,
                d.subqueryStep(),
                d.features(),
                d.disabledOptimizers());
    }
}
