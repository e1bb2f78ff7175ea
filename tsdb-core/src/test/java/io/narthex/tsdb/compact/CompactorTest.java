package io.narthex.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.TestBlocks;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class CompactorTest {
    private static final long HOUR = 3_600_000;
    private static final long T0 = TestBlocks.T0 / (54 * HOUR) * (54 * HOUR);
    private static final CompactionPlan PLAN =
            CompactionPlan.of(Duration.ofHours(2), Duration.ofDays(15));

    @TempDir private Path data = Path.of("");

    private void write(Queryable store, long fromHour, long toHour, BlockEncoding encoding) {
        TestBlocks.write(data, store, T0 + fromHour * HOUR, T0 + toHour * HOUR, encoding);
    }

    private Compactor compactor(BlockList blocks) {
        return new Compactor(blocks, PLAN, BlockEncoding.NATIVE, Clock.systemUTC());
    }

    private static Queryable hours(long seed, long from, int hours) {
        return TestBlocks.store(Seeds.random(seed), T0 + from * HOUR, 6, hours * 60, 60_000);
    }

    @Test
    void run_manyBlocks_keepsEverySampleInFewBlocks() throws IOException {
        Queryable store = hours(1, 0, 26);
        for (int h = 0; h < 26; h += 2) {
            write(store, h, h + 2, h % 4 == 0 ? BlockEncoding.PROMETHEUS : BlockEncoding.NATIVE);
        }
        Map<Labels, List<String>> expected = TestBlocks.samples(store);
        try (BlockList blocks = BlockList.open(FileStore.local(), data);
                Querier open = blocks.querier(T0, T0 + 26 * HOUR)) {
            assertThat(TestBlocks.samples(blocks)).isEqualTo(expected);
            assertThat(compactor(blocks).run()).isEqualTo(5);
            assertThat(TestBlocks.samples(blocks)).isEqualTo(expected);
            assertThat(blocks.blocks().stream().map(b -> length(b.meta())))
                    .containsExactly(18L, 6L, 2L);
            BlockMeta first = blocks.blocks().getFirst().meta();
            assertThat(first.compaction().level()).isEqualTo(3);
            assertThat(first.compaction().sources()).hasSize(9).isSorted();
            assertThat(first.compaction().parents()).hasSize(3);
            // Who had the old blocks open reads on.
            assertThat(TestBlocks.samples((_, _) -> open)).isEqualTo(expected);
        }
        assertThat(directories()).hasSize(3);
        try (BlockList blocks = BlockList.open(FileStore.local(), data)) {
            assertThat(TestBlocks.samples(blocks)).isEqualTo(expected);
        }
    }

    private static long length(BlockMeta meta) {
        return (meta.endTime() - meta.mint()) / HOUR;
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            return all.toList();
        }
    }

    /// Any blocks, overlapping or not, with any deletions: what can be read stays the same.
    @Test
    void run_anyBlocks_changesNothingThatCanBeRead() {
        Seeds.forEach(25, this::checkAny);
    }

    private void checkAny(long seed) {
        RandomGenerator r = Seeds.random(seed);
        Path directory = data.resolve("seed" + seed);
        for (int i = r.nextInt(1, 8); i > 0; i--) {
            int from = r.nextInt(12);
            int to = from + r.nextInt(1, 7);
            Queryable store = hours(r.nextInt(3), from, to - from);
            BlockEncoding encoding =
                    r.nextBoolean() ? BlockEncoding.PROMETHEUS : BlockEncoding.NATIVE;
            TestBlocks.write(directory, store, T0 + from * HOUR, T0 + to * HOUR, encoding);
        }
        try (BlockList blocks = BlockList.open(FileStore.local(), directory)) {
            for (Block block : blocks.blocks()) {
                if (r.nextInt(3) == 0) {
                    long from = T0 + r.nextInt(20) * HOUR;
                    block.delete(
                            from,
                            from + r.nextInt(5) * HOUR,
                            List.of(
                                    new LabelMatcher(
                                            LabelMatcher.Type.REGEX, "instance", "i[0-2]")));
                }
            }
            Map<Labels, List<String>> before = TestBlocks.samples(blocks);
            compactor(blocks).run();
            assertThat(TestBlocks.samples(blocks)).isEqualTo(before);
            assertThat(PLAN.next(blocks.blocks().stream().map(Block::meta).toList())).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void run_everythingDeleted_removesTheBlock() throws IOException {
        Queryable store = hours(1, 0, 4);
        write(store, 0, 2, BlockEncoding.NATIVE);
        write(store, 2, 4, BlockEncoding.NATIVE);
        try (BlockList blocks = BlockList.open(FileStore.local(), data)) {
            blocks.blocks().getFirst().delete(0, Long.MAX_VALUE, TestBlocks.any());
            assertThat(compactor(blocks).run()).isZero();
            assertThat(blocks.blocks()).hasSize(1);
        }
        assertThat(directories()).hasSize(1);
    }

    /// As if the process had died at each step of replacing two blocks by one.
    @Test
    void open_afterACrashWhileCompacting_hasEverySampleOnce() throws IOException {
        Queryable store = hours(1, 0, 4);
        write(store, 0, 2, BlockEncoding.NATIVE);
        write(store, 2, 4, BlockEncoding.NATIVE);
        Map<Labels, List<String>> expected = TestBlocks.samples(store);
        Path foreign = Files.createDirectories(data.resolve("lost+found"));
        Path half = Files.createDirectories(data.resolve(Ulid.random(1) + ".tmp-for-creation"));
        Files.writeString(half.resolve("index"), "half");
        Path doomed = Files.createDirectories(data.resolve(Ulid.random(1) + ".tmp-for-deletion"));
        Files.writeString(doomed.resolve("index"), "half");
        Path kept = Files.createDirectories(data.resolve("mine.tmp-for-deletion"));
        try (BlockList blocks = BlockList.open(FileStore.local(), data)) {
            assertThat(TestBlocks.samples(blocks)).isEqualTo(expected);
            publishWithoutDeleting(blocks);
        }
        assertThat(data)
                .isDirectoryNotContaining("glob:**for-creation")
                .isDirectoryContaining(foreign::equals)
                .isDirectoryContaining(kept::equals);
        assertThat(doomed).doesNotExist();
        try (BlockList blocks = BlockList.open(FileStore.local(), data)) {
            assertThat(blocks.blocks()).hasSize(1);
            assertThat(TestBlocks.samples(blocks)).isEqualTo(expected);
        }
    }

    private void publishWithoutDeleting(BlockList blocks) throws IOException {
        List<BlockMeta> parents = blocks.blocks().stream().map(Block::meta).toList();
        new BlockWriter(FileStore.local(), data, BlockEncoding.NATIVE)
                .write(blocks, T0, T0 + 4 * HOUR, Ulid.random(5), BlockMeta.Compaction.of(parents));
    }

    @Test
    void run_corruptBlock_leavesItAndGoesOn() throws IOException {
        Queryable store = hours(1, 0, 20);
        List<Path> written = new ArrayList<>();
        for (int h = 0; h < 20; h += 2) {
            written.add(
                    TestBlocks.write(
                            data,
                            store,
                            T0 + h * HOUR,
                            T0 + (h + 2) * HOUR,
                            BlockEncoding.PROMETHEUS));
        }
        Path chunks = written.get(1).resolve("chunks/000001");
        byte[] bytes = Files.readAllBytes(chunks);
        bytes[bytes.length / 2] ^= 1;
        Files.write(chunks, bytes);
        Path noIndex = written.get(9).resolve("index");
        Files.write(noIndex, new byte[100]);
        try (BlockList blocks = BlockList.open(FileStore.local(), data)) {
            assertThat(blocks.problems()).hasSize(1);
            assertThat(blocks.problems().getFirst().file()).isEqualTo(noIndex);
            assertThat(compactor(blocks).run()).isEqualTo(2);
            assertThat(blocks.blocks()).hasSize(6);
            assertThat(written.get(1)).exists();
        }
        assertThat(written.get(9)).exists();
    }

    @Test
    void querier_readsOnlyBlocksOfTheRange() throws IOException {
        Queryable store = hours(1, 0, 6);
        for (int h = 0; h < 6; h += 2) {
            write(store, h, h + 2, BlockEncoding.NATIVE);
        }
        try (BlockList blocks = BlockList.open(FileStore.local(), data);
                Querier querier = blocks.querier(T0 + 2 * HOUR, T0 + 4 * HOUR - 1)) {
            assertThat(
                            querier.select(SelectHints.range(T0, T0 + 6 * HOUR), TestBlocks.any())
                                    .cursor()
                                    .at(0)
                                    .count())
                    .isEqualTo(120);
        }
    }
}
