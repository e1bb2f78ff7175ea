package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.Directories;
import io.narthex.testkit.Histograms;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random commits, late samples, deletions, cuts, compactions, checkpoints, ends of the process and
/// restarts: the store always has the samples of a sorted map that the same was done to.
class DeletionRunTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long RANGE = Duration.ofMinutes(10).toMillis();

    @TempDir Path temp;

    @Test
    void deletions_inMemory_leaveWhatAMapHas() {
        Seeds.forEach(8, seed -> new Run(null, Seeds.random(seed), 5 * RANGE).go(70));
    }

    @Test
    void deletions_inADirectory_leaveWhatAMapHas() {
        Seeds.forEach(3, seed -> new Run(temp.resolve("a" + seed), Seeds.random(seed), 0).go(60));
    }

    @Test
    void deletions_inADirectoryWithLateSamples_leaveWhatAMapHas() {
        Seeds.forEach(
                2,
                seed ->
                        new Run(temp.resolve("b" + seed), Seeds.random(50 + seed), 2 * RANGE)
                                .go(50));
    }

    /// A querier and what it has to show as long as it is open.
    private record Opened(Querier querier, Map<Labels, Map<Long, Double>> expected) {}

    private static final class Run {
        private final @Nullable Path root;
        private final RandomGenerator random;
        private final ManualClock clock = new ManualClock(T0);
        private final TsdbOptions options;
        private final Map<Labels, TreeMap<Long, Double>> expected = new TreeMap<>();
        private final List<Tsdb> open = new ArrayList<>();
        private final List<Opened> queriers = new ArrayList<>();
        private Tsdb store;
        private @Nullable Path directory;
        private int copies;
        private double value;

        Run(@Nullable Path root, RandomGenerator random, long window) {
            this.root = root;
            this.random = random;
            this.directory = root == null ? null : root.resolve("0");
            this.options =
                    TsdbOptions.builder()
                            .chunkRange(Duration.ofMillis(RANGE))
                            .maxBlockRange(Duration.ofMillis(9 * RANGE))
                            .retention(Duration.ofDays(1000))
                            .maintenanceInterval(Duration.ZERO)
                            .maxQuerierAge(Duration.ofDays(1000))
                            .clock(clock)
                            .files(UnsyncedFiles.of())
                            .sync(SyncMode.NONE)
                            .outOfOrderWindow(Duration.ofMillis(window))
                            .build();
            this.store = open();
        }

        private Tsdb open() {
            Tsdb tsdb = new Tsdb(options.toBuilder().directory(directory).build());
            open.add(tsdb);
            return tsdb;
        }

        void go(int steps) {
            for (int step = 0; step < steps; step++) {
                int what = random.nextInt(20);
                switch (what) {
                    case 0 -> store.checkpoint();
                    case 1, 2 -> store.collectGarbage();
                    case 3 -> crash();
                    case 4 -> restart();
                    case 5, 6, 7 -> delete();
                    case 8 -> queriers.add(new Opened(store.querier(0, Long.MAX_VALUE), copy()));
                    case 9 -> closeQuerier();
                    case 10 -> store.cleanTombstones();
                    default -> commits();
                }
                if (random.nextInt(3) == 0) {
                    assertThat(read(store)).isEqualTo(copy());
                }
            }
            while (!queriers.isEmpty()) {
                closeQuerier();
            }
            store.collectGarbage();
            assertThat(read(store)).isEqualTo(copy());
            crash();
            assertThat(read(store)).isEqualTo(copy());
            assertThat(store.corruptions()).isEmpty();
            open.forEach(Tsdb::close);
        }

        private void closeQuerier() {
            if (!queriers.isEmpty()) {
                Opened some = queriers.remove(random.nextInt(queriers.size()));
                assertThat(read(some.querier)).isEqualTo(some.expected);
                some.querier.close();
            }
        }

        private void crash() {
            if (root != null && directory != null) {
                directory = Directories.copy(directory, root.resolve(String.valueOf(++copies)));
                store = open();
            }
        }

        private void restart() {
            if (directory != null) {
                while (!queriers.isEmpty()) {
                    closeQuerier();
                }
                store.close();
                store = open();
            }
        }

        private Map<Labels, Map<Long, Double>> copy() {
            Map<Labels, Map<Long, Double>> copy = new TreeMap<>();
            expected.forEach(
                    (labels, samples) -> {
                        if (!samples.isEmpty()) {
                            copy.put(labels, new TreeMap<>(samples));
                        }
                    });
            return copy;
        }

        private void delete() {
            long end = clock.millis() + 20_000;
            long from =
                    random.nextInt(6) == 0
                            ? Long.MIN_VALUE
                            : T0 + random.nextLong(end - T0) - 10_000;
            long to =
                    random.nextInt(6) == 0
                            ? Long.MAX_VALUE
                            : Math.max(from, T0) + random.nextLong(2 * RANGE);
            LabelMatcher some =
                    new LabelMatcher(
                            LabelMatcher.Type.REGEX, "n", random.nextBoolean() ? ".+" : "[0-3]");
            store.deleteSeries(from, to, List.of(LabelMatcher.equal(Labels.NAME, "m"), some));
            expected.forEach(
                    (labels, samples) -> {
                        if (some.matches(String.valueOf(labels.get("n")))) {
                            samples.subMap(from, true, to, true).clear();
                        }
                    });
        }

        private void commits() {
            for (int i = random.nextInt(60); i >= 0; i--) {
                clock.advance(
                        Duration.ofMillis(
                                random.nextInt(30) == 0 ? random.nextLong(2 * RANGE) : 15_000));
                commit();
            }
        }

        private void commit() {
            List<Labels> series = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            try (Appender appender = store.appender()) {
                for (int n = random.nextInt(10); n >= 0; n--) {
                    int which = random.nextInt(9);
                    Labels labels = Labels.of(Labels.NAME, "m", "n", "" + which);
                    long t = time();
                    long ref = appender.resolve(labels);
                    value++;
                    assertThat(
                                    which % 4 == 3
                                            ? appender.append(ref, t, Histograms.ofSum(value))
                                            : appender.append(ref, t, value))
                            .isEqualTo(AppendStatus.OK);
                    series.add(labels);
                    times.add(t);
                    values.add(value);
                }
                List<Rejection> rejections = appender.commit().rejections();
                for (int k = 0; k < series.size(); k++) {
                    int at = k;
                    if (rejections.stream().noneMatch(r -> r.index() == at)) {
                        // Of samples with one time the first counts.
                        expected.computeIfAbsent(series.get(k), _ -> new TreeMap<>())
                                .putIfAbsent(times.get(k), values.get(k));
                    }
                }
            }
        }

        /// Times are multiples of five seconds, so that late samples often meet a deleted one.
        private long time() {
            long t = clock.millis();
            if (random.nextInt(6) == 0) {
                t -= random.nextLong(options.outOfOrderWindow().toMillis() + RANGE);
            }
            return Math.floorDiv(t, 5000) * 5000;
        }
    }

    private static Map<Labels, Map<Long, Double>> read(Queryable store) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            return read(querier);
        }
    }

    /// Series without samples are left out.
    private static Map<Labels, Map<Long, Double>> read(Querier querier) {
        Map<Labels, Map<Long, Double>> all = new TreeMap<>();
        SeriesSet set = SeriesDataReader.selectAll(querier);
        SeriesCursor cursor = set.cursor();
        for (int i = 0; i < set.size(); i++) {
            TreeMap<Long, Double> samples = new TreeMap<>();
            SeriesDataReader.forEach(cursor.at(i), samples::put);
            if (!samples.isEmpty()) {
                all.put(set.labels(i), samples);
            }
        }
        return all;
    }
}
