package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Series come and go while writers hold on to old references. Each sample carries its series'
/// hash; no query may ever find another series' one.
class StaleRefTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final int NAMES = 64;
    private static final int ROUNDS = 400;

    @Test
    void staleReferences_neverReachAnotherSeries() throws Exception {
        AtomicLong now = new AtomicLong(T0);
        TsdbOptions options =
                TsdbOptions.builder()
                        .retention(Duration.ofSeconds(20))
                        .maintenanceInterval(Duration.ZERO)
                        .build();
        try (Tsdb store = new Tsdb(options);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long seed = i;
                writers.add(
                        CompletableFuture.supplyAsync(
                                () -> new Writer(store, now, seed).run(), threads));
            }
            long checked = 0;
            for (CompletableFuture<Long> writer : writers) {
                checked += writer.get();
            }
            assertThat(checked).isPositive();
            assertThat(store.stats().seriesRemoved()).isPositive();
            assertThat(store.stats().openQueriers()).isZero();
        }
    }

    private static final class Writer {
        private final Tsdb store;
        private final AtomicLong now;
        private final RandomGenerator random;
        private final Map<Labels, Long> refs = new HashMap<>();
        private long checked;

        Writer(Tsdb store, AtomicLong now, long seed) {
            this.store = store;
            this.now = now;
            this.random = Seeds.random(seed);
        }

        long run() {
            for (int round = 0; round < ROUNDS; round++) {
                write(now.addAndGet(random.nextInt(4) == 0 ? 30_000 : 500));
                check();
                if (random.nextInt(3) == 0) {
                    store.collectGarbage();
                }
            }
            return checked;
        }

        private void write(long t) {
            try (Appender appender = store.appender()) {
                for (int i = 0; i < 6; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m", "i", "" + random.nextInt(NAMES));
                    long ref = refs.computeIfAbsent(labels, appender::resolve);
                    if (appender.append(ref, t, labels.hashCode()) == AppendStatus.UNKNOWN_REF) {
                        refs.put(labels, appender.resolve(labels));
                    }
                }
                appender.commit();
            }
        }

        private void check() {
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                SeriesSet set =
                        querier.select(
                                SelectHints.range(0, Long.MAX_VALUE),
                                List.of(LabelMatcher.equal(Labels.NAME, "m")));
                for (int i = 0; i < set.size(); i++) {
                    SeriesData data = set.cursor().at(i);
                    double[] values = new double[data.count()];
                    data.values(0, values.length, values, 0);
                    for (double v : values) {
                        assertThat(v).isEqualTo(set.labels(i).hashCode());
                        checked++;
                    }
                }
            }
        }
    }

    @Test
    void droppedSeries_answersUnknownRefAndComesBackWithANewOne() {
        ManualClock clock = new ManualClock(T0 + 100_000_000);
        TsdbOptions options =
                TsdbOptions.builder()
                        .retention(Duration.ofSeconds(10))
                        .clock(clock)
                        .maintenanceInterval(Duration.ZERO)
                        .build();
        try (Tsdb store = new Tsdb(options)) {
            Labels old = Labels.of(Labels.NAME, "old");
            long ref = write(store, old, T0);
            write(store, Labels.of(Labels.NAME, "new"), T0 + 60_000);
            store.collectGarbage();
            assertThat(store.seriesCount()).isEqualTo(1);
            try (Appender appender = store.appender()) {
                assertThat(appender.append(ref, T0 + 61_000, 1))
                        .isEqualTo(AppendStatus.UNKNOWN_REF);
                assertThat(appender.resolve(old)).isNotEqualTo(ref);
            }
        }
    }

    @Test
    void emptySeries_resolvedByAnOpenAppender_isKeptForIt() {
        try (Tsdb store =
                new Tsdb(TsdbOptions.builder().maintenanceInterval(Duration.ZERO).build())) {
            Labels labels = Labels.of(Labels.NAME, "m");
            long ref;
            try (Appender first = store.appender()) {
                ref = first.resolve(labels);
            }
            try (Appender second = store.appender()) {
                assertThat(second.resolve(labels)).isEqualTo(ref);
                store.collectGarbage();
                assertThat(second.append(ref, T0, 1)).isEqualTo(AppendStatus.OK);
                assertThat(second.commit().accepted()).isEqualTo(1);
            }
            write(store, Labels.of(Labels.NAME, "n"), T0);
            try (Appender abandoned = store.appender()) {
                abandoned.resolve(Labels.of(Labels.NAME, "o"));
            }
            assertThat(store.seriesCount()).isEqualTo(3);
            store.collectGarbage();
            assertThat(store.seriesCount()).isEqualTo(2);
        }
    }

    private static long write(Tsdb store, Labels labels, long t) {
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(labels);
            appender.append(ref, t, 1);
            assertThat(appender.commit().accepted()).isEqualTo(1);
            return ref;
        }
    }
}
