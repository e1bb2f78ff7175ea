package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StorageException;
import io.narthex.testkit.Directories;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Every single operation on files fails once in a store's life.
abstract class FaultContract {
    /// What a data directory may hold besides; the names are close to those of leftovers.
    private static final List<String> UNKNOWN =
            List.of("notes.txt", "mine.tmp-for-deletion/index", "lost+found/000001");

    @TempDir Path temp;

    /// The life of a store that is not there yet.
    abstract Scenario scenario(FaultyFileStore files, Path directory, SyncMode sync);

    /// Checks that nothing failed and what was to happen happened.
    abstract void requireLived(Tsdb tsdb);

    /// The operations of a scenario in which nothing fails.
    private List<String> operations(SyncMode mode) {
        FaultyFileStore files = new FaultyFileStore();
        Scenario scenario = scenario(files, temp.resolve("count"), mode);
        Tsdb tsdb = scenario.run();
        if (tsdb == null) {
            throw new AssertionError("a store that fails without a failure");
        }
        assertThat(scenario.refused).isEmpty();
        checkRunning("nothing fails", tsdb, scenario);
        requireLived(tsdb);
        tsdb.close();
        return files.operations();
    }

    @Test
    void everyOperation_failingOnce_losesNothingAcknowledged() throws IOException {
        List<String> all = operations(SyncMode.INTERVAL);
        for (int at = 1; at <= all.size(); at = next(at, all)) {
            FaultyFileStore files = new FaultyFileStore();
            files.failAt(at, at % 2 == 0 ? "No space left on device" : "Input/output error");
            Path directory = withUnknownFiles("f" + at);
            Scenario scenario = scenario(files, directory, SyncMode.INTERVAL);
            Tsdb tsdb = scenario.run();
            String what = "operation " + at + ": " + files.failed();
            if (tsdb != null) {
                checkRunning(what, tsdb, scenario);
                tsdb.collectGarbage();
                checkDirectories(what, directory, tsdb);
                Path killed = temp.resolve("k" + at);
                Directories.copy(directory, killed);
                check(what + ", killed", killed, scenario);
                Directories.delete(killed);
                close(tsdb);
            }
            check(what, directory, scenario);
            Directories.delete(directory);
        }
    }

    private Path withUnknownFiles(String name) throws IOException {
        Path directory = temp.resolve(name);
        for (String unknown : UNKNOWN) {
            Path file = directory.resolve(unknown);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, "mine");
        }
        return directory;
    }

    /// The operation to fail next: each one, but of the writes and syncs of commits behind commits
    /// only some, unless all are asked for.
    private static int next(int at, List<String> all) {
        int next = at + 1;
        while (!Boolean.getBoolean("narthex.faults.all")
                && next > 4
                && next < all.size()
                && next % 16 != 0
                && all.get(next - 1).equals(all.get(next - 3))
                && all.get(next - 2).equals(all.get(next - 4))) {
            next++;
        }
        return next;
    }

    private static void close(Tsdb tsdb) {
        try {
            tsdb.close();
        } catch (StorageException _) {
            // it is the operation that fails
        }
    }

    @Test
    void everyOperation_failingOnceBeforeAPowerCut_losesNothingSynced() throws IOException {
        List<String> all = operations(SyncMode.ALWAYS);
        RandomGenerator random = Seeds.random(1);
        for (int at = 1; at <= all.size(); at = next(at, all)) {
            FaultyFileStore files = new FaultyFileStore();
            files.failAt(at, "Input/output error");
            Path directory = withUnknownFiles("p" + at);
            Scenario scenario = scenario(files, directory, SyncMode.ALWAYS);
            Tsdb tsdb = scenario.run();
            if (tsdb != null) {
                String what = "operation " + at + ": " + files.failed();
                Path cut = temp.resolve("c" + at);
                files.powerCut(directory, cut, null);
                check(what + ", nothing unsynced left", cut, scenario);
                Path mixed = temp.resolve("x" + at);
                files.powerCut(directory, mixed, random);
                check(what + ", some unsynced left", mixed, scenario);
                close(tsdb);
                Directories.delete(cut);
                Directories.delete(mixed);
                Directories.delete(directory);
            }
        }
    }

    /// The running store has exactly what it acknowledged and may not have dropped.
    private static void checkRunning(String what, Tsdb tsdb, Scenario scenario) {
        Contents.checkStarts(what, tsdb);
        Set<String> there = Contents.of(tsdb);
        there.removeAll(scenario.expired);
        assertThat(there).as(what).isEqualTo(scenario.acknowledged);
    }

    /// A store on these files has all that was acknowledged, and nothing that nobody sent; also
    /// when it has gone on.
    private static void check(String what, Path directory, Scenario scenario) throws IOException {
        try (Tsdb tsdb =
                new Tsdb(
                        scenario.options(directory).toBuilder()
                                .files(new FaultyFileStore())
                                .build())) {
            checkReopened(what, tsdb, scenario);
            checkDirectories(what, directory, tsdb);
            tsdb.collectGarbage();
            checkReopened(what + ", after maintenance", tsdb, scenario);
            assertThat(tsdb.corruptBlocks()).as(what).isEmpty();
            assertThat(tsdb.blockStats().failures()).as(what).isZero();
        } catch (UncheckedIOException e) {
            throw new AssertionError(what, e);
        }
        for (String unknown : UNKNOWN) {
            assertThat(directory.resolve(unknown)).as(what).hasContent("mine");
        }
    }

    private static void checkReopened(String what, Tsdb tsdb, Scenario scenario) {
        Contents.checkStarts(what, tsdb);
        Set<String> there = Contents.of(tsdb);
        assertThat(there).as(what).containsAll(scenario.acknowledged);
        there.removeAll(scenario.acknowledged);
        there.removeAll(scenario.expired);
        assertThat(scenario.refused).as(what).containsAll(there);
    }

    /// Nothing is left of half-written, half-deleted and replaced blocks.
    private static void checkDirectories(String what, Path directory, Tsdb tsdb)
            throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.filter(f -> f.getFileName().toString().matches("[0-9A-Z]{26}.*")))
                    .as(what)
                    .hasSize((int) tsdb.blockStats().blocks());
        }
    }
}
