package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ReliabilityRecord;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The log, checkpoints and page files with random damage: the store opens, holds nothing that was
/// never written, misses nothing without a report, and takes samples again.
class DamagedFilesTest {
    private static final Labels AFTERWARDS = Labels.of(Labels.NAME, "afterwards");

    @TempDir private Path temp = Path.of("");

    private Path sound = Path.of("");
    private Scenario scenario = new HeadScenario(new FaultyFileStore(), temp, SyncMode.ALWAYS);
    /// The newest file of the log.
    private Path lastFile = Path.of("");

    private DamageRuns runs = new DamageRuns(temp, DamagedFilesTest::files);

    /// A store whose process ended without closing it: with a checkpoint, pages and a log.
    @BeforeEach
    void write() throws IOException {
        Path data = temp.resolve("data");
        sound = temp.resolve("sound");
        FaultyFileStore files = new FaultyFileStore();
        scenario = new HeadScenario(files, data, SyncMode.ALWAYS);
        Tsdb tsdb = scenario.run();
        assertThat(tsdb).isNotNull();
        try (tsdb) {
            // All as it is now, but without the hole in the page file, where damage has no effect.
            files.powerCut(data, sound, () -> -1L);
        }
        assertThat(files(sound)).hasSizeGreaterThanOrEqualTo(3);
        lastFile = sound.relativize(files(sound).getLast());
        runs = new DamageRuns(sound, DamagedFilesTest::files);
    }

    /// What was found in a damaged store.
    ///
    /// @param silent whether the log ends between two records, which nobody can tell from one that
    ///     was never longer
    /// @param contents at first
    /// @param taken whether another sample was accepted then
    /// @param again the contents when the store was opened once more
    private record Found(
            List<Corruption> corruptions,
            boolean silent,
            Set<String> contents,
            boolean taken,
            Set<String> again) {}

    @Test
    void damagedFiles_loseNothingWithoutAReport() {
        int[] reported = new int[1];
        Set<String> written = scenario.acknowledged;
        long seed =
                run(
                        (_, bytes, r) -> Damage.of(bytes, r),
                        Contents::of,
                        found -> {
                            assertThat(written).containsAll(found.contents);
                            if (found.contents.size() < written.size() && !found.silent) {
                                assertThat(found.corruptions).isNotEmpty();
                            }
                            reported[0] += found.corruptions.isEmpty() ? 0 : 1;
                            assertThat(found.taken).isTrue();
                            assertThat(found.again)
                                    .hasSize(found.contents.size() + 1)
                                    .containsAll(found.contents);
                        });
        assertThat(reported[0]).isPositive();
        record(
                "damaged logs, checkpoints and pages",
                seed,
                reported[0] + " reported damage; nothing invented, nothing lost without a report");
    }

    /// Checksums that fit may tell of samples that contradict each other, or that are newer than
    /// all to come: anything may be found.
    @Test
    void damageWithFittingChecksums_neverBreaksTheReaders() {
        int[] taken = new int[1];
        long seed =
                run(
                        (file, bytes, r) -> Damage.withFittingChecksum(bytes, isPageFile(file), r),
                        Contents::of,
                        found -> taken[0] += found.taken ? 1 : 0);
        assertThat(taken[0]).isPositive();
        record(
                "damaged logs, checkpoints and pages whose checksums fit",
                seed,
                "every store opened and closed again");
    }

    @Test
    void chunksWhoseTimesRepeat_areReported() throws IOException {
        Path page = pageFile();
        List<byte[]> forged = Damage.withRepeatedTimes(Files.readAllBytes(sound.resolve(page)));
        assertThat(forged).isNotEmpty();
        for (byte[] bytes : forged) {
            Found found = openForged(page, bytes);
            assertThat(found.corruptions)
                    .anyMatch(c -> c.reason().contains("times do not ascend at sample 1"));
            assertThat(scenario.acknowledged).containsAll(found.contents);
            assertThat(found.again).hasSize(found.contents.size() + 1);
        }
    }

    /// Both may be right, but only one can be the series', and neither time may be there twice.
    @Test
    void chunksThatOverlap_areReported() throws IOException {
        Path page = pageFile();
        List<byte[]> forged = Damage.withStrangersChunks(Files.readAllBytes(sound.resolve(page)));
        int reported = 0;
        for (byte[] bytes : forged.subList(0, 3)) {
            Found found = openForged(page, bytes);
            reported +=
                    found.corruptions.stream().anyMatch(c -> c.reason().contains("that has chunks"))
                            ? 1
                            : 0;
            assertThat(found.again).hasSizeGreaterThanOrEqualTo(found.contents.size());
        }
        assertThat(reported).isPositive();
    }

    private Path pageFile() throws IOException {
        return sound.relativize(
                files(sound).stream()
                        .filter(DamagedFilesTest::isPageFile)
                        .findFirst()
                        .orElseThrow());
    }

    private Found openForged(Path page, byte[] bytes) throws IOException {
        Path copy = Directories.copy(sound, temp.resolve("forged"));
        try {
            Files.write(copy.resolve(page), bytes);
            return open(copy, Contents::of, false);
        } finally {
            Directories.delete(copy);
        }
    }

    private static void record(String what, long seed, String result) {
        ReliabilityRecord.put(
                what, DamageRuns.command(DamagedFilesTest.class), seed, DamageRuns.RUNS, result);
    }

    private interface Reading {
        Set<String> of(Tsdb tsdb);
    }

    private long run(DamageRuns.Harm harm, Reading reading, Consumer<Found> check) {
        return runs.run(
                harm,
                (directory, file, sound, damaged) -> {
                    boolean last = directory.relativize(file).equals(lastFile);
                    try {
                        check.accept(
                                open(
                                        directory,
                                        reading,
                                        last && Damage.isCutBetweenRecords(sound, damaged)));
                    } catch (StorageException e) {
                        // Whoever finds a newer version must not touch it.
                        assertThat(e).hasMessageContaining("newer version");
                    }
                });
    }

    private Found open(Path directory, Reading reading, boolean silent) {
        Set<String> contents;
        List<Corruption> corruptions;
        boolean taken;
        long t = System.currentTimeMillis() + Duration.ofDays(3650).toMillis();
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            contents = reading.of(tsdb);
            corruptions = tsdb.corruptions();
            try (Appender appender = tsdb.appender()) {
                appender.append(appender.resolve(AFTERWARDS), t, 1);
                taken = appender.commit().accepted() == 1;
            }
        }
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            Set<String> again = reading.of(tsdb);
            assertThat(again.contains(Contents.sample(AFTERWARDS, t, 1))).isEqualTo(taken);
            return new Found(corruptions, silent, contents, taken, again);
        }
    }

    /// Page files have names of digits only, in the directory of checkpoints.
    private static boolean isPageFile(Path file) {
        return String.valueOf(file.getFileName()).matches("\\d+")
                && String.valueOf(file.getParent()).endsWith("head");
    }

    /// Files of the head that are not empty, in a fixed order.
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("head"))) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> f.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }
}
