package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.SeriesDataReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Series that come and go between head and blocks are each one series to a query, in canonical
/// order, with all their samples and no others.
class SeriesChurnJoinTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long RANGE = Duration.ofMinutes(10).toMillis();
    private static final long STEP = 15_000;
    private static final List<LabelMatcher> SELECTOR =
            List.of(LabelMatcher.equal(Labels.NAME, "m"));

    @TempDir private Path directory = Path.of("");
    private final ManualClock clock = new ManualClock(T0);
    private final Map<Labels, List<Long>> expected = new TreeMap<>();
    private Tsdb store;
    private long now = T0;

    @BeforeEach
    void open() {
        store =
                new Tsdb(
                        TsdbOptions.builder()
                                .chunkRange(Duration.ofMillis(RANGE))
                                .maxBlockRange(Duration.ofMillis(3 * RANGE))
                                .retention(Duration.ofDays(1000))
                                .maxQuerierAge(Duration.ofDays(1000))
                                .maintenanceInterval(Duration.ZERO)
                                .clock(clock)
                                .directory(directory)
                                .build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Labels series(String n) {
        return Labels.of(Labels.NAME, "m", "n", n);
    }

    /// Appends a sample of each series, whose values name it, every 15 seconds for some ranges.
    private void append(int ranges, String... names) {
        for (long end = now + ranges * RANGE; now < end; now += STEP) {
            clock.set(now);
            try (Appender appender = store.appender()) {
                for (String name : names) {
                    appender.append(appender.resolve(series(name)), now, name.hashCode());
                    expected.computeIfAbsent(series(name), _ -> new ArrayList<>()).add(now);
                }
                appender.commit();
            }
        }
    }

    private SeriesSet select(Querier querier) {
        return querier.select(SelectHints.range(T0, Long.MAX_VALUE), SELECTOR);
    }

    /// Reads all series, and checks that they are in order and their values their own.
    private Map<Labels, List<Long>> read(Querier querier) {
        Map<Labels, List<Long>> found = new TreeMap<>();
        List<Labels> order = new ArrayList<>();
        SeriesSet set = select(querier);
        SeriesCursor cursor = set.cursor();
        for (int i = 0; i < set.size(); i++) {
            Labels labels = set.labels(i);
            order.add(labels);
            List<Long> times = new ArrayList<>();
            double own = labels.getOrEmpty("n").hashCode();
            SeriesDataReader.forEach(
                    cursor.at(i),
                    (t, v) -> {
                        if (v != own) {
                            throw new AssertionError(labels + " has another's sample " + v);
                        }
                        times.add(t);
                    });
            if (!times.isEmpty()) {
                found.put(labels, times);
            }
        }
        assertThat(order).isSorted().doesNotHaveDuplicates();
        return found;
    }

    private void check() {
        for (int twice = 0; twice < 2; twice++) {
            try (Querier querier = store.querier(T0, Long.MAX_VALUE)) {
                assertThat(read(querier)).isEqualTo(expected);
            }
        }
    }

    @Test
    void seriesInSomePlaces_areJoined_alsoWithNewReferences() {
        append(2, "always", "\uFFFF", "\uD800\uDC00", "first");
        store.collectGarbage();
        check();
        append(3, "always", "\uD800\uDC00", "second");
        store.collectGarbage();
        assertThat(store.seriesCount()).isEqualTo(3);
        check();
        // The slots of two series that are gone may be these' now.
        append(2, "always", "head", "first", "\uFFFF");
        check();
        append(2, "always");
        store.collectGarbage();
        check();
        assertThat(store.seriesCount()).isLessThan(7);
        append(1, "second", "\uD800\uDC00", "third");
        check();
        assertThat(store.blockStats().blocks()).isGreaterThan(1);
        assertThat(store.blockStats().memory()).isPositive();
    }

    @Test
    void fingerprint_isThatOfTheSeries_untilTheyChange() {
        append(3, "a", "b");
        store.collectGarbage();
        long first = fingerprint();
        assertThat(first).isNotZero();
        append(1, "a", "b");
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(Labels.of(Labels.NAME, "other")), now, 1);
            appender.commit();
        }
        assertThat(fingerprint()).isEqualTo(first);
        append(1, "a", "b", "c");
        assertThat(fingerprint()).isNotIn(0L, first);
    }

    private long fingerprint() {
        try (Querier querier = store.querier(T0, Long.MAX_VALUE)) {
            return select(querier).fingerprint();
        }
    }

    @Test
    void queries_whileBlocksAreCutAndMerged_seeEverySampleOnce() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong committed = new AtomicLong(T0);
        append(1, "always");
        committed.set(now);
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                results.add(readers.submit(() -> readUntil(done, committed)));
            }
            try {
                for (int round = 0; round < 14; round++) {
                    append(1, "always", "r" + round % 5, "s" + round);
                    committed.set(now);
                    store.collectGarbage();
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        }
        // What readers kept from being cut is cut now.
        store.collectGarbage();
        assertThat(store.blockStats().written()).isGreaterThan(6);
        check();
    }

    /// Reads again and again; the series that is always there has all samples of its time.
    private int readUntil(AtomicBoolean done, AtomicLong committed) {
        int rounds = 0;
        do {
            long before = committed.get();
            try (Querier querier = store.querier(T0, Long.MAX_VALUE)) {
                List<Long> times = read(querier).getOrDefault(series("always"), List.of());
                assertThat(times).hasSizeGreaterThanOrEqualTo((int) ((before - T0) / STEP));
                assertThat(times)
                        .isEqualTo(
                                LongStream.range(0, times.size())
                                        .mapToObj(i -> T0 + i * STEP)
                                        .toList());
            }
            rounds++;
        } while (!done.get());
        return rounds;
    }
}
