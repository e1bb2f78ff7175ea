package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.pages.ChunkPage;
import io.narthex.tsdb.pages.PageLayout;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

class ChunkPackerTest {
    private static final List<ChunkEncoding> ENCODINGS = List.of(ChunkEncoding.values());

    private record Chunk(long place, int length, ChunkEncoding encoding, long mint, long start) {}

    @Test
    void lists_holdWhatWasAddedAndNotDropped() {
        Seeds.forEach(300, seed -> check(Seeds.random(seed)));
    }

    private static void check(RandomGenerator random) {
        ChunkPacker packer = new ChunkPacker();
        ChunkList reader = new ChunkList();
        Deque<Chunk> expected = new ArrayDeque<>();
        byte[] list = null;
        long mint = random.nextInt(8) == 0 ? Long.MIN_VALUE + 1 : random.nextLong(1L << 42);
        long start = 0;
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    int n = random.nextInt(expected.size() + 1);
                    for (int i = 0; i < n; i++) {
                        expected.removeFirst();
                    }
                    list = list == null ? null : packer.withoutOldest(list, n);
                }
                case 1 -> list = shifted(packer, list, expected, random.nextInt(1000));
                default -> {
                    mint += random.nextInt(8) == 0 ? random.nextLong(1L << 60) : 1_800_000;
                    start = (expected.isEmpty() ? start : expected.getLast().start) + 120;
                    Chunk c = chunk(random, mint, start);
                    expected.add(c);
                    list = packer.add(list, c.place, c.length, c.encoding, c.mint, c.start);
                }
            }
            compare(reader.unpack(list, new @Nullable ChunkPage[0]), list, expected);
        }
    }

    private static Chunk chunk(RandomGenerator random, long mint, long start) {
        return new Chunk(
                random.nextLong(1L << random.nextInt(1, 48)),
                random.nextInt(1, SealedPages.MAX_CHUNK_BYTES + 1),
                ENCODINGS.get(random.nextInt(ENCODINGS.size())),
                mint,
                start);
    }

    private static byte @Nullable [] shifted(
            ChunkPacker packer, byte @Nullable [] list, Deque<Chunk> chunks, long by) {
        for (int i = chunks.size(); i > 0; i--) {
            Chunk c = chunks.removeFirst();
            chunks.add(new Chunk(c.place, c.length, c.encoding, c.mint, c.start + by));
        }
        return list == null ? null : packer.shiftStarts(list, by);
    }

    private static void compare(ChunkList actual, byte @Nullable [] list, Deque<Chunk> expected) {
        assertThat(actual.size()).isEqualTo(ChunkPacker.size(list)).isEqualTo(expected.size());
        int i = 0;
        for (Chunk c : expected) {
            assertThat(actual.mint(i)).isEqualTo(c.mint);
            assertThat(actual.start(i)).isEqualTo(c.start);
            assertThat(actual.length(i)).isEqualTo(c.length);
            assertThat(actual.encoding(i)).isEqualTo(c.encoding);
            assertThat(actual.offset(i)).isEqualTo((int) (c.place % PageLayout.PAGE_BYTES));
            boolean histograms = !c.encoding.isHistogram() || ChunkPacker.hasHistograms(list);
            boolean starts = !c.encoding.hasStarts() || ChunkPacker.hasStarts(list);
            assertThat(histograms && starts).isTrue();
            i++;
        }
        assertThat(actual.bytes()).isEqualTo(expected.stream().mapToLong(Chunk::length).sum());
    }

    @Test
    void regularSeries_takeTenBytesAChunk() {
        ChunkPacker packer = new ChunkPacker();
        byte[] list = null;
        for (int i = 0; i < 100; i++) {
            long place = 1L << 30 | i * 40_000_000L;
            list = packer.add(list, place, 90, ChunkEncoding.LFOR, i * 1_800_000L, i * 120L);
        }
        assertThat(ChunkPacker.memory(list)).isLessThan(1100);
    }

    @Test
    void pages_stayWithWhoGotThemAndAreForgottenWhenUnused() {
        PageTable table = new PageTable();
        ChunkPage first = new ChunkPage(new byte[0]);
        ChunkPage second = new ChunkPage(new byte[0]);
        first.chunkAdded();
        long place = table.place(first, 7);
        long other = table.place(second, 9);
        @Nullable ChunkPage[] before = table.pages();
        first.chunkDropped();
        table.forgetUnused();
        ChunkPage third = new ChunkPage(new byte[0]);
        assertThat(table.place(third, 7)).as("the number is free").isEqualTo(place);
        assertThat(PageTable.page(before, place)).isSameAs(first);
        assertThat(PageTable.page(table.pages(), place)).isSameAs(third);
        assertThat(PageTable.page(table.pages(), other)).as("it was being filled").isSameAs(second);
        assertThat(PageTable.offset(other)).isEqualTo(9);
    }
}
