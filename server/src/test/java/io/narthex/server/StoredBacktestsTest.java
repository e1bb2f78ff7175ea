package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.narthex.http.BacktestView.Failure;
import io.narthex.http.BacktestView.Job;
import io.narthex.http.BacktestView.Request;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Several backtests of one server.
class StoredBacktestsTest {
    private static final String RULES =
            "groups: [{name: g, rules: [{alert: A, expr: vector(1) and m}]}]";

    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ListStore store = new ListStore();

    /// A store that answers nobody before it is open.
    private final Queryable slow =
            (mint, maxt) -> {
                asked.incrementAndGet();
                try {
                    open.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                return store.querier(mint, maxt);
            };

    private static Job job(StoredBacktests backtests) {
        return backtests.prepare(
                new Request(RULES, "r.yml", Set.of(), Set.of(), 0, 600_000, List.of(), List.of()));
    }

    private static CompletableFuture<String> run(Job job) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return job.run().alerts().getFirst().name();
                    } catch (Failure e) {
                        return e.kind().toString();
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void third_isRefusedWhileTwoRun_andPlacesComeBack() {
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(2))) {
            StoredBacktests backtests =
                    new StoredBacktests(
                            engine,
                            slow,
                            new RuleFileReader(ParserOptions.STABLE),
                            List::of,
                            () ->
                                    new Defaults(
                                            Duration.ofMinutes(1), Duration.ZERO, Labels.empty()),
                            "http://n");
            Job cancelled = job(backtests);
            CompletableFuture<String> first = run(cancelled);
            CompletableFuture<String> second = run(job(backtests));
            await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() == 2);
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> job(backtests).run())
                    .withMessageContaining("2 backtests run already")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.Kind.BUSY));
            cancelled.cancel();
            open.countDown();
            assertThat(first.join()).isEqualTo("CANCELED");
            assertThat(second.join()).isEqualTo("A");
            assertThat(run(job(backtests)).join()).isEqualTo("A");
        }
    }
}
