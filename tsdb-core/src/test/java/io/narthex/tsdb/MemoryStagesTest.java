package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SeriesRef;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.chunk.HistogramSequences;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.pressure.MemoryStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What a store does near its limit on memory, and that no sample is changed by it.
class MemoryStagesTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final int SERIES = 1000;

    private final ManualClock clock = new ManualClock(T0);
    private long now = T0;

    @TempDir Path temp;

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .retention(Duration.ofDays(1000))
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .directory(temp.resolve("data"));
    }

    private static Labels series(int i) {
        return Labels.of(Labels.NAME, "m", "i", "" + i);
    }

    /// Some samples of each series, 15 seconds apart.
    private void append(Tsdb store, int samples) {
        for (int k = 0; k < samples; k++) {
            now += 15_000;
            try (Appender appender = store.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    appender.append(appender.resolve(series(i)), now, Math.sqrt(now + i));
                }
                assertThat(appender.commit().accepted()).isEqualTo(SERIES);
            }
        }
        clock.set(now);
    }

    /// A limit of which so many percent are used when the store is opened.
    private long limit(int percent) {
        try (Tsdb store = new Tsdb(options().build())) {
            return limit(store, percent);
        }
    }

    /// A limit of which so many percent are used now.
    private static long limit(Tsdb store, int percent) {
        return store.memory().bytes() * 100 / percent;
    }

    private static boolean isRefused(Tsdb store, Labels labels) {
        try (Appender appender = store.appender()) {
            return SeriesRef.isRefusal(appender.resolve(labels));
        }
    }

    @Test
    void openBlocks_areSealedEarly_andEveryBitStays() {
        Map<Labels, List<String>> all;
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 100);
            all = Samples.of(store);
        }
        try (Tsdb store = new Tsdb(options().maxBytes(limit(85)).build())) {
            long before = store.memory().bytes();
            try (Querier reader = store.querier(0, Long.MAX_VALUE)) {
                store.collectGarbage();
                assertThat(store.memoryStage()).isEqualTo(MemoryStage.SEALING_EARLY);
                assertThat(store.stats().chunks()).isEqualTo(SERIES);
                assertThat(Samples.of((_, _) -> reader)).isEqualTo(all);
            }
            assertThat(Samples.of(store)).isEqualTo(all);
            store.collectGarbage();
            assertThat(store.memory().bytes()).isLessThan(before * 2 / 3);
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.NORMAL);
            append(store, 10);
            all = Samples.of(store);
            Path killed = Directories.copy(temp.resolve("data"), temp.resolve("killed"));
            try (Tsdb restarted = new Tsdb(options().directory(killed).build())) {
                assertThat(Samples.of(restarted)).isEqualTo(all);
            }
        }
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(Samples.of(store)).isEqualTo(all);
            append(store, 200);
            store.checkpoint();
        }
    }

    @Test
    void fullBudget_refusesNewSeries_untilThereIsRoom() {
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 100);
        }
        try (Tsdb store = new Tsdb(options().maxBytes(limit(102)).build())) {
            assertThat(isRefused(store, Labels.of(Labels.NAME, "another"))).isTrue();
            assertThat(isRefused(store, Labels.of(Labels.NAME, "up"))).isFalse();
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.REFUSING_SERIES);
            assertThat(store.refusals().memory()).isEqualTo(1);
            append(store, 1);
            store.collectGarbage();
            store.collectGarbage();
            assertThat(store.memoryStage()).isLessThan(MemoryStage.REFUSING_SERIES);
            assertThat(isRefused(store, Labels.of(Labels.NAME, "another"))).isFalse();
        }
    }

    @Test
    void memoryOnly_refusesNewSeries_andDoesNothingElse() {
        TsdbOptions.Builder options = options().directory(null);
        long limit;
        try (Tsdb store = new Tsdb(options.build())) {
            append(store, 10);
            limit = limit(store, 99);
        }
        now = T0;
        try (Tsdb store = new Tsdb(options.maxBytes(limit).build())) {
            append(store, 10);
            store.collectGarbage();
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.NORMAL);
            assertThat(store.stats().chunks()).isZero();
            append(store, 80);
            store.collectGarbage();
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.REFUSING_SERIES);
            assertThat(isRefused(store, Labels.of(Labels.NAME, "another"))).isTrue();
            append(store, 1);
        }
    }

    /// Three hours of samples, of which two thirds go to blocks before a range is over.
    @Test
    void blocks_areCutEarly_andNothingThatWouldComeInOrderIsRefused() throws IOException {
        long hour = 3_600_000;
        now = T0 - T0 % (2 * hour) - 15_000;
        Map<Labels, List<String>> all;
        // As soon as there is a page in memory, it is most of what there is.
        try (Tsdb store = new Tsdb(options().maxBytes(285 << 10).build())) {
            fewSeries(store, 100);
            store.collectGarbage();
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.NORMAL);
            fewSeries(store, 72);
            store.collectGarbage();
            assertThat(store.memoryStage()).isEqualTo(MemoryStage.CUTTING_EARLY);
            assertThat(store.blockStats().cuts()).isEqualTo(1);
            long cut = now - hour;
            assertThat(store.minTime()).isEqualTo(cut);
            all = Samples.of(store);
            assertThat(all.get(series(0))).hasSize(172);
            try (Appender appender = store.appender()) {
                appender.append(appender.resolve(series(7)), cut - 1, 1);
                appender.append(appender.resolve(series(8)), cut, 2);
                assertThat(appender.commit().rejections())
                        .containsExactly(new Rejection(0, AppendStatus.OUT_OF_BOUNDS));
            }
            all = Samples.of(store);
            Path killed = Directories.copy(temp.resolve("data"), temp.resolve("killed"));
            try (Tsdb restarted = new Tsdb(options().directory(killed).build())) {
                assertThat(Samples.of(restarted)).isEqualTo(all);
            }
            // Too little for another block yet.
            fewSeries(store, 20);
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isEqualTo(1);
            fewSeries(store, 12);
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isEqualTo(2);
            fewSeries(store, 1000);
            all = Samples.of(store);
            store.collectGarbage();
            assertThat(Samples.of(store)).isEqualTo(all);
        }
        try (BlockList blocks = BlockList.read(FileStore.local(), temp.resolve("data"))) {
            // No block crosses the end of a range, and parts of ranges are merged in time.
            assertThat(blocks.blocks())
                    .allMatch(
                            b ->
                                    b.meta().mint() / (18 * hour)
                                            == (b.meta().endTime() - 1) / (18 * hour))
                    .hasSizeLessThan(10);
        }
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(Samples.of(store)).isEqualTo(all);
        }
    }

    /// The store's own threads do it, long before the next maintenance.
    @Test
    void blocks_areCutEarly_byTheStoreItself() {
        now = T0 - T0 % Duration.ofHours(2).toMillis() - 15_000;
        TsdbOptions options =
                options().maintenanceInterval(Duration.ofDays(1)).maxBytes(285 << 10).build();
        try (Tsdb store = new Tsdb(options)) {
            fewSeries(store, 172);
            await().atMost(Duration.ofSeconds(60)).until(() -> store.blockStats().cuts() > 0);
            assertThat(Samples.of(store).get(series(0))).hasSize(172);
        }
    }

    /// A sample a minute of a few series.
    private void fewSeries(Tsdb store, int samples) {
        for (int k = 0; k < samples; k++) {
            now += 60_000;
            try (Appender appender = store.appender()) {
                for (int i = 0; i < 5; i++) {
                    appender.append(appender.resolve(series(i)), now, Math.sqrt(now + i));
                }
                appender.commit();
            }
        }
        clock.set(now);
    }

    @Test
    void exemplarsLateSamplesAndLabels_count() {
        TsdbOptions options =
                options().maxExemplars(1000).outOfOrderWindow(Duration.ofHours(1)).build();
        try (Tsdb store = new Tsdb(options);
                Appender appender = store.appender()) {
            long before = store.memory().bytes();
            long ref = appender.resolve(Labels.of(Labels.NAME, "m", "long", "x".repeat(5000)));
            assertThat(store.memory().bytes()).isGreaterThan(before + 5000);
            appender.append(ref, T0, 1);
            appender.commit();
            before = store.memory().bytes();
            for (int i = 0; i < 100; i++) {
                try (Appender late = store.appender()) {
                    late.append(ref, T0 - 1 - i, i);
                    late.commit();
                }
            }
            assertThat(store.memory().bytes()).isGreaterThan(before + 300);
            before = store.memory().bytes();
            try (Appender with = store.appender()) {
                for (int i = 0; i < 1000; i++) {
                    with.appendExemplar(
                            ref, new Exemplar(Labels.of("trace_id", "t" + i), i, T0 + i, true));
                }
                with.commit();
            }
            assertThat(store.memory().bytes()).isGreaterThan(before + 20_000);
        }
    }

    @Test
    void histograms_sealedEarly_comeBackAsTheyWere() {
        Seeds.forEach(
                3,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    try (Tsdb early =
                                    new Tsdb(
                                            options()
                                                    .directory(temp.resolve("h" + seed))
                                                    .maxBytes(1)
                                                    .build());
                            Tsdb usual = new Tsdb(options().directory(null).build())) {
                        for (int run = 0; run < 20; run++) {
                            FloatHistogram[] some =
                                    HistogramSequences.of(
                                            random, 1 + random.nextInt(40), random.nextBoolean());
                            for (FloatHistogram h : some) {
                                now += 15_000;
                                append(early, h);
                                append(usual, h);
                            }
                            early.collectGarbage();
                            assertThat(Samples.of(early)).isEqualTo(Samples.of(usual));
                        }
                        assertThat(early.stats().chunksCreated())
                                .isGreaterThan(usual.stats().chunksCreated());
                    }
                });
    }

    private void append(Tsdb store, FloatHistogram h) {
        try (StartTimestampAppender appender = store.appender()) {
            // Series of this name are let in beyond every limit.
            long ref = appender.resolve(Labels.of(Labels.NAME, "up"));
            long start = h.count() < 1000 ? 0 : (long) Math.sqrt(h.count());
            appender.append(ref, now, h, start);
            appender.commit();
        }
    }
}
