package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

class BlockTest {
    private static final long T0 = TestBlocks.T0;
    private static final long END = T0 + 7_200_000;

    @TempDir private Path data = Path.of("");

    @ParameterizedTest
    @EnumSource
    void write_aStoresRange_readsTheSame(BlockEncoding encoding) {
        Queryable store = TestBlocks.store(Seeds.random(1), 40, 700);
        Path directory = TestBlocks.write(data, store, T0 + 60_000, END, encoding);
        assertThat(data).isDirectoryNotContaining("glob:**tmp*");
        try (Block block = Block.open(FileStore.local(), directory)) {
            assertThat(TestBlocks.samples(block))
                    .isEqualTo(TestBlocks.samples(store, T0 + 60_000, END - 1));
            BlockMeta meta = block.meta();
            assertThat(meta.mint()).isEqualTo(T0 + 60_000);
            assertThat(meta.endTime()).isEqualTo(END);
            assertThat(meta.stats().series()).isEqualTo(40);
            assertThat(meta.stats().samples()).isBetween(40 * 475L, 40 * 477L);
            // Chunks of the own encoding are twice as long.
            assertThat(meta.stats().chunks())
                    .isEqualTo(encoding == BlockEncoding.NATIVE ? 40 * 2 : 40 * 4);
            assertThat(meta.isPrometheus()).isEqualTo(encoding != BlockEncoding.NATIVE);
            assertThat(meta.compaction().sources()).containsExactly(meta.ulid());
        }
    }

    @Test
    void write_noSamples_leavesNothing() throws IOException {
        Queryable store = TestBlocks.store(Seeds.random(1), 3, 5);
        Ulid ulid = Ulid.random(0);
        assertThat(
                        new BlockWriter(FileStore.local(), data, BlockEncoding.NATIVE)
                                .write(store, 0, 1000, ulid, BlockMeta.Compaction.fromHead(ulid)))
                .isNull();
        assertThat(data).isEmptyDirectory();
    }

    /// Any matchers find what a scan of all labels finds, in the same order.
    @Test
    void select_anyMatchers_agreesWithAScan() {
        Queryable store = TestBlocks.store(Seeds.random(2), 60, 3);
        Path directory = TestBlocks.write(data, store, T0, END, BlockEncoding.NATIVE);
        try (Block block = Block.open(FileStore.local(), directory);
                Querier found = block.querier(T0, END);
                Querier expected = store.querier(T0, END)) {
            Seeds.forEach(
                    500,
                    seed -> {
                        List<LabelMatcher> matchers = matchers(Seeds.random(seed));
                        SelectHints hints = SelectHints.range(T0, END);
                        assertThat(labels(found.select(hints, matchers)))
                                .as("%s", matchers)
                                .isEqualTo(labels(expected.select(hints, matchers)));
                        assertThat(found.labelNames(matchers, 0))
                                .isEqualTo(expected.labelNames(matchers, 0));
                        assertThat(found.labelValues("instance", matchers, 7))
                                .isEqualTo(expected.labelValues("instance", matchers, 7));
                    });
            assertThat(found.labelNames(List.of(), 3)).isEqualTo(expected.labelNames(List.of(), 3));
            assertThat(found.labelValues("instance", List.of(), 5))
                    .isEqualTo(expected.labelValues("instance", List.of(), 5));
        }
    }

    private static List<LabelMatcher> matchers(RandomGenerator r) {
        String[] names = {Labels.NAME, "instance", "only3", "only4", "absent"};
        String[] values = {"", "metric_1", "i17", "x", ".*", ".+", "metric_[12]", "i1|i2|i40"};
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = r.nextInt(4); i > 0; i--) {
            LabelMatcher.Type[] types = LabelMatcher.Type.values();
            matchers.add(
                    new LabelMatcher(
                            types[r.nextInt(types.length)],
                            names[r.nextInt(names.length)],
                            values[r.nextInt(values.length)]));
        }
        return matchers;
    }

    private static List<Labels> labels(SeriesSet set) {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            all.add(set.labels(i));
        }
        return all;
    }

    @Test
    void select_range_readsOnlyChunksThatOverlap() {
        Queryable store = TestBlocks.store(Seeds.random(3), 3, 480);
        Path directory = TestBlocks.write(data, store, T0, END, BlockEncoding.PROMETHEUS);
        try (Block block = Block.open(FileStore.local(), directory);
                Querier querier = block.querier(T0, END)) {
            long t = T0 + 100 * 15_000;
            SeriesSet set = querier.select(SelectHints.range(t, t + 60_000), TestBlocks.any());
            assertThat(set.cursor().at(0).count()).isEqualTo(120);
            assertThat(querier.select(SelectHints.range(END, END + 9), TestBlocks.any()).size())
                    .isZero();
        }
    }

    @Test
    void delete_isSeenByLaterQueriersAndAfterReopening() throws IOException {
        Queryable store = TestBlocks.store(Seeds.random(4), 5, 400);
        Path directory = TestBlocks.write(data, store, T0, END, BlockEncoding.NATIVE);
        List<LabelMatcher> one = List.of(LabelMatcher.equal("instance", "i3"));
        Map<Labels, List<String>> before;
        try (Block block = Block.open(FileStore.local(), directory);
                Querier open = block.querier(T0, END)) {
            before = TestBlocks.samples(block);
            block.delete(T0 + 15_000 * 100, T0 + 15_000 * 200 - 5, one);
            assertThat(open.select(SelectHints.range(T0, END), one).cursor().at(0).count())
                    .isEqualTo(400);
            try (Querier later = block.querier(T0, END)) {
                assertThat(later.select(SelectHints.range(T0, END), one).cursor().at(0).count())
                        .isEqualTo(300);
            }
            block.delete(T0 + 15_000 * 150, Long.MAX_VALUE, one);
        }
        try (Block block = Block.open(FileStore.local(), directory)) {
            assertThat(block.meta().stats().tombstones()).isEqualTo(1);
            Map<Labels, List<String>> after = TestBlocks.samples(block);
            Labels deleted =
                    before.keySet().stream()
                            .filter(l -> l.getOrEmpty("instance").equals("i3"))
                            .findFirst()
                            .orElseThrow();
            before.put(deleted, before.getOrDefault(deleted, List.of()).subList(0, 100));
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void close_withOpenQuerier_freesTheMemoryWithTheLastPin() throws IOException {
        Queryable store = TestBlocks.store(Seeds.random(5), 5, 100);
        Path directory = TestBlocks.write(data, store, T0, END, BlockEncoding.NATIVE);
        Block block = Block.open(FileStore.local(), directory);
        Querier querier = block.querier(T0, END);
        SeriesCursor cursor = querier.select(SelectHints.range(T0, END), TestBlocks.any()).cursor();
        block.close();
        block.close();
        BlockFiles.delete(FileStore.local(), directory);
        assertThat(Files.exists(directory)).isFalse();
        assertThat(cursor.at(2).count()).isEqualTo(100);
        assertThat(block.isFreed()).isFalse();
        assertThatThrownBy(() -> block.querier(0, 1)).isInstanceOf(IllegalStateException.class);
        querier.close();
        querier.close();
        assertThat(block.isFreed()).isTrue();
        assertThatThrownBy(() -> cursor.at(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ulid_textAndBack_isTheSame() {
        Seeds.forEach(
                1000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    Ulid ulid = new Ulid(r.nextLong(), r.nextLong());
                    assertThat(Ulid.parse(ulid.toString())).isEqualTo(ulid);
                    assertThat(Ulid.isUlid(ulid.toString())).isTrue();
                    Ulid other = new Ulid(r.nextLong(), r.nextLong());
                    assertThat(Integer.signum(ulid.toString().compareTo(other.toString())))
                            .isEqualTo(ulid.compareTo(other));
                });
        assertThat(Ulid.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").time()).isEqualTo(1469922850259L);
        assertThat(Ulid.isUlid("81ARZ3NDEKTSV4RRFFQ69G5FAV")).isFalse();
        assertThat(Ulid.isUlid("lost+found")).isFalse();
    }
}
