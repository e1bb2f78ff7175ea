package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Exemplar;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// What a deletion does, case by case.
class DeletionTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long MINUTE = 60_000;
    private static final Labels SERIES = Labels.of(Labels.NAME, "m", "n", "1");
    private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal(Labels.NAME, "m"));

    private final ManualClock clock = new ManualClock(T0);

    @TempDir Path temp;

    private Path data() {
        return temp.resolve("data");
    }

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .chunkRange(Duration.ofMinutes(10))
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .maxExemplars(10)
                .clock(clock)
                .directory(data());
    }

    private Tsdb open(Path directory) {
        return new Tsdb(options().directory(directory).build());
    }

    private static AppendStatus append(Tsdb store, long t, double value) {
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(SERIES), t, value);
            List<Rejection> rejections = appender.commit().rejections();
            return rejections.isEmpty() ? AppendStatus.OK : rejections.getFirst().status();
        }
    }

    /// A sample every minute.
    private void fill(Tsdb store, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(append(store, T0 + i * MINUTE, i)).isEqualTo(AppendStatus.OK);
            clock.set(T0 + i * MINUTE);
        }
    }

    /// The minutes of samples, with their values.
    private static TreeMap<Integer, Integer> minutes(Queryable store) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            return minutes(querier);
        }
    }

    private static TreeMap<Integer, Integer> minutes(Querier querier) {
        TreeMap<Integer, Integer> minutes = new TreeMap<>();
        SeriesSet set = querier.select(SelectHints.range(0, Long.MAX_VALUE), ALL);
        for (int i = 0; i < set.size(); i++) {
            SeriesDataReader.forEach(
                    set.cursor().at(i), (t, v) -> minutes.put((int) ((t - T0) / MINUTE), (int) v));
        }
        return minutes;
    }

    private static TreeMap<Integer, Integer> range(int from, int to) {
        TreeMap<Integer, Integer> minutes = new TreeMap<>();
        for (int i = from; i < to; i++) {
            minutes.put(i, i);
        }
        return minutes;
    }

    /// The cut is at minute 30; both ends are inclusive, on either side.
    @Test
    void delete_acrossTheCut_isOneStepOnBothSides() throws IOException {
        try (Tsdb store = open(data())) {
            fill(store, 0, 45);
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isEqualTo(3);
            try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                store.deleteSeries(T0 + 25 * MINUTE, T0 + 34 * MINUTE, ALL);
                assertThat(minutes(before)).isEqualTo(range(0, 45));
            }
            TreeMap<Integer, Integer> left = range(0, 45);
            left.subMap(25, 35).clear();
            assertThat(minutes(store)).isEqualTo(left);
            // Wherever the process ends from now on.
            for (String step : List.of("deleted", "checkpoint", "cut", "merged")) {
                try (Tsdb copy = open(Directories.copy(data(), temp.resolve(step)))) {
                    assertThat(minutes(copy)).as(step).isEqualTo(left);
                    assertThat(copy.corruptions()).isEmpty();
                }
                switch (step) {
                    case "deleted" -> store.checkpoint();
                    case "checkpoint" -> {
                        fill(store, 45, 65);
                        left.putAll(range(45, 65));
                        store.collectGarbage();
                    }
                    default -> store.collectGarbage();
                }
                assertThat(minutes(store)).as(step).isEqualTo(left);
            }
            assertThat(store.blockStats().failures()).isZero();
        }
    }

    @Test
    void delete_notesTombstonesInFilesOfBlocks() throws IOException {
        try (Tsdb store = open(data())) {
            fill(store, 0, 45);
            store.collectGarbage();
            store.deleteSeries(T0 + 3 * MINUTE, T0 + 4 * MINUTE, ALL);
            store.deleteSeries(T0 + 5 * MINUTE, T0 + 5 * MINUTE, ALL);
            store.deleteSeries(T0 + 12 * MINUTE, T0 + 12 * MINUTE, ALL);
            store.deleteSeries(
                    T0 + 12 * MINUTE, T0 + 12 * MINUTE, List.of(LabelMatcher.equal("n", "2")));
        }
        try (BlockList list = BlockList.read(FileStore.local(), data())) {
            assertThat(list.blocks())
                    .extracting(b -> b.meta().stats().tombstones())
                    .containsExactly(2L, 1L, 0L);
            TreeMap<Integer, Integer> left = range(0, 30);
            left.keySet().removeAll(List.of(3, 4, 5, 12));
            assertThat(minutes(list)).isEqualTo(left);
        }
    }

    @Test
    void samples_thatComeLater_countWhateverTheirTime() {
        for (Path directory : new Path[] {null, data()}) {
            clock.set(T0);
            try (Tsdb store = new Tsdb(options().directory(directory).build())) {
                fill(store, 0, 20);
                // One that is late, is deleted, and comes once more.
                assertThat(append(store, T0 - 5 * MINUTE, -5)).isEqualTo(AppendStatus.OK);
                store.deleteSeries(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
                assertThat(minutes(store)).isEmpty();
                assertThat(append(store, T0 - 5 * MINUTE, 50)).isEqualTo(AppendStatus.OK);
                assertThat(append(store, T0 + 3 * MINUTE, 33)).isEqualTo(AppendStatus.OK);
                assertThat(append(store, T0 + 3 * MINUTE, 34)).isEqualTo(AppendStatus.OK);
                assertThat(append(store, T0 + 20 * MINUTE, 20)).isEqualTo(AppendStatus.OK);
                TreeMap<Integer, Integer> left = new TreeMap<>();
                left.put(-5, 50);
                left.put(3, 33);
                left.put(20, 20);
                assertThat(minutes(store)).isEqualTo(left);
                if (directory != null) {
                    try (Tsdb copy = open(Directories.copy(data(), temp.resolve("killed")))) {
                        assertThat(minutes(copy)).isEqualTo(left);
                    }
                    store.checkpoint();
                    try (Tsdb copy = open(Directories.copy(data(), temp.resolve("checkpoint")))) {
                        assertThat(minutes(copy)).isEqualTo(left);
                    }
                }
            }
        }
    }

    /// The block has it, the head has dropped it, and the log still names it.
    @Test
    void lateSample_ofABlock_doesNotComeBackFromTheLog() {
        try (Tsdb store = open(data())) {
            fill(store, 0, 20);
            append(store, T0 + MINUTE / 2, 7);
            fill(store, 20, 60);
            store.collectGarbage();
            assertThat(minutes(store)).hasSize(60);
            store.deleteSeries(T0, T0 + 30 * MINUTE, ALL);
            assertThat(minutes(store)).isEqualTo(range(31, 60));
            try (Tsdb copy = open(Directories.copy(data(), temp.resolve("killed")))) {
                assertThat(minutes(copy)).isEqualTo(range(31, 60));
                copy.collectGarbage();
                assertThat(minutes(copy)).isEqualTo(range(31, 60));
            }
        }
    }

    @Test
    void seriesOfWhichNothingIsLeft_isNoLabelSetAndTakesNoMemory() {
        for (Path directory : new Path[] {null, data()}) {
            clock.set(T0);
            try (Tsdb store = new Tsdb(options().directory(directory).build())) {
                for (int i = 0; i < 500; i++) {
                    append(store, T0 + i * 100L, Math.sqrt(i));
                }
                append(store, T0 - MINUTE, 1);
                long chunks = store.stats().chunks();
                assertThat(chunks).isPositive();
                try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                    store.deleteSeries(T0, T0 + MINUTE, ALL);
                    store.collectGarbage();
                    assertThat(store.stats().chunks()).isEqualTo(chunks);
                    assertThat(labelSets(before)).isEqualTo(1);
                }
                assertThat(labelSets(store)).isEqualTo(1);
                store.deleteSeries(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
                assertThat(labelSets(store)).isZero();
                store.collectGarbage();
                assertThat(store.stats().chunks()).isZero();
                assertThat(labelSets(store)).isZero();
                // The series goes on where it was.
                assertThat(append(store, T0 + 500 * 100L, 1)).isEqualTo(AppendStatus.OK);
                assertThat(labelSets(store)).isEqualTo(1);
            }
        }
    }

    private static int labelSets(Queryable store) {
        try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
            return labelSets(querier);
        }
    }

    private static int labelSets(Querier querier) {
        SelectHints hints = new SelectHints(0, Long.MAX_VALUE, 0, true, 0);
        return querier.select(hints, ALL).size();
    }

    @Test
    void seriesOfWhichNothingIsLeft_isNoLabelSetOfABlock() {
        try (Tsdb store = open(data())) {
            fill(store, 0, 45);
            store.collectGarbage();
            store.deleteSeries(T0 + 10 * MINUTE, Long.MAX_VALUE, ALL);
            try (Querier querier = store.querier(0, Long.MAX_VALUE)) {
                SelectHints hints = new SelectHints(T0 + 10 * MINUTE, T0 + 29 * MINUTE, 0, true, 0);
                assertThat(querier.select(hints, ALL).size()).isZero();
            }
            assertThat(labelSets(store)).isEqualTo(1);
            store.deleteSeries(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
            assertThat(labelSets(store)).isZero();
        }
    }

    @Test
    void cleanTombstones_writesBlocksAgain_andDropsEmptyOnes() throws IOException {
        try (Tsdb store = open(data())) {
            fill(store, 0, 45);
            store.collectGarbage();
            store.cleanTombstones();
            assertThat(store.blockStats().written()).isEqualTo(3);
            store.deleteSeries(T0 + 5 * MINUTE, T0 + 19 * MINUTE, ALL);
            store.deleteSeries(T0 + 40 * MINUTE, T0 + 41 * MINUTE, ALL);
            TreeMap<Integer, Integer> left = range(0, 45);
            left.subMap(5, 20).clear();
            left.subMap(40, 42).clear();
            try (Querier before = store.querier(0, Long.MAX_VALUE)) {
                store.cleanTombstones();
                assertThat(minutes(before)).isEqualTo(left);
            }
            assertThat(minutes(store)).isEqualTo(left);
            assertThat(store.blockStats().written()).isEqualTo(4);
        }
        try (BlockList list = BlockList.read(FileStore.local(), data())) {
            assertThat(list.blocks())
                    .extracting(b -> b.meta().stats())
                    .extracting(s -> s.samples() + " " + s.tombstones())
                    .containsExactly("5 0", "10 0");
        }
    }

    @Test
    void delete_ofARangeThatEndsBeforeItBegins_deletesNothing() {
        try (Tsdb store = open(data())) {
            fill(store, 0, 45);
            store.collectGarbage();
            store.deleteSeries(T0 + 20 * MINUTE, T0 + 10 * MINUTE, ALL);
            store.deleteSeries(T0 + 40 * MINUTE, T0 + 35 * MINUTE, ALL);
            assertThat(minutes(store)).isEqualTo(range(0, 45));
        }
    }

    @Test
    void exemplars_stay() {
        try (Tsdb store = open(data())) {
            fill(store, 0, 3);
            try (Appender appender = store.appender()) {
                long ref = appender.resolve(SERIES);
                appender.append(ref, T0 + 3 * MINUTE, 3);
                appender.appendExemplar(
                        ref, new Exemplar(Labels.of("trace_id", "a"), 1, T0 + 3 * MINUTE, true));
                appender.commit();
            }
            store.deleteSeries(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
            assertThat(minutes(store)).isEmpty();
            assertThat(store.exemplars(0, Long.MAX_VALUE, List.of(ALL))).hasSize(1);
        }
    }
}
