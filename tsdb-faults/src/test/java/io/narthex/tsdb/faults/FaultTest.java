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
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Every single operation on files fails once.
class FaultTest {
    @TempDir Path temp;

    /// The operations of a scenario in which nothing fails.
    private List<String> operations(SyncMode mode) {
        FaultyFileStore files = new FaultyFileStore();
        Scenario scenario = new Scenario(files, temp.resolve("count"), mode);
        Tsdb tsdb = scenario.run();
        if (tsdb == null) {
            throw new AssertionError("a store that fails without a failure");
        }
        assertThat(scenario.refused).isEmpty();
        assertThat(Contents.of(tsdb)).isEqualTo(scenario.acknowledged);
        tsdb.close();
        return files.operations();
    }

    @Test
    void everyOperation_failingOnce_losesNothingAcknowledged() throws IOException {
        List<String> all = operations(SyncMode.INTERVAL);
        for (int at = 1; at <= all.size(); at = next(at, all)) {
            FaultyFileStore files = new FaultyFileStore();
            files.failAt(at, at % 2 == 0 ? "No space left on device" : "Input/output error");
            Path directory = temp.resolve("f" + at);
            Scenario scenario = new Scenario(files, directory, SyncMode.INTERVAL);
            Tsdb tsdb = scenario.run();
            String what = "operation " + at + ": " + files.failed();
            if (tsdb != null) {
                // The running store has exactly what it acknowledged.
                assertThat(Contents.of(tsdb)).as(what).isEqualTo(scenario.acknowledged);
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
            Path directory = temp.resolve("p" + at);
            Scenario scenario = new Scenario(files, directory, SyncMode.ALWAYS);
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

    /// A store on these files has all that was acknowledged, and nothing that nobody sent.
    private static void check(String what, Path directory, Scenario scenario) {
        try (Tsdb tsdb = new Tsdb(Scenario.options(directory))) {
            Set<String> there = Contents.of(tsdb);
            assertThat(there).as(what).containsAll(scenario.acknowledged);
            there.removeAll(scenario.acknowledged);
            assertThat(scenario.refused).as(what).containsAll(there);
        } catch (UncheckedIOException e) {
            throw new AssertionError(what, e);
        }
    }
}
