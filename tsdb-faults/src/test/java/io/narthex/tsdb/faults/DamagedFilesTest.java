package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The log, checkpoints and page files with random damage: the store opens, holds nothing that was
/// never written, misses nothing without a report, and takes samples again.
class DamagedFilesTest {
    private static final int RUNS = Integer.getInteger("narthex.damage.runs", 150);
    private static final Duration NO_HANG = Duration.ofMinutes(1);
    private static final String COMMAND =
            "mvn -Psoak -pl tsdb-faults -am test -Dtest=DamagedFilesTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    @TempDir private Path temp = Path.of("");
    private Path sound = Path.of("");
    private Scenario scenario = new HeadScenario(new FaultyFileStore(), temp, SyncMode.ALWAYS);
    private Set<String> written = Set.of();

    /// A store whose process ended without closing it: with a checkpoint, pages and a log.
    @BeforeEach
    void write() throws IOException {
        Path data = temp.resolve("data");
        sound = temp.resolve("sound");
        scenario = new HeadScenario(new FaultyFileStore(), data, SyncMode.ALWAYS);
        Tsdb tsdb = scenario.run();
        assertThat(tsdb).isNotNull();
        try (tsdb) {
            Directories.copy(data, sound);
        }
        written = scenario.acknowledged;
        assertThat(files(sound)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void damagedFiles_loseNothingWithoutAReport() {
        int[] reported = new int[1];
        long seed =
                run(
                        (file, bytes, r) -> Damage.of(bytes, r),
                        new Check() {
                            @Override
                            public void of(
                                    Set<String> contents,
                                    List<Corruption> corruptions,
                                    boolean silent) {
                                assertThat(written).containsAll(contents);
                                if (contents.size() < written.size() && !silent) {
                                    assertThat(corruptions).isNotEmpty();
                                }
                                reported[0] += corruptions.isEmpty() ? 0 : 1;
                            }

                            @Override
                            public void reopened(
                                    Set<String> before, Set<String> now, boolean taken) {
                                assertThat(taken).isTrue();
                                assertThat(now).hasSize(before.size() + 1).containsAll(before);
                            }
                        });
        assertThat(reported[0]).isPositive();
        ReliabilityRecord.put(
                "damaged logs, checkpoints and pages",
                COMMAND,
                seed,
                RUNS,
                reported[0] + " reported damage; nothing invented, nothing lost without a report");
    }

    @Test
    void damageWithFittingChecksums_neverBreaksTheReaders() {
        long seed =
                run(
                        (file, bytes, r) -> Damage.withFittingChecksum(bytes, isPageFile(file), r),
                        new Check() {
                            @Override
                            public void of(
                                    Set<String> contents,
                                    List<Corruption> corruptions,
                                    boolean silent) {
                                // anything may be there
                            }

                            @Override
                            public void reopened(
                                    Set<String> before, Set<String> now, boolean taken) {
                                // and be another sample's reason to go
                            }
                        });
        ReliabilityRecord.put(
                "damaged logs, checkpoints and pages whose checksums fit",
                COMMAND,
                seed,
                RUNS,
                "every store opened and closed again");
    }

    private interface Harm {
        byte[] of(Path file, byte[] bytes, RandomGenerator r);
    }

    private interface Check {
        /// @param silent whether the log ends between two records, which nobody can tell from one
        ///     that was never longer
        void of(Set<String> contents, List<Corruption> corruptions, boolean silent);

        /// Checksums that fit may tell of samples that contradict each other, or that are newer
        /// than all to come; otherwise what was found once is found again, and one that was
        /// `taken`.
        void reopened(Set<String> before, Set<String> now, boolean taken);
    }

    private long run(Harm harm, Check check) {
        long first = Long.getLong("narthex.damage.seed", System.nanoTime());
        System.out.println("DamagedFilesTest: " + RUNS + " runs, seed " + first);
        for (int i = 0; i < RUNS; i++) {
            long seed = first + i;
            assertTimeoutPreemptively(NO_HANG, () -> one(seed, harm, check), () -> "seed " + seed);
        }
        return first;
    }

    private void one(long seed, Harm harm, Check check) throws IOException {
        RandomGenerator r = Seeds.random(seed);
        Path copy = temp.resolve("copy");
        Directories.copy(sound, copy);
        try {
            List<Path> files = files(copy);
            Path file = files.get(r.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] damaged = harm.of(file, bytes, r);
            Files.write(file, damaged);
            boolean last = file.equals(files.getLast());
            reopen(copy, check, last && Damage.isCutBetweenRecords(bytes, damaged));
        } catch (StorageException e) {
            // Whoever finds a newer version must not touch it.
            assertThat(e).as("seed %s", seed).hasMessageContaining("newer version");
        } catch (AssertionError | RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } finally {
            Directories.delete(copy);
        }
    }

    private void reopen(Path directory, Check check, boolean silent) {
        Set<String> all;
        boolean taken;
        long t = System.currentTimeMillis() + Duration.ofDays(3650).toMillis();
        Labels labels = Labels.of(Labels.NAME, "afterwards");
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            all = Contents.of(tsdb);
            check.of(all, tsdb.corruptions(), silent);
            try (Appender appender = tsdb.appender()) {
                appender.append(appender.resolve(labels), t, 1);
                taken = appender.commit().accepted() == 1;
            }
        }
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            Set<String> again = Contents.of(tsdb);
            assertThat(again.contains(Contents.sample(labels, t, 1))).isEqualTo(taken);
            check.reopened(all, again, taken);
        }
    }

    /// Page files have names of digits only, in the directory of checkpoints.
    private static boolean isPageFile(Path file) {
        return String.valueOf(file.getFileName()).matches("\\d+")
                && String.valueOf(file.getParent()).endsWith("head");
    }

    /// Files of the store that are not empty, in a fixed order.
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("head"))) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> f.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }
}
