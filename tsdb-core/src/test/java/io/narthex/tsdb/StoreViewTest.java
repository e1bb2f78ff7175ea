package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random series over many block ranges, in a store whose samples move to blocks, and in plain
/// lists: whenever they are asked, they have the same samples, whatever range is asked for.
class StoreViewTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long RANGE = Duration.ofMinutes(10).toMillis();

    @TempDir Path temp;

    @Test
    void samples_whileTheyMoveToBlocks_areThoseOfAList() {
        Seeds.forEach(
                1,
                seed ->
                        new Run(temp.resolve("a" + seed), Seeds.random(seed), Duration.ZERO)
                                .go(40));
    }

    @Test
    void samples_withLateOnes_areThoseOfAList() {
        Seeds.forEach(
                1,
                seed ->
                        new Run(
                                        temp.resolve("b" + seed),
                                        Seeds.random(seed),
                                        Duration.ofMinutes(45))
                                .go(40));
    }

    /// Memory is so short that blocks are sealed and cut early all the time, but not so short that
    /// series are refused.
    @Test
    void samples_inLittleMemory_areThoseOfAList() {
        Seeds.forEach(
                1,
                seed ->
                        new Run(
                                        temp.resolve("c" + seed),
                                        Seeds.random(seed),
                                        Duration.ofMinutes(seed % 2 * 45))
                                .inMemoryOf(285 << 10)
                                .go(40));
    }

    /// One store's life.
    private static final class Run {
        private final Path root;
        private final RandomGenerator random;
        private final ManualClock clock = new ManualClock(T0);
        private TsdbOptions options;
        private final Map<Labels, TreeMap<Long, Double>> expected = new TreeMap<>();
        private final List<Tsdb> open = new ArrayList<>();
        private Path directory;
        private Tsdb store;
        private int copies;

        Run(Path root, RandomGenerator random, Duration window) {
            this.root = root;
            this.random = random;
            this.directory = root.resolve("0");
            this.options =
                    TsdbOptions.builder()
                            .chunkRange(Duration.ofMillis(RANGE))
                            .maxBlockRange(Duration.ofMillis(9 * RANGE))
                            .blockEncoding(
                                    random.nextBoolean()
                                            ? BlockEncoding.NATIVE
                                            : BlockEncoding.PROMETHEUS)
                            .retention(Duration.ofDays(1000))
                            .maintenanceInterval(Duration.ZERO)
                            .maxQuerierAge(Duration.ofDays(1000))
                            .clock(clock)
                            .sync(SyncMode.NONE)
                            .outOfOrderWindow(window)
                            .build();
            this.store = open(options);
        }

        private Tsdb open(TsdbOptions with) {
            Tsdb tsdb = new Tsdb(with.toBuilder().directory(directory).build());
            open.add(tsdb);
            return tsdb;
        }

        Run inMemoryOf(long bytes) {
            options = options.toBuilder().maxBytes(bytes).build();
            restart();
            return this;
        }

        void go(int steps) {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(16)) {
                    case 0 -> store.checkpoint();
                    case 1, 2 -> store.collectGarbage();
                    case 3 -> collectWhileReading();
                    case 4 -> crash();
                    case 5 -> restart();
                    default -> commits();
                }
                if (random.nextInt(4) == 0) {
                    compare();
                }
            }
            store.collectGarbage();
            compare();
            assertThat(store.corruptions()).isEmpty();
            open.forEach(Tsdb::close);
        }

        private void crash() {
            directory = Directories.copy(directory, root.resolve(String.valueOf(++copies)));
            store = open(options);
        }

        private void restart() {
            store.close();
            store = open(options);
        }

        private void collectWhileReading() {
            try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                Map<Labels, Map<Long, Double>> there = copy();
                store.collectGarbage();
                commits();
                store.collectGarbage();
                assertThat(read(before)).isEqualTo(there);
            }
        }

        private Map<Labels, Map<Long, Double>> copy() {
            Map<Labels, Map<Long, Double>> copy = new TreeMap<>();
            expected.forEach((labels, samples) -> copy.put(labels, new TreeMap<>(samples)));
            return copy;
        }

        private void commits() {
            for (int i = random.nextInt(60); i >= 0; i--) {
                clock.advance(
                        Duration.ofMillis(
                                random.nextInt(30) == 0 ? random.nextLong(2 * RANGE) : 15_000));
                try (Appender appender = store.appender()) {
                    List<Object[]> batch = new ArrayList<>();
                    for (int n = random.nextInt(12); n >= 0; n--) {
                        Labels labels = Labels.of(Labels.NAME, "m", "n", "" + random.nextInt(12));
                        long t = time();
                        double v = value(t);
                        long ref = appender.resolve(labels);
                        if (appender.append(ref, t, v) == AppendStatus.OK) {
                            batch.add(new Object[] {labels, t, v});
                        }
                    }
                    CommitResult result = appender.commit();
                    for (int k = 0; k < batch.size(); k++) {
                        int at = k;
                        if (result.rejections().stream().noneMatch(r -> r.index() == at)) {
                            Object[] s = batch.get(k);
                            // Of samples with one time the first counts.
                            expected.computeIfAbsent((Labels) s[0], _ -> new TreeMap<>())
                                    .putIfAbsent((Long) s[1], (Double) s[2]);
                        }
                    }
                }
            }
        }

        private long time() {
            if (random.nextInt(8) > 0) {
                return clock.millis() + random.nextInt(3);
            }
            return clock.millis() - random.nextLong(options.outOfOrderWindow().toMillis() + RANGE);
        }

        private double value(long t) {
            return switch (random.nextInt(20)) {
                case 0 -> StaleNaN.VALUE;
                case 1 -> Math.sqrt(t);
                default -> (t - T0) / 1000;
            };
        }

        private void compare() {
            long from = T0 - 2 * RANGE + random.nextLong(clock.millis() - T0 + 3 * RANGE);
            long to = from + random.nextLong(4 * RANGE);
            for (long[] range : new long[][] {{0, Long.MAX_VALUE}, {from, to}}) {
                Queryable list =
                        new ListQueryable(
                                expected.entrySet().stream().map(e -> series(e, range)).toList());
                try (Querier actual = store.querier(range[0], range[1]);
                        Querier plain = list.querier(range[0], range[1])) {
                    same(actual, plain, range);
                }
            }
        }

        private static ListSeries series(
                Map.Entry<Labels, TreeMap<Long, Double>> series, long[] range) {
            Map<Long, Double> in = series.getValue().subMap(range[0], true, range[1], true);
            return new ListSeries(
                    1,
                    series.getKey(),
                    in.keySet().stream().mapToLong(t -> t).toArray(),
                    in.values().stream().mapToDouble(v -> v).toArray());
        }
    }

    private static void same(Querier actual, Querier expected, long[] range) {
        List<String> there = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        describe(actual, range, there);
        describe(expected, range, wanted);
        assertThat(there).isEqualTo(wanted);
    }

    /// Series and samples within the range in the order of the set; series without any left out.
    private static void describe(Querier querier, long[] range, List<String> out) {
        SeriesSet set = select(querier, range[0], range[1]);
        for (int i = 0; i < set.size(); i++) {
            SeriesData data = set.cursor().at(i);
            int from = data.lowerBound(range[0]);
            int end = range[1] == Long.MAX_VALUE ? data.count() : data.lowerBound(range[1] + 1);
            if (from < end) {
                out.add(set.labels(i).toString());
                long[] times = new long[end - from];
                double[] values = new double[end - from];
                data.times(from, end - from, times, 0);
                data.values(from, end - from, values, 0);
                for (int k = 0; k < times.length; k++) {
                    out.add(
                            times[k]
                                    + "="
                                    + Long.toHexString(Double.doubleToRawLongBits(values[k])));
                }
            }
        }
    }

    private static SeriesSet select(Querier querier, long mint, long maxt) {
        return querier.select(
                SelectHints.range(mint, maxt), List.of(LabelMatcher.equal(Labels.NAME, "m")));
    }

    private static Map<Labels, Map<Long, Double>> read(Querier querier) {
        Map<Labels, Map<Long, Double>> all = new TreeMap<>();
        SeriesSet set = select(querier, 0, Long.MAX_VALUE);
        for (int i = 0; i < set.size(); i++) {
            TreeMap<Long, Double> samples = new TreeMap<>();
            SeriesDataReader.forEach(set.cursor().at(i), samples::put);
            if (!samples.isEmpty()) {
                all.put(set.labels(i), samples);
            }
        }
        return all;
    }

    /// A store with one series, a sample every 15 seconds for some block ranges.
    private static Tsdb filled(Path directory, ManualClock clock, int ranges) {
        Tsdb store =
                new Tsdb(
                        TsdbOptions.builder()
                                .chunkRange(Duration.ofMillis(RANGE))
                                .retention(Duration.ofDays(1000))
                                .maintenanceInterval(Duration.ZERO)
                                .clock(clock)
                                .directory(directory)
                                .build());
        long ref = 0;
        for (long t = T0; t < T0 + ranges * RANGE; t += 15_000) {
            try (Appender appender = store.appender()) {
                ref = ref == 0 ? appender.resolve(Labels.of(Labels.NAME, "m")) : ref;
                appender.append(ref, t, t - T0);
                appender.commit();
            }
            clock.set(t);
        }
        return store;
    }

    @Test
    void querierOpenedBeforeTheCut_readsEverythingAfterIt() {
        ManualClock clock = new ManualClock(T0);
        try (Tsdb store = filled(temp, clock, 5)) {
            Map<Labels, Map<Long, Double>> all;
            try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                store.collectGarbage();
                assertThat(store.blockStats().written()).isEqualTo(1);
                assertThat(store.stats().chunksRemoved()).isZero();
                all = read(before);
                assertThat(all.get(Labels.of(Labels.NAME, "m"))).hasSize(200);
                try (Querier after = store.querier(0, Long.MAX_VALUE)) {
                    assertThat(read(after)).isEqualTo(all);
                }
            }
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isEqualTo(4);
            assertThat(store.minTime()).isEqualTo(T0 + 4 * RANGE);
            try (Querier after = store.querier(0, Long.MAX_VALUE)) {
                assertThat(read(after)).isEqualTo(all);
            }
        }
    }

    @Test
    void sampleOlderThanTheNewestBlock_isOutOfBoundsAlsoAfterARestart() {
        ManualClock clock = new ManualClock(T0);
        try (Tsdb store = filled(temp, clock, 4)) {
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isEqualTo(3);
        }
        try (Tsdb store =
                        new Tsdb(
                                TsdbOptions.builder()
                                        .chunkRange(Duration.ofHours(2))
                                        .clock(clock)
                                        .maintenanceInterval(Duration.ZERO)
                                        .directory(temp)
                                        .build());
                Appender appender = store.appender()) {
            long ref = appender.resolve(Labels.of(Labels.NAME, "other"));
            appender.append(ref, T0 + 3 * RANGE - 1, 1);
            appender.append(ref, T0 + 3 * RANGE, 2);
            CommitResult result = appender.commit();
            assertThat(result.rejections())
                    .containsExactly(new CommitResult.Rejection(0, AppendStatus.OUT_OF_BOUNDS));
        }
    }

    /// With a longer block range than before, chunks may cross the cut.
    @Test
    void chunksAcrossTheCut_areLeftOutInPart() throws Exception {
        ManualClock clock = new ManualClock(T0);
        try (Tsdb store = filled(temp, clock, 5)) {
            store.checkpoint();
        }
        Map<Labels, List<String>> all;
        TsdbOptions shorter =
                TsdbOptions.builder()
                        .chunkRange(Duration.ofMillis(RANGE / 4))
                        .retention(Duration.ofDays(1000))
                        .maintenanceInterval(Duration.ZERO)
                        .clock(clock)
                        .directory(temp)
                        .build();
        try (Tsdb store = new Tsdb(shorter)) {
            all = Samples.of(store);
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isEqualTo(19);
            assertThat(Samples.of(store)).isEqualTo(all);
        }
        try (Tsdb store = new Tsdb(shorter)) {
            assertThat(Samples.of(store)).isEqualTo(all);
            assertThat(store.minTime()).isGreaterThanOrEqualTo(T0 + 4 * RANGE);
        }
        try (var files = Files.list(temp)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .noneMatch(name -> name.contains(".tmp"));
        }
    }
}
