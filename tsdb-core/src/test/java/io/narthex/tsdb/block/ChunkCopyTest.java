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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void sealedChunksWithinTheRange_areCopied() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 960, 15_000);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(4, 0);
                assertSame(block, store, T0 + RANGE);
            }
        }
    }

    /// 130 samples: a chunk of 120 and the open block, whose ten samples its neighbour takes in.
    @Test
    void fewSamplesBehindAChunk_areMergedWithIt() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 250, 15_000);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(1, 2);
                assertSame(block, store, T0 + RANGE);
            }
        }
    }

    @Test
    void enoughSamplesBehindAChunk_areAChunkOfTheirOwn() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 270, 15_000);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(2, 1);
                assertSame(block, store, T0 + RANGE);
            }
        }
    }

    @Test
    void fewSamplesAlone_areOneChunk() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 7, 15_000);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(0, 1);
                assertSame(block, store, T0 + RANGE);
            }
        }
    }

    @Test
    void chunksAcrossTheEnds_areCut() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 480, 15_000);
            long end = T0 + 300 * 15_000L;
            try (Block block = write(store, T0 + 60 * 15_000L, end, BlockEncoding.NATIVE)) {
                written(1, 2);
                assertThat(TestBlocks.samples(block))
                        .isEqualTo(TestBlocks.samples(store, T0 + 60 * 15_000L, end - 1));
            }
        }
    }

    @Test
    void chunkWithLateSamples_isEncoded_theOthersAreCopied() throws IOException {
        try (Tsdb store = store()) {
            append(store, "m", T0, 600, 15_000);
            append(store, "m", T0 + 130 * 15_000L + 1, 3, 15_000);
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(3, 2);
                assertSame(block, store, T0 + RANGE);
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
            try (Block block = write(store, T0, T0 + RANGE, BlockEncoding.NATIVE)) {
                written(4, 0);
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
                    written(4, 8);
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
                written(3, 1);
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
                written(16, 0);
                one.delete(
                        T0 + 130 * 15_000L,
                        T0 + 140 * 15_000L,
                        List.of(LabelMatcher.equal(Labels.NAME, "n")));
                Queryable both = BlockList.merged(List.of(one, two));
                try (Block merged = write(both, T0, T0 + 2 * RANGE, BlockEncoding.NATIVE)) {
                    // What is left of the chunk with a hole is one chunk.
                    written(16 + 15, 1);
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
