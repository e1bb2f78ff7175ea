package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// Each commit writes one number to every series; whoever reads sees one number in all of them,
/// however many selections the querier makes and whatever is committed between them.
class IsolationTest {
    private static final int SERIES = 1000;
    private static final int COMMITS = 600;
    private static final long T0 = 1_790_000_000_000L;
    private static final List<LabelMatcher> FIRST_HALF =
            List.of(LabelMatcher.equal(Labels.NAME, "m"), LabelMatcher.equal("half", "0"));
    private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal(Labels.NAME, "m"));

    @Test
    void commits_areSeenWholeOrNotAtAll() throws Exception {
        try (Tsdb store =
                        new Tsdb(TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build());
                ExecutorService readers = Executors.newFixedThreadPool(2)) {
            long[] refs = resolve(store);
            commit(store, refs, 0);
            AtomicBoolean writing = new AtomicBoolean(true);
            CompletableFuture<Integer> one =
                    CompletableFuture.supplyAsync(() -> readWhile(writing, store), readers);
            CompletableFuture<Integer> two =
                    CompletableFuture.supplyAsync(() -> readWhile(writing, store), readers);
            try {
                for (int i = 1; i < COMMITS; i++) {
                    commit(store, refs, i);
                }
            } finally {
                writing.set(false);
            }
            assertThat(one.get()).isPositive();
            assertThat(two.get()).isPositive();
            assertThat(store.stats().openQueriers()).isZero();
            assertThat(store.stats().openAppenders()).isZero();
        }
    }

    private static long[] resolve(Tsdb store) {
        long[] refs = new long[SERIES];
        try (Appender appender = store.appender()) {
            for (int i = 0; i < SERIES; i++) {
                refs[i] =
                        appender.resolve(
                                Labels.of(Labels.NAME, "m", "i", "" + i, "half", "" + i % 2));
            }
        }
        return refs;
    }

    private static void commit(Tsdb store, long[] refs, int number) {
        try (Appender appender = store.appender()) {
            for (long ref : refs) {
                appender.append(ref, T0 + number * 1000L, number);
            }
            assertThat(appender.commit().accepted()).isEqualTo(SERIES);
        }
    }

    private static int readWhile(AtomicBoolean writing, Tsdb store) {
        int reads = 0;
        do {
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                double number = expectOneNumber(querier, FIRST_HALF, Double.NaN);
                expectOneNumber(querier, ALL, number);
                expectOneNumber(querier, FIRST_HALF, number);
            }
            reads++;
        } while (writing.get());
        return reads;
    }

    private static double expectOneNumber(
            Querier querier, List<LabelMatcher> matchers, double expected) {
        SeriesSet set = querier.select(SelectHints.range(0, Long.MAX_VALUE), matchers);
        SeriesCursor cursor = set.cursor();
        double number = expected;
        for (int i = 0; i < set.size(); i++) {
            SeriesData data = cursor.at(i);
            int n = data.count();
            double last = data.valueAt(n - 1);
            number = Double.isNaN(number) ? last : number;
            assertThat(last).isEqualTo(number);
            assertThat(n).isEqualTo((int) number + 1);
        }
        return number;
    }
}
