package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a directory keeps, and what happens to damaged ones.
class DurabilityTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final Labels A = Labels.of(Labels.NAME, "a", "job", "x");
    private static final Labels B = Labels.of(Labels.NAME, "b", "job", "x");

    @TempDir Path temp;
    private final ManualClock clock = new ManualClock(T0);
    private int copies;

    private TsdbOptions options(Path directory) {
        return TsdbOptions.builder()
                .clock(clock)
                .maintenanceInterval(Duration.ZERO)
                .sync(SyncMode.NONE)
                .directory(directory)
                .build();
    }

    private Tsdb open(Path directory) {
        return new Tsdb(options(directory));
    }

    private Path data() {
        return temp.resolve("data");
    }

    private Path copy() {
        return Directories.copy(data(), temp.resolve("copy" + copies++));
    }

    private static long append(Tsdb tsdb, Labels labels, long t, double v) {
        try (Appender appender = tsdb.appender()) {
            long ref = appender.resolve(labels);
            appender.append(ref, t, v);
            appender.commit();
            return ref;
        }
    }

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void commit_thatReturned_isThereAfterTheProcessEnds(SyncMode mode) {
        try (Tsdb tsdb = new Tsdb(options(data()).toBuilder().sync(mode).build())) {
            append(tsdb, A, T0, 1.5);
            append(tsdb, B, T0, 2);
            Map<Labels, List<String>> before = Samples.of(tsdb);
            try (Tsdb again = open(copy())) {
                assertThat(Samples.of(again).equals(before)).isTrue(); // too long to print
            }
        }
    }

    @Test
    void close_thenOpen_needsNoLog() throws IOException {
        try (Tsdb tsdb = open(data())) {
            append(tsdb, A, T0, 1);
        }
        assertThat(logBytes()).isLessThan(100);
        try (Tsdb tsdb = open(data())) {
            assertThat(Samples.of(tsdb)).containsOnlyKeys(A);
        }
    }

    @Test
    void storeAtRest_writesACheckpoint_andNeedsNoLog() throws IOException {
        try (Tsdb tsdb = open(data())) {
            for (int i = 0; i < 20_000; i++) {
                append(tsdb, A, T0 + i, Math.sin(i));
            }
            long before = logBytes();
            tsdb.collectGarbage();
            assertThat(logBytes()).isEqualTo(before).isGreaterThan(256 << 10);
            tsdb.collectGarbage();
            tsdb.collectGarbage();
            assertThat(logBytes()).isLessThan(100);
        }
    }

    private long logBytes() throws IOException {
        try (Stream<Path> segments = Files.list(data().resolve("head/wal"))) {
            return segments.mapToLong(p -> p.toFile().length()).sum();
        }
    }

    @Test
    void manySeriesAndChunks_surviveWithAndWithoutACheckpoint() {
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            labels.add(Labels.of(Labels.NAME, "m", "i", String.valueOf(i)));
        }
        try (Tsdb tsdb = open(data())) {
            for (int k = 0; k < 400; k++) {
                try (Appender appender = tsdb.appender()) {
                    for (int i = 0; i < labels.size(); i++) {
                        long ref = appender.resolve(labels.get(i));
                        appender.append(ref, T0 + k * 15_000L, k * 7.0 + i);
                    }
                    appender.commit();
                }
                if (k == 200) {
                    tsdb.checkpoint();
                }
                if (k % 50 == 0) {
                    tsdb.collectGarbage();
                }
            }
            Map<Labels, List<String>> before = Samples.of(tsdb);
            Path crashed = copy();
            try (Tsdb again = open(crashed)) {
                assertThat(again.corruptions()).isEmpty();
                assertThat(again.stats().chunks()).isEqualTo(tsdb.stats().chunks());
                assertThat(Samples.of(again).equals(before)).isTrue(); // too long to print
            }
            try (Tsdb again = open(crashed)) {
                assertThat(Samples.of(again).equals(before)).isTrue(); // too long to print
            }
        }
    }

    @Test
    void secondStore_onTheSameDirectory_isRefused() {
        try (Tsdb tsdb = open(data())) {
            assertThatThrownBy(() -> open(data()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("locked by this process");
            append(tsdb, A, T0, 1);
        }
        open(data()).close();
    }

    @Test
    void references_ofEarlierLives_nameTheirSeriesOrNone() {
        long kept;
        long empty;
        Path crashed;
        try (Tsdb tsdb = open(data())) {
            kept = append(tsdb, A, T0, 1);
            try (Appender appender = tsdb.appender()) {
                empty = appender.resolve(B);
            }
            crashed = copy();
        }
        try (Tsdb tsdb = open(crashed);
                Appender appender = tsdb.appender()) {
            assertThat(appender.append(kept, T0 + 1, 1)).isEqualTo(AppendStatus.OK);
            assertThat(appender.append(empty, T0 + 1, 1)).isEqualTo(AppendStatus.UNKNOWN_REF);
            long other = appender.resolve(Labels.of(Labels.NAME, "c"));
            assertThat(other).isNotEqualTo(empty);
            assertThat(appender.append(empty, T0 + 1, 1)).isEqualTo(AppendStatus.UNKNOWN_REF);
        }
    }

    @Test
    void seriesWithoutSamples_isKeptByACheckpointUntilMaintenance() {
        try (Tsdb tsdb = open(data());
                Appender appender = tsdb.appender()) {
            long ref = appender.resolve(A);
            tsdb.checkpoint();
            append(tsdb, B, T0, 1);
            try (Tsdb again = open(copy())) {
                assertThat(Samples.of(again)).containsOnlyKeys(B);
                assertThat(append(again, A, T0, 1)).isNotEqualTo(append(again, B, T0 + 1, 1));
            }
            assertThat(ref).isPositive();
        }
    }

    @Test
    void retention_deletesPageFilesAndTheirSamplesStayAway() throws IOException {
        try (Tsdb tsdb =
                new Tsdb(options(data()).toBuilder().retention(Duration.ofHours(6)).build())) {
            for (int hour = 0; hour < 15; hour++) {
                for (int i = 0; i < 400; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m", "i", String.valueOf(i));
                    try (Appender appender = tsdb.appender()) {
                        long ref = appender.resolve(labels);
                        for (int k = 0; k < 240; k++) {
                            long t = T0 + hour * 3_600_000L + k * 15_000L;
                            appender.append(ref, t, Math.sin(t) * i);
                        }
                        appender.commit();
                    }
                }
                clock.set(T0 + hour * 3_600_000L);
                tsdb.collectGarbage();
            }
            assertThat(data().resolve("head/000001")).doesNotExist();
            assertThat(files("head")).isLessThan(8);
            assertThat(files("head/wal")).isLessThan(4);
            Map<Labels, List<String>> before = Samples.of(tsdb);
            try (Tsdb again =
                    new Tsdb(options(copy()).toBuilder().retention(Duration.ofHours(6)).build())) {
                assertThat(Samples.of(again).equals(before)).isTrue(); // too long to print
            }
        }
    }

    private long files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(data().resolve(folder))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9]+")).count();
        }
    }

    @Test
    void flippedBits_anywhere_loseAtMostWhatIsReported() throws IOException {
        Map<Labels, List<String>> before;
        try (Tsdb tsdb = open(data())) {
            for (int k = 0; k < 150; k++) {
                append(tsdb, A, T0 + k, k);
                append(tsdb, B, T0 + k, Math.sqrt(k));
                if (k == 130) {
                    tsdb.checkpoint();
                }
            }
            before = Samples.of(tsdb);
            copy();
        }
        Path crashed = temp.resolve("copy0");
        int opened = 0;
        for (Path file : relevant(crashed)) {
            long size = Files.size(file);
            for (long bit = 13; bit < Math.min(size, 4096) * 8; bit += 331) {
                Path damaged = Directories.copy(crashed, temp.resolve("flip" + copies++));
                flip(damaged.resolve(crashed.relativize(file).toString()), bit);
                try (Tsdb tsdb = open(damaged)) {
                    check(before, tsdb, file + " bit " + bit);
                    opened++;
                } catch (StorageException e) {
                    // The only refusal: a format version that this program does not know.
                    assertThat(e).hasMessageContaining("newer version");
                }
            }
        }
        assertThat(opened).isGreaterThan(50);
    }

    private static List<Path> relevant(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("head"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void flip(Path path, long bit) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(bit / 8);
            int b = file.read();
            file.seek(bit / 8);
            file.write(b ^ 1 << bit % 8);
        }
    }

    /// Nothing is invented, and what is missing was reported.
    private static void check(Map<Labels, List<String>> before, Tsdb tsdb, String what) {
        Map<Labels, List<String>> after = Samples.of(tsdb);
        long missing = 0;
        for (Map.Entry<Labels, List<String>> e : before.entrySet()) {
            List<String> there = after.getOrDefault(e.getKey(), List.of());
            assertThat(e.getValue()).as(what).containsAll(there);
            missing += e.getValue().size() - there.size();
        }
        assertThat(before.keySet()).as(what).containsAll(after.keySet());
        if (missing > 0) {
            assertThat(tsdb.corruptions()).as(what).isNotEmpty();
            boolean unknown =
                    tsdb.corruptions().stream()
                            .anyMatch(c -> c.samplesLost() == Corruption.UNKNOWN);
            long reported =
                    tsdb.corruptions().stream().mapToLong(c -> Math.max(0, c.samplesLost())).sum();
            assertThat(unknown || reported > 0).as(what + ": " + tsdb.corruptions()).isTrue();
        }
    }

    @Test
    void data_withoutTheBeginningOfTheLog_areRefusedNotDeleted() throws IOException {
        try (Tsdb tsdb = open(data())) {
            append(tsdb, A, T0, 1);
        }
        for (Path path : relevant(data())) {
            if (path.getFileName().toString().startsWith("checkpoint")) {
                Files.delete(path);
            }
        }
        assertThatThrownBy(() -> open(data()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("neither a checkpoint nor the beginning");
    }
}
