package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.HistogramSequences;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Random commits, checkpoints, ends of the process and restarts: a store in a directory must
/// always answer as one in memory that never ended, and hold what was acknowledged.
class RestartTest {
    private static final long T0 = 1_750_003_200_000L;

    @TempDir Path temp;

    private static final TsdbOptions OPTIONS =
            TsdbOptions.builder()
                    .clock(InstantSource.fixed(Instant.ofEpochMilli(T0)))
                    .retention(Duration.ofDays(1000))
                    .maintenanceInterval(Duration.ZERO)
                    .sync(SyncMode.NONE)
                    .build();

    /// A sample to be appended.
    private record Offered(
            Labels labels, long t, double v, @Nullable FloatHistogram h, long start) {}

    @Test
    void restarts_atAnyTime_changeNothing() {
        Seeds.forEach(
                3,
                seed -> new Run(temp.resolve("s" + seed), Seeds.random(seed), Duration.ZERO).go());
    }

    /// The list takes no late samples, so the store in memory is what has to be met.
    @Test
    void restarts_withLateSamples_changeNothing() {
        Seeds.forEach(
                2,
                seed ->
                        new Run(
                                        temp.resolve("s" + seed),
                                        Seeds.random(100 + seed),
                                        Duration.ofMinutes(90))
                                .go());
    }

    private static final class Run {
        private final Path root;
        private final RandomGenerator random;
        private final TsdbOptions options;
        private final Tsdb memory;
        private final ListStore list = new ListStore();
        private final List<Tsdb> open = new ArrayList<>();
        private Path directory;
        private Tsdb disk;
        private int copies;
        private long now = T0;
        private FloatHistogram[] histograms = {};
        private int at;

        Run(Path root, RandomGenerator random, Duration outOfOrderWindow) {
            this.root = root;
            this.random = random;
            this.options = OPTIONS.toBuilder().outOfOrderWindow(outOfOrderWindow).build();
            this.memory = new Tsdb(options);
            this.directory = root.resolve("0");
            this.disk = open(directory);
        }

        private Tsdb open(Path where) {
            Tsdb tsdb = new Tsdb(options.toBuilder().directory(where).build());
            open.add(tsdb);
            return tsdb;
        }

        void go() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> disk.checkpoint();
                    case 1 -> disk.collectGarbage();
                    case 2 -> crash();
                    case 3 -> {
                        disk.close();
                        disk = open(directory);
                    }
                    default -> commits();
                }
                if (random.nextInt(8) == 0) {
                    assertThat(disk.corruptions()).isEmpty();
                    assertThat(Samples.of(disk)).isEqualTo(expected());
                }
            }
            crash();
            crash();
            assertThat(Samples.of(disk)).isEqualTo(expected());
            assertThat(disk.maxTime()).isEqualTo(memory.maxTime());
            open.forEach(Tsdb::close);
        }

        private Map<Labels, List<String>> expected() {
            return Samples.of(options.outOfOrderWindow().isZero() ? list : memory);
        }

        private void crash() {
            directory = Directories.copy(directory, root.resolve(String.valueOf(++copies)));
            disk = open(directory);
        }

        private void commits() {
            for (int i = random.nextInt(40); i >= 0; i--) {
                now += random.nextInt(10) == 0 ? random.nextInt(3_000_000) : 15_000;
                List<Offered> batch = new ArrayList<>();
                for (int n = random.nextInt(20); n >= 0; n--) {
                    batch.add(offered());
                }
                CommitResult expected = commit(memory::appender, batch);
                assertThat(commit(disk::appender, batch)).isEqualTo(expected);
                commit(list::appender, accepted(batch, expected));
            }
        }

        /// Some series have histograms only, some both kinds, most have floats.
        private Offered offered() {
            Labels labels = labels();
            int n = Integer.parseInt(Objects.requireNonNull(labels.get("n")));
            boolean histogram = n % 4 == 1 || n % 4 == 2 && random.nextInt(3) == 0;
            if (!histogram || n % 4 == 1 && random.nextInt(20) == 0) {
                return new Offered(labels, time(), value(), null, start());
            }
            if (at == histograms.length) {
                histograms = HistogramSequences.of(random, 300, false);
                at = 0;
            }
            return new Offered(labels, time(), 0, histograms[at++], start());
        }

        /// Mostly that of a process that is started again now and then, or none.
        private long start() {
            return switch (random.nextInt(6)) {
                case 0, 1, 2 -> 0;
                case 3 -> now - 15_000;
                default -> now - now % 1_000_000;
            };
        }

        private Labels labels() {
            int n = random.nextInt(random.nextInt(10) == 0 ? 40 : 6);
            return Labels.of(Labels.NAME, "m" + n % 3, "n", String.valueOf(n), "한글", "값" + n);
        }

        private long time() {
            return switch (random.nextInt(12)) {
                case 0 -> now - random.nextInt(100_000);
                case 1 -> now - 4_000_000;
                case 2 -> now + random.nextInt(5);
                default -> now;
            };
        }

        private double value() {
            return switch (random.nextInt(12)) {
                case 0 -> StaleNaN.VALUE;
                case 1 -> Double.longBitsToDouble(0x7ff8_0000_0000_1234L + random.nextInt(9));
                case 2 -> Double.longBitsToDouble(random.nextLong());
                case 3 -> -0.0;
                case 4 -> random.nextDouble();
                case 5 -> random.nextInt(1_000) / 100.0;
                default -> random.nextInt(4);
            };
        }

        private static List<Offered> accepted(List<Offered> batch, CommitResult result) {
            List<Offered> accepted = new ArrayList<>(batch);
            for (CommitResult.Rejection r : result.rejections().reversed()) {
                accepted.remove(r.index());
            }
            return accepted;
        }

        private static CommitResult commit(
                Supplier<StartTimestampAppender> store, List<Offered> batch) {
            try (StartTimestampAppender appender = store.get()) {
                for (Offered o : batch) {
                    long ref = appender.resolve(o.labels);
                    assertThat(
                                    o.h == null
                                            ? appender.append(ref, o.t, o.v, o.start)
                                            : appender.append(ref, o.t, o.h, o.start))
                            .isEqualTo(AppendStatus.OK);
                }
                return appender.commit();
            }
        }
    }
}
