package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailPosition;
import io.narthex.tsdb.tail.TailVisitor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What is committed comes out of a tail, in order, through checkpoints and restarts.
class TailTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path temp;

    private final ManualClock clock = new ManualClock(T0);

    private TsdbOptions.Builder options(Path directory) {
        return TsdbOptions.builder()
                .directory(directory)
                .clock(clock)
                .retention(Duration.ofHours(3))
                .outOfOrderWindow(Duration.ofMinutes(10))
                .maxExemplars(10)
                .maintenanceInterval(Duration.ZERO)
                .sync(SyncMode.NONE);
    }

    private Tsdb open(String name) {
        return new Tsdb(options(temp.resolve(name)).build());
    }

    /// What a tail gave, as text, and how many samples it said are lost.
    private static class Given implements TailVisitor {
        final List<String> all = new ArrayList<>();
        long lost;

        @Override
        public void sample(long ref, Labels labels, long t, double value, long start) {
            all.add(labels.get("n") + "@" + (t - T0) + "=" + value + since(start));
        }

        @Override
        public void histogram(long ref, Labels labels, long t, FloatHistogram h, long start) {
            all.add(labels.get("n") + "@" + (t - T0) + "=histogram of " + h.count() + since(start));
        }

        @Override
        public void exemplar(long ref, Labels labels, Exemplar exemplar) {
            all.add(labels.get("n") + " exemplar " + exemplar.value());
        }

        private static String since(long start) {
            return start == 0 ? "" : " since " + (start - T0);
        }

        @Override
        public void lost(long samples) {
            lost += samples;
        }

        /// Reads all there is.
        Given drain(Tail tail) {
            try {
                boolean more = true;
                while (more) {
                    more = tail.next(this, Duration.ZERO);
                }
                return this;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Labels labels(int n) {
        return Labels.of(Labels.NAME, "m", "n", String.valueOf(n));
    }

    /// Commits a sample of each of some series; returns them as a tail gives them.
    private static List<String> commit(Tsdb store, int series, int time, double value) {
        List<String> expected = new ArrayList<>();
        try (StartTimestampAppender appender = store.appender()) {
            for (int n = 0; n < series; n++) {
                appender.append(appender.resolve(labels(n)), T0 + time, value);
                expected.add(n + "@" + time + "=" + value);
            }
            assertThat(appender.commit().rejections()).isEmpty();
        }
        return expected;
    }

    @Test
    void everyKind_comesInOrderOfItsCommit() {
        FloatHistogram histogram =
                FloatHistogram.custom(2, 3, Buckets.run(0, 2), new double[] {5}, ResetHint.UNKNOWN);
        try (Tsdb store = open("a");
                Tail tail = store.tail(TailPosition.OLDEST)) {
            try (StartTimestampAppender appender = store.appender()) {
                long ref = appender.resolve(labels(1));
                appender.append(ref, T0 + 10, 1, T0 - 5);
                appender.append(ref, T0 + 10, 2);
                appender.append(ref, T0 + 5, 3, T0 - 7);
                appender.append(ref, T0 + 20, histogram, T0 - 6);
                appender.append(ref, T0 + 4, histogram, T0 - 8);
                appender.append(ref, T0 + 30, 4);
                appender.appendExemplar(
                        ref, new Exemplar(Labels.of("trace_id", "x"), 0.5, T0, true));
                assertThat(appender.commit().rejections()).hasSize(1);
            }
            assertThat(new Given().drain(tail).all)
                    .containsExactly(
                            "1@10=1.0 since -5",
                            "1@20=histogram of 2.0 since -6",
                            "1@5=3.0 since -7",
                            "1@4=histogram of 2.0 since -8",
                            "1@30=4.0",
                            "1 exemplar 0.5");
            List<String> next = commit(store, 3, 40, 1);
            assertThat(new Given().drain(tail).all).isEqualTo(next);
        }
    }

    /// A writer commits 500 times 100 samples of its own series. Of each commit the first sample
    /// comes twice, with another value, which is refused.
    private static void write(Tsdb store, int writer) {
        for (int c = 0; c < 500; c++) {
            try (StartTimestampAppender appender = store.appender()) {
                for (int i = 0; i < 100; i++) {
                    long ref = appender.resolve(labels(writer * 1000 + i + c / 100));
                    appender.append(ref, T0 + c, c);
                    if (i == 0) {
                        appender.append(ref, T0 + c, -1);
                    }
                }
                assertThat(appender.commit().rejections()).hasSize(1);
            }
        }
    }

    @Test
    void twoWritersAndCheckpoints_everyAcceptedSampleOnce_inOrder() throws Exception {
        Given given = new Given();
        try (Tsdb store = open("a");
                Tail tail = store.tail(store.logEnd())) {
            List<CompletableFuture<Void>> writers =
                    Stream.of(1, 2)
                            .map(w -> CompletableFuture.runAsync(() -> write(store, w)))
                            .toList();
            int checkpoints = 0;
            while (given.all.size() < 100_000) {
                assertThat(tail.next(given, PATIENCE)).isTrue();
                if (given.all.size() / 9_000 > checkpoints) {
                    store.checkpoint();
                    checkpoints++;
                }
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            assertThat(checkpoints).isEqualTo(11);
            assertThat(tail.next(given, Duration.ZERO)).isFalse();
        }
        assertThat(given.lost).isZero();
        assertThat(given.all).hasSize(100_000);
        int[] commits = new int[3];
        for (int at = 0; at < given.all.size(); at += 100) {
            int writer = given.all.get(at).charAt(0) - '0';
            int c = commits[writer]++;
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                expected.add((writer * 1000 + i + c / 100) + "@" + c + "=" + (double) c);
            }
            assertThat(given.all.subList(at, at + 100)).isEqualTo(expected);
        }
        assertThat(commits).containsExactly(0, 500, 500);
    }

    /// Stops at any part, with the store closed in order or its process ended.
    @Test
    void position_leadsOnAfterRestarts() throws Exception {
        Given given = new Given();
        List<String> expected = new ArrayList<>();
        Path directory = temp.resolve("0");
        TailPosition position = TailPosition.OLDEST;
        for (int life = 1; life <= 6; life++) {
            try (Tsdb store = new Tsdb(options(directory).build())) {
                // What is not closed before the store keeps its part of the log.
                Tail tail = store.tail(TailPosition.parse(position.toString()));
                for (int c = 0; c < 5; c++) {
                    expected.addAll(commit(store, 10, life * 100 + c, life));
                    if (c == 3 && life % 3 == 0) {
                        store.checkpoint();
                    }
                }
                for (int parts = 0; parts < life; parts++) {
                    assertThat(tail.next(given, PATIENCE)).isTrue();
                }
                position = tail.position();
                if (life % 2 == 0) {
                    directory = Directories.copy(directory, temp.resolve(String.valueOf(life)));
                }
            }
        }
        try (Tsdb store = new Tsdb(options(directory).build());
                Tail tail = store.tail(position)) {
            given.drain(tail);
        }
        assertThat(given.all).isEqualTo(expected);
        assertThat(given.lost).isZero();
    }

    private static long logBytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("head/wal"))) {
            return files.mapToLong(p -> p.toFile().length()).sum();
        }
    }

    @Test
    void slowTail_behindTheBound_learnsHowMuchItHasLost() throws Exception {
        Path directory = temp.resolve("a");
        Given given = new Given();
        try (Tsdb store = new Tsdb(options(directory).maxTailBytes(5_000).build());
                Tail tail = store.tail(store.logEnd())) {
            List<String> first = commit(store, 100, 0, 1);
            assertThat(tail.next(given, PATIENCE)).isTrue();
            List<String> all = new ArrayList<>(first);
            for (int c = 1; c <= 30; c++) {
                all.addAll(commit(store, 100, c, c));
                store.checkpoint();
            }
            assertThat(logBytes(directory)).isLessThan(5_500);
            given.drain(tail);
            assertThat(given.all.size() + given.lost).isEqualTo(3_100);
            assertThat(given.lost).isPositive();
            assertThat(given.all.subList(0, 100)).isEqualTo(first);
            assertThat(given.all.subList(100, given.all.size()))
                    .isEqualTo(all.subList(100 + (int) given.lost, all.size()))
                    .isNotEmpty();
            store.checkpoint();
            store.checkpoint();
            assertThat(logBytes(directory)).isLessThan(200);
        }
    }

    @Test
    void tornEnd_andDamage_costTheirOwnSamplesOnly() throws Exception {
        Path directory = temp.resolve("a");
        List<String> expected = new ArrayList<>();
        long damaged;
        try (Tsdb store = new Tsdb(options(directory).build())) {
            expected.addAll(commit(store, 10, 0, 1));
            damaged = store.logEnd().offset();
            commit(store, 10, 1, 2);
            expected.addAll(commit(store, 10, 2, 3));
            commit(store, 10, 3, 4);
            directory = Directories.copy(directory, temp.resolve("b"));
        }
        Path segment = directory.resolve("head/wal/000001");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[(int) damaged + 20] ^= 1;
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 3));
        Given given = new Given();
        try (Tsdb store = new Tsdb(options(directory).build());
                Tail tail = store.tail(TailPosition.OLDEST)) {
            expected.addAll(commit(store, 10, 4, 5));
            given.drain(tail);
            assertThat(given.all).isEqualTo(expected);
            // What is torn off was never acknowledged, so it is not lost.
            assertThat(given.lost).isEqualTo(10);
        }
    }

    @Test
    void seriesThatAreGone_keepTheirLabelsForTailsThatAreBehind() {
        Given given = new Given();
        Given later = new Given();
        try (Tsdb store = open("a");
                Tail tail = store.tail(store.logEnd())) {
            List<String> expected = new ArrayList<>(commit(store, 5, 0, 1));
            TailPosition middle = store.logEnd();
            expected.addAll(commit(store, 5, 1, 2));
            clock.advance(Duration.ofHours(8));
            expected.addAll(commit(store, 1, 8 * 3_600_000, 3));
            store.collectGarbage();
            assertThat(store.seriesCount()).isEqualTo(1);
            given.drain(tail);
            assertThat(given.all).isEqualTo(expected);
            assertThat(given.lost).isZero();
            // One that comes late finds them in the log, as long as that has them.
            try (Tail second = store.tail(middle)) {
                later.drain(second);
                assertThat(later.all).isEqualTo(expected.subList(5, 11));
            }
        }
    }

    @Test
    void part_thatTheVisitorThrewAt_comesAgain() throws Exception {
        try (Tsdb store = open("a");
                Tail tail = store.tail(store.logEnd())) {
            try (StartTimestampAppender appender = store.appender()) {
                long ref = appender.resolve(labels(1));
                appender.append(ref, T0, 1, T0 - 5);
                appender.append(ref, T0 + 1, 2, T0 - 5);
                appender.commit();
            }
            TailPosition before = tail.position();
            Given failing =
                    new Given() {
                        @Override
                        public void sample(
                                long ref, Labels labels, long t, double value, long start) {
                            if (t > T0) {
                                throw new IllegalStateException("the receiver is away");
                            }
                        }
                    };
            assertThatThrownBy(() -> tail.next(failing, PATIENCE))
                    .hasMessage("the receiver is away");
            assertThat(tail.position()).isEqualTo(before);
            assertThat(new Given().drain(tail).all)
                    .containsExactly("1@0=1.0 since -5", "1@1=2.0 since -5");
            assertThat(tail.position()).isEqualTo(store.logEnd());
        }
    }

    @Test
    void waiting_endsWithTheTail_orTheStore() throws Exception {
        Tsdb store = open("a");
        Tail one = store.tail(store.logEnd());
        Tail two = store.tail(store.logEnd());
        CompletableFuture<Boolean> waitsForOne = waiting(one);
        CompletableFuture<Boolean> waitsForTwo = waiting(two);
        one.close();
        assertThat(waitsForOne.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        assertThat(one.isOpen()).isFalse();
        assertThat(two.isOpen()).isTrue();
        List<String> last = commit(store, 2, 0, 1);
        assertThat(waitsForTwo.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        last.addAll(commit(store, 2, 1, 1));
        CompletableFuture<Boolean> given = waiting(two);
        assertThat(given.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        CompletableFuture<Boolean> waitsAgain = waiting(two);
        store.close();
        assertThat(waitsAgain.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        assertThat(two.isOpen()).isFalse();
    }

    private static CompletableFuture<Boolean> waiting(Tail tail) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return tail.next(new Given(), PATIENCE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void positions_areText() {
        assertThat(TailPosition.parse("17:4096:1000")).hasToString("17:4096:1000");
        for (String text : List.of("", "1:2", "1:2:x", "1:2:3:4")) {
            assertThatThrownBy(() -> TailPosition.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no position of a log");
        }
    }

    /// As of a directory that was emptied since.
    @Test
    void position_ofAnotherLog_standsForTheOldest() {
        try (Tsdb store = open("a")) {
            List<String> all = commit(store, 3, 0, 1);
            try (Tail tail = store.tail(new TailPosition(900, 70_000, 1_000_000))) {
                Given given = new Given().drain(tail);
                assertThat(given.all).isEqualTo(all);
                assertThat(given.lost).isZero();
            }
        }
    }

    @Test
    void storeInMemory_hasNoTail() {
        try (Tsdb store = new Tsdb(TsdbOptions.DEFAULTS)) {
            assertThatThrownBy(() -> store.tail(TailPosition.OLDEST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has no log");
        }
    }
}
