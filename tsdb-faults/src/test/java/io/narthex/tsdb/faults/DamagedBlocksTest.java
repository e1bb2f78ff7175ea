package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Index, chunks, tombstones and `meta.json` of one block with random damage: the store opens,
/// tells what is wrong and where, serves all of the other blocks, takes samples, and goes on
/// writing and merging blocks. The damaged one is left as it is, unless all of its samples can be
/// merged: merging needs no postings.
class DamagedBlocksTest {
    private static final Labels AFTERWARDS = Labels.of(Labels.NAME, "afterwards");

    @TempDir private Path temp = Path.of("");

    private Scenario scenario = scenario(temp);
    private Path sound = Path.of("");

    /// The blocks by their directories' names.
    private final Map<String, BlockMeta> blocks = new HashMap<>();

    private static Scenario scenario(Path data) {
        return new BlockScenario(
                new FaultyFileStore(), data, SyncMode.ALWAYS, Duration.ofDays(1000));
    }

    /// A store with three blocks, tombstones in each, and a head that another sample cuts.
    @BeforeEach
    void write() throws IOException {
        Path data = temp.resolve("data");
        sound = temp.resolve("sound");
        scenario = scenario(data);
        Tsdb tsdb = scenario.run();
        assertThat(tsdb).isNotNull();
        try (tsdb) {
            Directories.copy(data, sound);
        }
        try (BlockList list = BlockList.read(FileStore.local(), sound)) {
            assertThat(list.blocks()).hasSize(3);
            for (Block block : list.blocks()) {
                // Nothing is at that time.
                long t = block.meta().mint() + 1;
                block.delete(t, t, List.of(LabelMatcher.equal(Labels.NAME, "m1")));
                blocks.put(block.meta().ulid().toString(), block.meta());
            }
        }
    }

    /// The files of blocks that are not empty, in the blocks' order.
    private List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String block : new TreeSet<>(blocks.keySet())) {
            try (Stream<Path> all = Files.walk(directory.resolve(block))) {
                files.addAll(all.filter(Files::isRegularFile).sorted().toList());
            }
        }
        return files;
    }

    @Test
    void damagedFiles_areReported_andTheOthersServe() {
        int[] reported = new int[1];
        long seed =
                new DamageRuns(sound, this::files)
                        .run(
                                (_, bytes, r) -> Damage.of(bytes, r),
                                (directory, file, _, damaged) -> {
                                    List<CorruptionException> problems = new ArrayList<>();
                                    live(directory, file, true, problems);
                                    if (Files.exists(file)) {
                                        assertThat(file).hasBinaryContent(damaged);
                                    } else {
                                        checkAll(directory);
                                    }
                                    reported[0] += problems.isEmpty() ? 0 : 1;
                                });
        assertThat(reported[0]).isPositive();
        record(
                "damaged blocks",
                seed,
                reported[0]
                        + " reported damage, the others had no effect; nothing else missing or"
                        + " invented");
    }

    @Test
    void damageWithFittingChecksums_neverBreaksTheReaders() {
        int[] reported = new int[1];
        long seed =
                new DamageRuns(
                                sound,
                                directory ->
                                        files(directory).stream()
                                                .filter(BlockDamage::hasChecksum)
                                                .toList())
                        .run(
                                BlockDamage::withFittingChecksum,
                                (directory, file, _, _) -> {
                                    List<CorruptionException> problems = new ArrayList<>();
                                    live(directory, file, false, problems);
                                    reported[0] += problems.isEmpty() ? 0 : 1;
                                });
        assertThat(reported[0]).isPositive();
        record(
                "damaged blocks whose checksums fit",
                seed,
                reported[0] + " reported damage; the other blocks served, in every store");
    }

    private static void record(String what, long seed, String result) {
        ReliabilityRecord.put(
                what, DamageRuns.command(DamagedBlocksTest.class), seed, DamageRuns.RUNS, result);
    }

    /// Opens a damaged store, works with it, and opens it again.
    ///
    /// @param told whether checksums tell of the damage
    /// @param problems gets what was reported
    private void live(Path directory, Path file, boolean told, List<CorruptionException> problems) {
        BlockMeta block =
                Objects.requireNonNull(
                        blocks.get(directory.relativize(file).getName(0).toString()));
        long t = scenario.now() + BlockScenario.RANGE.toMillis();
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            checkOthers(tsdb, block);
            readAll(tsdb, told, problems);
            for (CorruptionException problem : problems) {
                assertThat(problem.file().startsWith(directory)).isTrue();
                assertThat(problem.offset()).isBetween(0L, Long.MAX_VALUE);
                assertThat(problem.reason()).isNotBlank();
            }
            try (Appender appender = tsdb.appender()) {
                appender.append(appender.resolve(AFTERWARDS), t, 1);
                assertThat(appender.commit().accepted()).isEqualTo(1);
            }
            tsdb.collectGarbage();
            assertThat(tsdb.blockStats().written()).isPositive();
            assertThat(tsdb.blockStats().failures()).isEqualTo(0);
            checkOthers(tsdb, block);
        }
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            checkOthers(tsdb, block);
            assertThat(Contents.of(tsdb, t, t)).contains(Contents.sample(AFTERWARDS, t, 1));
        }
    }

    /// All samples outside of a block are there.
    private void checkOthers(Tsdb tsdb, BlockMeta block) {
        Set<String> others = Contents.of(tsdb, Long.MIN_VALUE, block.mint() - 1);
        others.addAll(Contents.of(tsdb, block.endTime(), Long.MAX_VALUE));
        for (String sample : scenario.acknowledged) {
            long t = Contents.time(sample);
            if (t < block.mint() || t >= block.endTime()) {
                assertThat(others).contains(sample);
            }
        }
    }

    private void checkAll(Path directory) {
        try (Tsdb tsdb = new Tsdb(scenario.options(directory))) {
            assertThat(Contents.of(tsdb)).containsAll(scenario.acknowledged);
        }
    }

    /// Reads everything, and keeps what is reported.
    private void readAll(Tsdb tsdb, boolean told, List<CorruptionException> problems) {
        problems.addAll(tsdb.corruptBlocks());
        Set<String> all;
        try {
            all = Contents.of(tsdb);
        } catch (CorruptionException e) {
            problems.add(e);
            return;
        }
        if (told) {
            assertThat(scenario.acknowledged).containsAll(all);
            assertThat(problems.isEmpty()).isEqualTo(all.size() == scenario.acknowledged.size());
        }
    }
}
