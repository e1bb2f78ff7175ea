package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.pressure.DiskStage;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailVisitor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// What a store does on a disk that becomes full, and how it comes back.
class FullDiskTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long MIB = 1 << 20;
    private static final Duration RANGE = Duration.ofMinutes(10);

    private final FaultyFileStore files = new FaultyFileStore();
    private final ManualClock clock = new ManualClock(T0);
    private final Set<String> acknowledged = new TreeSet<>();
    private String directory = "data";
    private long now = T0;

    @TempDir Path temp;

    private Path data() {
        return temp.resolve(directory);
    }

    private Path reserve() {
        return data().resolve("reserve");
    }

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .chunkRange(RANGE)
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofMinutes(5))
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .files(files)
                .directory(data())
                .reserveBytes(MIB);
    }

    /// Commits of some series, one of them late now and then.
    private void append(Tsdb store, int commits, int series) {
        for (int k = 0; k < commits; k++) {
            now += 15_000;
            clock.set(now);
            Set<String> batch = new TreeSet<>();
            try (Appender appender = store.appender()) {
                for (int i = 0; i < series; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m" + i);
                    long t = i == 1 && k % 5 == 4 ? now - 20_000 : now;
                    appender.append(appender.resolve(labels), t, Math.sqrt(t + i));
                    batch.add(Contents.sample(labels, t, Math.sqrt(t + i)));
                }
                assertThat(appender.commit().rejections()).isEmpty();
                acknowledged.addAll(batch);
            }
        }
    }

    /// What a store finds when this process ends now.
    private Set<String> killed() {
        Path copy = Directories.copy(data(), temp.resolve("killed"));
        try (Tsdb store =
                new Tsdb(
                        options()
                                .directory(copy)
                                .files(new FaultyFileStore())
                                .reserveBytes(0)
                                .build())) {
            return Contents.of(store);
        } finally {
            Directories.delete(copy);
        }
    }

    @Test
    void lowWater_givesTheReserveUp_writesNoBlocks_andLosesNothing() throws IOException {
        files.usableSpace(100 * MIB);
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(reserve()).hasSize(MIB);
            assertThat(store.disk().reserve()).isEqualTo(MIB);
            files.usableSpace(MIB - 1);
            append(store, 120, 3);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
            assertThat(reserve()).doesNotExist();
            assertThat(store.blockStats().blocks()).isZero();
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
            assertThat(killed()).isEqualTo(acknowledged);
            files.usableSpace(3 * MIB - 1);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
            files.usableSpace(3 * MIB);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.NORMAL);
            assertThat(reserve()).hasSize(MIB);
            assertThat(store.blockStats().blocks()).isPositive();
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
        }
        assertThat(killed()).isEqualTo(acknowledged);
    }

    @Test
    void fullDisk_keepsSamplesInMemory_untilACheckpointHasThem() {
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 50, 3);
            Set<String> logged = new TreeSet<>(acknowledged);
            files.usableSpace(0);
            append(store, 50, 5);
            assertThat(store.diskStage()).isEqualTo(DiskStage.MEMORY_ONLY);
            assertThat(store.disk().unlogged()).isEqualTo(250);
            assertThat(reserve()).doesNotExist();
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
            assertThat(killed()).isEqualTo(logged);
            store.collectGarbage();
            assertThatThrownBy(store::checkpoint).isInstanceOf(StorageException.class);
            append(store, 5, 5);
            assertThat(store.diskStage()).isEqualTo(DiskStage.MEMORY_ONLY);
            files.usableSpace(100 * MIB);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
            assertThat(killed()).isEqualTo(acknowledged);
            append(store, 5, 6);
            assertThat(killed()).isEqualTo(acknowledged);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.NORMAL);
            assertThat(reserve()).exists();
        }
        assertThat(killed()).isEqualTo(acknowledged);
    }

    @Test
    void tail_countsWhatWasNotLogged() throws InterruptedException {
        try (Tsdb store = new Tsdb(options().build());
                Tail tail = store.tail(store.logEnd())) {
            append(store, 5, 3);
            files.usableSpace(0);
            append(store, 7, 3);
            files.usableSpace(100 * MIB);
            store.collectGarbage();
            append(store, 2, 3);
            Counts counts = new Counts();
            while (tail.next(counts, Duration.ZERO)) {
                assertThat(counts.given).isLessThanOrEqualTo(7 * 3);
            }
            assertThat(counts.given).isEqualTo(7 * 3);
            assertThat(counts.lost).isEqualTo(7 * 3);
        }
    }

    /// What only tails want of the log stays where there is room, and goes where there is none.
    @Test
    void lowWater_keepsNoLogForTails() throws InterruptedException {
        for (boolean room : new boolean[] {true, false}) {
            directory = "room-" + room;
            files.usableSpace(100 * MIB);
            try (Tsdb store = new Tsdb(options().build());
                    Tail tail = store.tail(store.logEnd())) {
                append(store, 5, 3);
                files.usableSpace(room ? 100 * MIB : MIB - 1);
                store.collectGarbage();
                assertThat(store.diskStage()).isEqualTo(room ? DiskStage.NORMAL : DiskStage.LOW);
                store.checkpoint();
                assertThat(data().resolve("head/wal").toFile().list()).hasSize(room ? 2 : 1);
                append(store, 2, 3);
                Counts counts = new Counts();
                while (tail.next(counts, Duration.ZERO)) {
                    assertThat(counts.lost).isLessThanOrEqualTo(5 * 3);
                }
                assertThat(counts.given).isEqualTo(room ? 7 * 3 : 2 * 3);
                assertThat(counts.lost).isEqualTo(room ? 0 : 5 * 3);
            }
        }
    }

    /// Counts what a tail gives.
    private static final class Counts implements TailVisitor {
        long given;
        long lost;

        @Override
        public void sample(long ref, Labels labels, long t, double v, long start) {
            given++;
        }

        @Override
        public void histogram(long ref, Labels labels, long t, FloatHistogram h, long start) {
            throw new AssertionError("there is none");
        }

        @Override
        public void lost(long samples) {
            lost += samples;
        }
    }

    @Test
    void fullDisk_andMemoryUsedUp_refusesSamples_untilThereIsRoom() {
        try (Tsdb store = new Tsdb(options().maxBytes(40_000).build())) {
            append(store, 5, 20);
            files.usableSpace(0);
            assertThatThrownBy(() -> append(store, 1000, 20))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("memory is used up");
            assertThat(store.diskStage()).isEqualTo(DiskStage.REFUSING_SAMPLES);
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(100);
            files.usableSpace(100 * MIB);
            store.collectGarbage();
            append(store, 1, 20);
            assertThat(killed()).isEqualTo(acknowledged);
        }
    }

    @Test
    void fullDisk_whereAllMustBeDurable_refusesSamples() {
        try (Tsdb store = new Tsdb(options().sync(SyncMode.ALWAYS).build())) {
            append(store, 5, 3);
            files.usableSpace(0);
            assertThatThrownBy(() -> append(store, 1, 3)).isInstanceOf(StorageException.class);
            assertThat(store.diskStage()).isEqualTo(DiskStage.REFUSING_SAMPLES);
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
            files.usableSpace(100 * MIB);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
            append(store, 5, 3);
            assertThat(killed()).isEqualTo(acknowledged);
            files.usableSpace(0);
            assertThatThrownBy(() -> append(store, 1, 3)).isInstanceOf(StorageException.class);
            files.usableSpace(100 * MIB);
            append(store, 5, 3);
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
        }
    }

    @Test
    void closing_saysWhatIsLost_orSavesIt() {
        Tsdb lost = new Tsdb(options().build());
        append(lost, 5, 3);
        Set<String> logged = new TreeSet<>(acknowledged);
        files.usableSpace(0);
        append(lost, 5, 3);
        assertThatThrownBy(lost::close).isInstanceOf(StorageException.class);
        assertThat(killed()).isEqualTo(logged);
        files.usableSpace(100 * MIB);
        acknowledged.retainAll(logged);
        Tsdb saved = new Tsdb(options().build());
        files.usableSpace(0);
        append(saved, 5, 3);
        files.usableSpace(100 * MIB);
        saved.close();
        assertThat(killed()).isEqualTo(acknowledged);
    }

    /// The disk has more and less room at random, and the process ends at random: what was
    /// acknowledged while the store did not say that it is in memory only is there.
    @Test
    void anyRoom_keepsWhatWasPromised() {
        Seeds.forEach(
                5,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    Set<String> promised = new TreeSet<>();
                    acknowledged.clear();
                    directory = "data" + seed;
                    files.usableSpace(100 * MIB);
                    try (Tsdb store = new Tsdb(options().build())) {
                        for (int step = 0; step < 60; step++) {
                            switch (random.nextInt(8)) {
                                case 0 -> files.usableSpace(random.nextInt(2000));
                                case 1 -> files.usableSpace(100 * MIB);
                                case 2 -> store.collectGarbage();
                                case 3 -> checkpoint(store);
                                default -> append(store, 1 + random.nextInt(20), 4 + step / 10);
                            }
                            if (store.diskStage() != DiskStage.MEMORY_ONLY) {
                                promised.addAll(acknowledged);
                            }
                            assertThat(Contents.of(store)).isEqualTo(acknowledged);
                            if (step % 4 == 0) {
                                Set<String> there = killed();
                                assertThat(there).containsAll(promised);
                                assertThat(acknowledged).containsAll(there);
                            }
                        }
                        files.usableSpace(100 * MIB);
                    }
                    assertThat(killed()).isEqualTo(acknowledged);
                });
    }

    private static void checkpoint(Tsdb store) {
        try {
            store.checkpoint();
        } catch (StorageException _) {
            // there was no room
        }
    }

    @Test
    void fullDisk_doesNotKeepTheStoreFromOpening() {
        new Tsdb(options().build()).close();
        assertThat(reserve()).exists();
        files.usableSpace(MIB / 2);
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(reserve()).doesNotExist();
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
        }
    }

    @Test
    void strangersFile_isLeftAlone() throws IOException {
        Files.createDirectories(data());
        Files.writeString(reserve(), "mine");
        try (Tsdb store = new Tsdb(options().build())) {
            files.usableSpace(0);
            append(store, 1, 1);
            store.collectGarbage();
            files.usableSpace(100 * MIB);
            store.collectGarbage();
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.NORMAL);
            assertThat(store.disk().reserve()).isZero();
        }
        assertThat(reserve()).hasContent("mine");
    }

    /// The limit grows with the file system. While the size of that is not known, the limit in
    /// bytes counts, and without one there is none.
    @Test
    void retentionByPercentage_followsTheFileSystem() {
        files.totalSpace(0);
        assertThatThrownBy(() -> new Tsdb(options().retentionPercent(10).build()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("whose size is not known");
        files.totalSpace(1000 * MIB);
        try (Tsdb store = new Tsdb(options().retentionPercent(10).build())) {
            append(store, 200, 3);
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
            assertThat(store.blockStats().tooMuch()).isZero();
            files.totalSpace(0);
            store.collectGarbage();
            assertThat(store.blockStats().tooMuch()).isZero();
            files.totalSpace(1000);
            store.collectGarbage();
            assertThat(store.blockStats().tooMuch()).isPositive();
            assertThat(store.blockStats().blocks()).isZero();
        }
    }

    @Test
    void blockWithoutRoom_isTriedAgainLater() {
        try (Tsdb store = new Tsdb(options().reserveBytes(0).build())) {
            append(store, 120, 3);
            files.usableSpace(50);
            store.collectGarbage();
            assertThat(store.blockStats().failures()).isEqualTo(1);
            assertThat(store.diskStage()).isEqualTo(DiskStage.LOW);
            store.collectGarbage();
            assertThat(store.blockStats().failures()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(10));
            store.collectGarbage();
            assertThat(store.blockStats().failures()).isEqualTo(2);
            files.usableSpace(MIB);
            store.collectGarbage();
            assertThat(store.diskStage()).isEqualTo(DiskStage.NORMAL);
            assertThat(store.blockStats().blocks()).isPositive();
            assertThat(Contents.of(store)).isEqualTo(acknowledged);
        }
    }
}
