package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// A real process is really killed, again and again, in the same directory: nothing that it was
/// told is stored may be missing, and nothing may be there that it did not append.
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("narthex.crash.rounds", 5);

    @TempDir Path directory;

    @Test
    void kill9_losesNothingAcknowledged() throws Exception {
        long seed = Long.getLong("narthex.seed", System.nanoTime());
        RandomGenerator random = Seeds.random(seed);
        long next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SyncMode mode = SyncMode.values()[round % SyncMode.values().length];
            long acknowledged = runAndKill(next, mode, 50 + random.nextInt(1500));
            String what = "seed " + seed + ", round " + round + ", " + mode;
            assertThat(acknowledged).as(what).isGreaterThanOrEqualTo(next - 1);
            next = check(what, acknowledged) + 1;
        }
        ReliabilityRecord.put(
                "kill -9 of an appending process",
                "mvn -Pcrash -pl tsdb-faults -am test -Dtest=CrashTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false",
                seed,
                ROUNDS,
                next * AppendingProgram.SERIES + " samples acknowledged, none missing or invented");
    }

    /// @return the last commit that was acknowledged
    private long runAndKill(long first, SyncMode mode, long millis)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AppendingProgram.class.getName(),
                                directory.toString(),
                                String.valueOf(first),
                                mode.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            long last = first - 1;
            Thread killer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            Thread.sleep(millis);
                                        } catch (InterruptedException _) {
                                            Thread.currentThread().interrupt();
                                        }
                                        // The process' own method would close the pipe too.
                                        process.toHandle().destroyForcibly();
                                    });
            while (line != null) {
                // The last line may be cut.
                last = line.equals(String.valueOf(last + 1)) ? last + 1 : last;
                line = lines.readLine();
            }
            killer.join();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return last;
        } finally {
            process.destroyForcibly();
        }
    }

    /// @return the last commit that is there: the acknowledged one, or the one behind it
    private long check(String what, long acknowledged) {
        try (Tsdb tsdb = new Tsdb(AppendingProgram.options(directory))) {
            assertThat(tsdb.corruptions()).as(what).allMatch(c -> c.samplesLost() >= -1);
            long last = -2;
            for (int i = 0; i < AppendingProgram.SERIES; i++) {
                long there = lastOf(what, tsdb, i);
                assertThat(there).as(what).isBetween(acknowledged, acknowledged + 1);
                assertThat(last == -2 || last == there).as(what + ": half a commit").isTrue();
                last = there;
            }
            return last;
        }
    }

    private static long lastOf(String what, Tsdb tsdb, int i) {
        Labels labels = AppendingProgram.labels(i);
        try (Querier querier = tsdb.querier(0, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(0, Long.MAX_VALUE),
                            List.of(
                                    LabelMatcher.equal(Labels.NAME, "m"),
                                    LabelMatcher.equal("i", labels.getOrEmpty("i"))));
            if (set.size() == 0) {
                return -1;
            }
            long[] expected = {0};
            SeriesDataReader.forEach(
                    set.cursor().at(0),
                    (t, v) -> {
                        long n = expected[0]++;
                        if (t != AppendingProgram.T0 + n * AppendingProgram.STEP
                                || v != AppendingProgram.value(n, i)) {
                            throw new AssertionError(
                                    what + ": series " + i + ", sample " + n + ": " + t + " " + v);
                        }
                    });
            return expected[0] - 1;
        }
    }
}
