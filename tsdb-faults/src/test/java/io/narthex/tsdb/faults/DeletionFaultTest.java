package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A deletion in blocks and memory of which every operation on files fails once: it takes effect as
/// a whole or not at all, says which, and stays so, however the process ends.
///
/// And a snapshot, which is there as a whole or not at all.
class DeletionFaultTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final int SAMPLES = 40;
    private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal(Labels.NAME, "m"));

    /// In the second block, the last one, and memory.
    private static final int FIRST = 17;

    private static final int LAST = 35;

    @TempDir Path temp;

    private final Set<String> all = new TreeSet<>();
    private final Set<String> left = new TreeSet<>();

    private static TsdbOptions.Builder options(Path directory) {
        return TsdbOptions.builder()
                .clock(new ManualClock(T0 + SAMPLES * 1000))
                .chunkRange(Duration.ofSeconds(10))
                .maxBlockRange(Duration.ofSeconds(10))
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .directory(directory);
    }

    /// Fills a store with three blocks, and late samples.
    private void fill(Path directory) {
        try (Tsdb tsdb = new Tsdb(options(directory).build())) {
            for (int i = 0; i < SAMPLES; i++) {
                append(tsdb, i * 1000);
                if (i % 5 == 4) {
                    append(tsdb, i * 1000 - 1500);
                }
            }
            tsdb.collectGarbage();
            assertThat(tsdb.blockStats().blocks()).isEqualTo(3);
        }
    }

    private Tsdb open(FaultyFileStore files, String name) {
        Path directory = Directories.copy(temp.resolve("filled"), temp.resolve(name));
        return new Tsdb(options(directory).files(files).build());
    }

    private void append(Tsdb tsdb, long offset) {
        Labels labels = Labels.of(Labels.NAME, "m");
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.resolve(labels), T0 + offset, offset);
            appender.commit();
        }
        String sample = Contents.sample(labels, T0 + offset, offset);
        all.add(sample);
        if (offset < FIRST * 1000 || offset > LAST * 1000) {
            left.add(sample);
        }
    }

    /// Deletes, and does what comes later; returns what must be there then.
    private Set<String> delete(Tsdb tsdb) {
        Set<String> there = left;
        try {
            tsdb.deleteSeries(T0 + FIRST * 1000, T0 + LAST * 1000, ALL);
        } catch (StorageException e) {
            there = String.valueOf(e.getMessage()).contains("nothing is deleted") ? all : left;
        }
        assertThat(Contents.of(tsdb)).isEqualTo(there);
        tsdb.collectGarbage();
        assertThat(Contents.of(tsdb)).isEqualTo(there);
        attempt(tsdb::checkpoint);
        attempt(tsdb::cleanTombstones);
        assertThat(Contents.of(tsdb)).isEqualTo(there);
        return there;
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (StorageException _) {
            // it is the operation that fails
        }
    }

    @Test
    void everyOperation_failingOnce_leavesAllOrNothingDeleted() throws IOException {
        fill(temp.resolve("filled"));
        FaultyFileStore counting = new FaultyFileStore();
        int before;
        int end;
        try (Tsdb tsdb = open(counting, "count")) {
            before = counting.operations().size();
            assertThat(delete(tsdb)).isEqualTo(left);
            end = counting.operations().size();
        }
        RandomGenerator random = Seeds.random(1);
        boolean refused = false;
        for (int at = before + 1; at <= end; at++) {
            FaultyFileStore files = new FaultyFileStore();
            files.failAt(at, "Input/output error");
            Path directory = temp.resolve("f" + at);
            try (Tsdb tsdb = open(files, "f" + at)) {
                Set<String> there = delete(tsdb);
                String what = "operation " + at + ": " + files.failed();
                refused |= there.equals(all);
                Path after = temp.resolve("a" + at);
                switch (at % 3) {
                    case 0 -> check(what + ", killed", Directories.copy(directory, after), there);
                    case 1 -> {
                        files.powerCut(directory, after, null);
                        check(what + ", nothing unsynced left", after, there);
                    }
                    default -> {
                        files.powerCut(directory, after, random);
                        check(what + ", some unsynced left", after, there);
                    }
                }
            }
            Directories.delete(directory);
        }
        assertThat(refused).isTrue();
    }

    @Test
    void snapshot_ofWhichAnOperationFails_leavesNothing() throws IOException {
        fill(temp.resolve("filled"));
        FaultyFileStore counting = new FaultyFileStore();
        int before;
        int end;
        try (Tsdb tsdb = open(counting, "count")) {
            before = counting.operations().size();
            tsdb.snapshot(temp.resolve("s"), true);
            end = counting.operations().size();
        }
        int failures = 0;
        for (int at = before + 1; at <= end; at++) {
            FaultyFileStore files = new FaultyFileStore();
            files.failAt(at, "Input/output error");
            Path directory = temp.resolve("f" + at);
            Path snapshot = temp.resolve("s" + at);
            try (Tsdb tsdb = open(files, "f" + at)) {
                tsdb.snapshot(snapshot, true);
            } catch (StorageException e) {
                failures++;
                assertThat(snapshot).as(files.failed()).doesNotExist();
            }
            check("store, " + files.failed(), directory, all);
            if (Files.exists(snapshot)) {
                check("snapshot, " + files.failed(), snapshot, all);
            }
        }
        assertThat(failures).isGreaterThan((end - before) / 2);
    }

    private static void check(String what, Path directory, Set<String> there) {
        try (Tsdb tsdb = new Tsdb(options(directory).build())) {
            assertThat(Contents.of(tsdb)).as(what).isEqualTo(there);
            tsdb.collectGarbage();
            assertThat(Contents.of(tsdb)).as("%s, collected", what).isEqualTo(there);
        }
        Directories.delete(directory);
    }
}
