package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Blocks with classic histograms, whose buckets are stored beside each other.
class BucketBlockTest {
    private static final long T0 = TestBlocks.T0;
    private static final long INTERVAL = 15_000;
    private static final long END = T0 + 100_000 * INTERVAL;

    @TempDir private Path data = Path.of("");

    /// The buckets of some histograms; one count in each ten thousand is reset.
    private static List<SeriesData> buckets(RandomGenerator r, String le, int buckets, int n) {
        List<SeriesData> all = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            double[] total = new double[buckets];
            double[][] values = new double[buckets][n];
            for (int i = 0; i < n; i++) {
                boolean reset = r.nextInt(1000) == 0;
                for (int k = r.nextInt(40); k > 0; k--) {
                    for (int b = Math.min(r.nextInt(buckets), r.nextInt(9)); b < buckets; b++) {
                        total[b]++;
                    }
                }
                for (int b = 0; b < buckets; b++) {
                    total[b] = reset ? 0 : total[b];
                    values[b][i] = total[b];
                }
            }
            for (int b = 0; b < buckets; b++) {
                Labels labels = labels("i" + instance, le, b);
                all.add(new ListSeries(all.size() + 1, labels, times(n), values[b]));
            }
        }
        return all;
    }

    private static Labels labels(String instance, String le, int bucket) {
        return Labels.of(Labels.NAME, "h_bucket", "instance", instance, le, bound(bucket));
    }

    private static String bound(int bucket) {
        return "%.3f".formatted(0.005 * (bucket + 1));
    }

    private static long[] times(int n) {
        long[] times = new long[n];
        Arrays.setAll(times, i -> T0 + INTERVAL * i);
        return times;
    }

    private Block write(Queryable store, BlockEncoding encoding) throws IOException {
        return Block.open(FileStore.local(), TestBlocks.write(data, store, T0, END, encoding));
    }

    private static void assertSame(Block block, Queryable store) {
        assertThat(TestBlocks.samples(block)).isEqualTo(TestBlocks.samples(store));
        assertThat(BlockVerification.of(block).problems()).isEmpty();
    }

    /// More buckets than a chain is long, and numbers of chunks with which those of neighbours
    /// share a place in the reader's cache.
    @Test
    void buckets_comeBackBitForBit() throws IOException {
        for (int buckets : new int[] {2, 12, 40}) {
            for (int chunks : new int[] {1, 4, 8, 16, 17}) {
                RandomGenerator r = Seeds.random(buckets * 100L + chunks);
                Queryable store = new ListQueryable(buckets(r, "le", buckets, 240 * chunks));
                try (Block block = write(store, BlockEncoding.NATIVE)) {
                    assertThat(block.meta().encodings().contains("lfor-beside"))
                            .isEqualTo(buckets > 2);
                    assertSame(block, store);
                    readAtRandom(block, store, r);
                }
            }
        }
    }

    private static void readAtRandom(Block block, Queryable store, RandomGenerator r) {
        SelectHints all = SelectHints.range(T0, END);
        try (Querier ours = block.querier(T0, END);
                Querier theirs = store.querier(T0, END)) {
            SeriesSet set = ours.select(all, TestBlocks.any());
            SeriesSet expected = theirs.select(all, TestBlocks.any());
            SeriesCursor cursor = set.cursor();
            for (int k = 0; k < 200; k++) {
                int series = r.nextInt(set.size());
                SeriesData found = cursor.at(series);
                int i = r.nextInt(found.count());
                SeriesData wanted = expected.cursor().at(series);
                assertThat(found.valueAt(i)).isEqualTo(wanted.valueAt(i));
                assertThat(found.timeAt(i)).isEqualTo(wanted.timeAt(i));
                assertThat(!found.noDrop(0, i) || wanted.noDrop(0, i)).isTrue();
            }
        }
    }

    @Test
    void singleBucket_isReadWithoutTheOthers() throws IOException {
        Queryable store = new ListQueryable(buckets(Seeds.random(3), "le", 12, 480));
        try (Block block = write(store, BlockEncoding.NATIVE)) {
            for (int b = 11; b >= 0; b--) {
                Labels labels = labels("i1", "le", b);
                List<LabelMatcher> one =
                        List.of(
                                LabelMatcher.equal("le", bound(b)),
                                LabelMatcher.equal("instance", "i1"));
                try (Querier querier = block.querier(T0, END)) {
                    SeriesSet set = querier.select(SelectHints.range(T0, END), one);
                    assertThat(set.size()).isOne();
                    double[] values = new double[480];
                    set.cursor().at(0).values(0, 480, values, 0);
                    List<String> expected =
                            TestBlocks.samples(store).getOrDefault(labels, List.of());
                    assertThat(expected).hasSize(480);
                    for (int i = 0; i < 480; i++) {
                        long bits = Double.doubleToRawLongBits(values[i]);
                        assertThat(expected.get(i)).endsWith("=" + bits);
                    }
                }
            }
        }
    }

    @Test
    void buckets_takeLittleRoom() throws IOException {
        long[] bytes = new long[2];
        for (int way = 0; way < 2; way++) {
            String le = way == 0 ? "le" : "lf";
            Queryable store = new ListQueryable(buckets(Seeds.random(5), le, 12, 960));
            try (Block block = write(store, BlockEncoding.NATIVE)) {
                bytes[way] = Files.size(block.directory().resolve("chunks/000001"));
            }
        }
        assertThat(bytes[0]).isLessThan(bytes[1] * 3 / 4);
    }

    /// Other times, stale markers, broken numbers, labels behind `le`: nothing is beside anything
    /// then, or some of it, but all comes back.
    @Test
    void oddBuckets_comeBackBitForBit() throws IOException {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    Queryable store = new ListQueryable(odd(r));
                    try (Block block = write(store, BlockEncoding.NATIVE);
                            Block again = write(block, BlockEncoding.NATIVE);
                            Block xor = write(block, BlockEncoding.PROMETHEUS)) {
                        assertSame(block, store);
                        assertSame(again, store);
                        assertSame(xor, store);
                        assertThat(xor.meta().encodings()).isEmpty();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static List<SeriesData> odd(RandomGenerator r) {
        List<SeriesData> all = new ArrayList<>();
        for (SeriesData series : buckets(r, "le", 14, r.nextInt(1, 500))) {
            int n = series.count();
            double[] values = new double[n];
            long[] times = times(n);
            series.values(0, n, values, 0);
            int kind = r.nextInt(6);
            if (kind == 0) {
                values[r.nextInt(n)] = StaleNaN.VALUE;
            } else if (kind == 1) {
                values[r.nextInt(n)] += r.nextDouble();
            } else if (kind == 2) {
                times[n - 1]++;
            }
            int kept = kind == 3 ? r.nextInt(1, n + 1) : n;
            Labels labels = series.labels();
            if (kind == 4) {
                labels = Labels.of(Labels.NAME, "odd" + all.size(), "le", "1", "zone", "z");
            }
            all.add(
                    new ListSeries(
                            all.size() + 1,
                            labels,
                            Arrays.copyOf(times, kept),
                            Arrays.copyOf(values, kept)));
        }
        return all;
    }

    @Test
    void mergedBlocks_haveBucketsBesideEachOther() throws IOException {
        Queryable store = new ListQueryable(buckets(Seeds.random(8), "le", 12, 960));
        long middle = T0 + 480 * INTERVAL;
        Path first = TestBlocks.write(data, store, T0, middle, BlockEncoding.NATIVE);
        Path second = TestBlocks.write(data, store, middle, END, BlockEncoding.NATIVE);
        try (Block one = Block.open(FileStore.local(), first);
                Block two = Block.open(FileStore.local(), second);
                Block merged = write(BlockList.merged(List.of(one, two)), BlockEncoding.NATIVE)) {
            assertThat(merged.meta().encodings()).contains("lfor-beside");
            assertSame(merged, store);
        }
    }

    /// With a checksum that fits the damage: it is reported, or something is read, and nothing
    /// breaks.
    @Test
    void damagedChunks_neverBreakTheReader() throws IOException {
        Queryable store = new ListQueryable(buckets(Seeds.random(9), "le", 20, 240));
        Path directory = TestBlocks.write(data, store, T0, END, BlockEncoding.NATIVE);
        Path file = directory.resolve("chunks/000001");
        byte[] sound = Files.readAllBytes(file);
        int[] reported = new int[1];
        Seeds.forEach(
                500,
                seed -> {
                    byte[] damaged = sound.clone();
                    damageChunk(Seeds.random(seed), damaged);
                    try {
                        Files.write(file, damaged);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    try (Block block = Block.open(FileStore.local(), directory)) {
                        TestBlocks.samples(block);
                    } catch (CorruptionException e) {
                        reported[0]++;
                    }
                });
        assertThat(reported[0]).isPositive();
    }

    /// Changes a byte or two of a chunk, mostly of its first ones, and its checksum.
    private static void damageChunk(RandomGenerator r, byte[] bytes) {
        int skipped = r.nextInt(60);
        int at = 8;
        while (true) {
            int length = bytes[at] & 0x7f;
            int from = at + 1;
            if (bytes[at] < 0) {
                length |= bytes[at + 1] << 7;
                from++;
            }
            int end = from + 1 + length;
            if (skipped-- == 0) {
                for (int k = r.nextInt(1, 3); k > 0; k--) {
                    bytes[from + 1 + r.nextInt(r.nextBoolean() ? 3 : length)] = (byte) r.nextInt();
                }
                CRC32C crc = new CRC32C();
                crc.update(bytes, from, end - from);
                for (int b = 0; b < 4; b++) {
                    bytes[end + b] = (byte) (crc.getValue() >>> (24 - 8 * b));
                }
                return;
            }
            at = end + 4;
        }
    }
}
