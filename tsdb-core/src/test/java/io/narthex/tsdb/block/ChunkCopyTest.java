package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StartTimestampAppender;
import io.narthex.testkit.ForwardingQuerier;
import io.narthex.testkit.ForwardingSeriesData;
import io.narthex.testkit.ForwardingSeriesSet;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.merge.MergedQueryable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Chunks come into blocks as they are stored where they fit, and with the same samples as if they
/// had been encoded anew.
class ChunkCopyTest {
    private static final long T0 = TestBlocks.T0;
    private static final long RANGE = Duration.ofHours(2).toMillis();
    private static final long MONTH = Duration.ofDays(30).toMillis();

    @TempDir private Path data = Path.of("");
    private final ChunkCounts counts = new ChunkCounts();
    private final List<Block> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Block block : opened) {
            block.close();
        }
    }

    private static Tsdb store() {
        return new Tsdb(
                TsdbOptions.builder()
                        .chunkRange(Duration.ofMillis(RANGE))
                        .retention(Duration.ofDays(1000))
                        .outOfOrderWindow(Duration.ofDays(1))
                        .maintenanceInterval(Duration.ZERO)
                        .clock(new ManualClock(T0))
                        .build());
    }

    private static void append(Tsdb store, String name, long start, int samples, long interval) {
        append(store, List.of(name), start, samples, interval);
    }

    private static void append(
            Tsdb store, List<String> names, long start, int samples, long interval) {
        try (Appender appender = store.appender()) {
            for (int i = 0; i < samples; i++) {
                for (String name : names) {
                    long ref = appender.resolve(Labels.of(Labels.NAME, name));
                    appender.append(ref, start + i * interval, i * 0.1);
                }
            }
            appender.commit();
        }
    }

    /// A store that shows no chunks.
    private static Queryable plain(Queryable store) {
        return (mint, maxt) -> new Plain(store.querier(mint, maxt));
    }

    private static final class Plain extends ForwardingQuerier {
        Plain(Querier to) {
            super(to);
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return new ForwardingSeriesSet(super.select(hints, matchers)) {
                @Override
                public SeriesCursor cursor() {
                    SeriesCursor to = super.cursor();
                    return i -> new ForwardingSeriesData(to.at(i));
                }
            };
        }
    }

    private Block write(Queryable from, long mint, long endTime, BlockEncoding encoding)
            throws IOException {
        Ulid ulid = Ulid.random(mint);
        long before = counts.copied() + counts.encoded();
        new BlockWriter(FileStore.local(), data, encoding, counts)
                .write(from, mint, endTime, ulid, BlockMeta.Compaction.fromHead(ulid));
        Block block = Block.open(FileStore.local(), data.resolve(ulid.toString()));
        assertThat(counts.copied() + counts.encoded() - before)
                .isEqualTo(block.meta().stats().chunks());
        return block;
    }

    private void written(long copied, long encoded) {
        assertThat(counts.copied()).isEqualTo(copied);
        assertThat(counts.encoded()).isEqualTo(encoded);
    }

    private void assertSame(Queryable block, Queryable store, long endTime) {
        assertThat(TestBlocks.samples(block)).isEqualTo(TestBlocks.samples(store, T0, endTime - 1));
    }

    /// One block after the other, each with one chunk.
    private Queryable chunks(int... samples) throws IOException {
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        for (int n : samples) {
            try (Tsdb store = store()) {
                append(store, "m", at(from), n, 15_000);
                Block block = write(store, at(from), at(from + n), BlockEncoding.NATIVE);
                assertThat(block.meta().stats().chunks()).isOne();
                opened.add(block);
                blocks.add(block);
            }
            from += n;
        }
        return BlockList.merged(blocks);
    }

    private static long at(int sample) {
        return T0 + sample * 15_000L;
    }

    /// Writes a block and compares it and how its chunks came to be.
    private void copy(Queryable from, int fromSample, int toSample, int copied, int encoded)
            throws IOException {
        long copiedBefore = counts.copied();
        long encodedBefore = counts.encoded();
        try (Block block = write(from, at(fromSample), at(toSample), BlockEncoding.NATIVE)) {
            written(copiedBefore + copied, encodedBefore + encoded);
            assertThat(TestBlocks.samples(block))
                    .isEqualTo(TestBlocks.samples(from, at(fromSample), at(toSample) - 1));
        }
    }

    @Test
    void chunksOfTheHead_becomeLongerOnes_whichAreCopied() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 960, 15_000);
            copy(store, 0, 480, 0, 2);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                copy(block, 0, 480, 2, 0);
            }
        }
    }

    @Test
    void shortChunks_becomeLongerOnes() throws IOException {
        copy(chunks(120, 100, 110, 120), 0, 450, 0, 2);
    }

    @Test
    void fewSamplesBehindAChunk_areMergedWithIt() throws IOException {
        copy(chunks(240, 10), 0, 250, 0, 2);
    }

    @Test
    void enoughSamplesBehindAChunk_areAChunkOfTheirOwn() throws IOException {
        copy(chunks(240, 240, 30), 0, 510, 2, 1);
    }

    @Test
    void fewSamplesAlone_areOneChunk() throws IOException {
        copy(chunks(7), 0, 7, 0, 1);
    }

    @Test
    void chunksAcrossTheEnds_areCut() throws IOException {
        copy(chunks(240, 240, 240), 60, 540, 1, 2);
    }

    @Test
    void chunkWithLateSamples_isEncoded_theOthersAreCopied() throws IOException {
        Queryable inOrder = chunks(240, 240, 240);
        try (Tsdb store = store()) {
            append(store, "m", at(250) + 1, 3, 15_000);
            try (Block late = write(store, T0, at(720), BlockEncoding.NATIVE)) {
                List<Queryable> all = List.of(inOrder, late);
                copy(new MergedQueryable(all), 0, 720, 2, 2);
            }
        }
    }

    @Test
    void chunkWithStartTimestamps_isCopiedWithThem() throws IOException {
        try (Tsdb store = store()) {
            try (StartTimestampAppender appender = store.appender()) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "m"));
                for (int i = 0; i < 480; i++) {
                    appender.append(ref, T0 + i * 15_000L, i, i < 240 ? T0 - 1 : 0);
                }
                appender.commit();
            }
            append(store, "m", T0 + RANGE, 120, 15_000);
            try (Block first = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE);
                    Block block = write(first, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(2, 2);
                assertSame(block, store, T0 + RANGE);
                assertThat(block.meta().encodings()).contains("lfor-starts");
                try (Querier querier = block.querier(T0, T0 + RANGE)) {
                    SeriesData data = SeriesDataReader.selectAll(querier).cursor().at(0);
                    for (int i = 0; i < 480; i++) {
                        assertThat(data.startTimestampAt(i)).isEqualTo(i < 240 ? T0 - 1 : 0);
                    }
                }
            }
        }
    }

    @Test
    void blockForPrometheus_copiesXorOnly() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 480, 15_000);
            append(store, "m", T0 + RANGE, 1, 15_000);
            try (Block xor = write(store, T0, T0 + RANGE, BlockEncoding.PROMETHEUS)) {
                written(0, 4);
                try (Block again = write(xor, T0, T0 + RANGE, BlockEncoding.PROMETHEUS);
                        Block ours = write(xor, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                    written(4, 6);
                    assertSame(again, store, T0 + RANGE);
                    assertSame(ours, store, T0 + RANGE);
                }
            }
        }
    }

    @Test
    void chunkOfTheHeadWithAHole_isEncodedWithoutWhatIsDeleted() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 600, 15_000);
            store.deleteSeries(
                    T0 + 150 * 15_000L,
                    T0 + 160 * 15_000L,
                    List.of(LabelMatcher.equal(Labels.NAME, "m")));
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(0, 2);
                assertThat(block.meta().stats().samples()).isEqualTo(480 - 11);
                assertSame(block, store, T0 + RANGE);
            }
        }
    }

    @Test
    void mergedBlocks_copyWhatIsNotDeletedOrDoubled() throws IOException {
        try (Tsdb store = store()) {
            append(store, List.of("m", "n"), T0, 1440, 15_000);
            try (Block one = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE);
                    Block two = write(store, T0 + RANGE, T0 + 2 * RANGE, BlockEncoding.NATIVE)) {
                written(0, 8);
                one.delete(
                        T0 + 130 * 15_000L,
                        T0 + 140 * 15_000L,
                        List.of(LabelMatcher.equal(Labels.NAME, "n")));
                Queryable both = BlockList.merged(List.of(one, two));
                try (Block merged = write(both, T0, T0 + 2 * RANGE, BlockEncoding.NATIVE)) {
                    // What is left of the chunk with a hole is one chunk.
                    written(7, 9);
                    assertThat(TestBlocks.samples(merged)).isEqualTo(TestBlocks.samples(both));
                }
            }
        }
    }

    /// The same as if no chunk were ever copied, whatever the samples, ranges and overlaps.
    @Test
    void blocksOfAnything_haveTheSamplesOfThoseThatCopyNothing() {
        Seeds.forEach(
                8,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    try (Tsdb store = store()) {
                        append(store, "all", T0, 1440, 30_000);
                        for (int s = 0; s < 5; s++) {
                            long at = T0 + r.nextLong(RANGE);
                            for (int k = r.nextInt(1, 6); k > 0; k--) {
                                int n = r.nextInt(1, 300);
                                append(store, "m" + s, at, n, 1000L * r.nextInt(1, 60));
                                at += r.nextLong(-RANGE / 4, RANGE);
                            }
                        }
                        long mint = T0 + r.nextLong(RANGE);
                        long endTime = mint + r.nextLong(RANGE, 3 * RANGE);
                        BlockEncoding encoding =
                                r.nextInt(4) == 0 ? BlockEncoding.PROMETHEUS : BlockEncoding.NATIVE;
                        try (Block one = write(store, mint, endTime, encoding);
                                Block rest =
                                        write(store, endTime - RANGE / 2, T0 + MONTH, encoding);
                                Block anew = write(plain(store), mint, T0 + MONTH, encoding);
                                Block merged =
                                        write(
                                                BlockList.merged(List.of(one, rest)),
                                                mint,
                                                T0 + MONTH,
                                                BlockEncoding.NATIVE)) {
                            assertThat(TestBlocks.samples(merged))
                                    .isEqualTo(TestBlocks.samples(anew));
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(counts.copied()).isPositive();
        assertThat(counts.encoded()).isPositive();
    }
}
