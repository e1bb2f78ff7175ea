package io.narthex.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.Decimals;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.HistogramSequences;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

class WalTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final Labels UP = Labels.of(Labels.NAME, "up", "job", "a");

    @TempDir Path directory;

    private static final WalReplay.Result NOTHING = new WalReplay.Result(1, 0, 0, 0, List.of());

    private static Wal open(Path directory) throws IOException {
        return Wal.open(FileStore.local(), directory, NOTHING, 0);
    }

    private static void add(Wal wal, long ref, long t, double v) {
        int e = Decimals.exponent(v, 0);
        wal.samples().floats().add(ref, t, v, e < 0 ? 0 : Decimals.mantissa(v, e), e);
    }

    private Path segment(int number) {
        return directory.resolve("%06d".formatted(number));
    }

    @Test
    void write_thenReplay_givesTheSame() throws IOException {
        Seeds.forEach(40, seed -> roundTrip(directory.resolve("r" + seed), Seeds.random(seed)));
    }

    private static void roundTrip(Path directory, RandomGenerator random) {
        List<String> expected = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            try (Wal wal = open(directory)) {
                for (int commit = 0; commit < 10; commit++) {
                    if (random.nextBoolean()) {
                        long ref = 1 + (random.nextLong() >>> 2);
                        Labels labels = UP.with("x", "v" + random.nextInt(5));
                        wal.addSeries(ref, labels);
                        expected.add("S " + ref + " " + labels);
                    }
                    writeRandom(wal, random, expected);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Logged logged = Logged.of(directory);
        assertThat(logged.entries).isEqualTo(expected);
        assertThat(logged.result.corruptions()).isEmpty();
    }

    private static void writeRandom(Wal wal, RandomGenerator random, List<String> expected)
            throws IOException {
        long ref = (1L << 32) + random.nextInt(10);
        long t = T0;
        int style = random.nextInt(4);
        int n = random.nextInt(100);
        for (int i = 0; i < n; i++) {
            switch (style) {
                case 0 -> ref++;
                case 1 -> t += 15_000;
                case 2 -> ref = random.nextLong() >>> 1;
                default -> {
                    ref += random.nextInt(3);
                    t = random.nextLong();
                }
            }
            double v =
                    switch (random.nextInt(6)) {
                        case 0 -> random.nextInt(1000) / 8.0;
                        case 1 -> Double.longBitsToDouble(random.nextLong());
                        case 2 -> StaleNaN.VALUE;
                        case 3 -> random.nextBoolean() ? -0.0 : Double.NEGATIVE_INFINITY;
                        default -> random.nextInt(1_000_000);
                    };
            add(wal, ref, t, v);
            expected.add(Logged.sample(ref, t, v));
        }
        wal.write();
    }

    @Test
    void write_oneScrape_takesFewBytesPerSample() throws IOException {
        try (Wal wal = open(directory)) {
            long before = wal.written();
            for (int i = 0; i < 1000; i++) {
                add(wal, (1L << 32) + i, T0, 1000 + i * 7);
            }
            wal.write();
            assertThat(wal.written() - before).isLessThan(3_100);
        }
    }

    @Test
    void format_isThatOfTheDocument() throws IOException {
        try (Wal wal = open(directory)) {
            wal.addSeries(1L << 32, Labels.of(Labels.NAME, "up"));
            add(wal, 1L << 32, 1000, 1.5);
            add(wal, (1L << 32) + 1, 1000, StaleNaN.VALUE);
            wal.write();
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(segment(1))))
                .isEqualTo(
                        "4e41525857414c0101000000000000000000000000000000"
                                + "010000000347ee430100000051537d52"
                                + "00"
                                + "1500000001cfe0c2010000001a1e3e05"
                                + "0180808080200100085f5f6e616d655f5f00027570"
                                + "0f00000002fea05802000000d69b91fd"
                                + "0002d00f0600808080802005111e0e");
    }

    private static FloatHistogram histogram(int inBucket, int count) {
        return new FloatHistogram(
                0,
                0.001,
                count - inBucket,
                count,
                2.5,
                Buckets.run(1, inBucket),
                Buckets.NONE,
                new double[0],
                ResetHint.UNKNOWN);
    }

    @Test
    void format_ofHistogramsAndLateSamples_isThatOfTheDocument() throws IOException {
        try (Wal wal = open(directory)) {
            wal.samples().histograms().add(1L << 32, 1000, histogram(2, 3));
            wal.samples().histograms().add((1L << 32) + 1, 1000, histogram(3, 4));
            wal.samples().lateFloats().add((1L << 32) + 2, -59_000, 1.5, 15, 1);
            wal.write();
        }
        byte[] all = Files.readAllBytes(segment(1));
        // Behind the file's header and the record of its opening.
        assertThat(HexFormat.of().formatHex(all, 41, all.length))
                .isEqualTo(
                        "2a00000004a6e6ba02000000bb338e1f"
                            + "00028080808020d00f0800fca9f1d24d62503f0102010000000000000000044006020402002002000002"
                            + "0f00000008b4870901000000c95e76640201ef99070600848080802002111e");
    }

    @Test
    void histogramsAndSamples_comeBackInOrder() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Wal wal = open(directory)) {
            RandomGenerator random = Seeds.random(1);
            for (int k = 0; k < 30; k++) {
                FloatHistogram[] histograms = HistogramSequences.of(random, 20, false);
                for (int i = 0; i < histograms.length; i++) {
                    FloatHistogram h =
                            StaleNaN.isStale(histograms[i].sum())
                                    ? HistogramCuts.STALE
                                    : histograms[i];
                    wal.samples().histograms().add(k, T0 + i, h);
                    expected.add(Logged.histogram(k, T0 + i, h));
                }
                wal.split();
                add(wal, k, T0 + 100, k);
                expected.add(Logged.sample(k, T0 + 100, k));
                wal.samples().lateFloats().add(k, T0 - 1, 0.5, 5, 1);
                expected.add("late " + Logged.sample(k, T0 - 1, 0.5));
                FloatHistogram late = histogram(k, 1);
                wal.samples().lateHistograms().add(k, T0 - 2, late);
                expected.add("late " + Logged.histogram(k, T0 - 2, late));
                wal.write();
            }
        }
        Logged logged = Logged.of(directory);
        assertThat(logged.entries).isEqualTo(expected);
        assertThat(logged.result.sequence()).isEqualTo(30 * 23);
        assertThat(logged.result.corruptions()).isEmpty();
    }

    @Test
    void forget_leavesNothingOfTheCommit() throws IOException {
        try (Wal wal = open(directory)) {
            add(wal, 1, T0, 1);
            wal.split();
            wal.samples().histograms().add(1, T0 + 1, histogram(1, 1));
            wal.forget();
            add(wal, 2, T0, 2);
            wal.write();
        }
        Logged logged = Logged.of(directory);
        assertThat(logged.entries).containsExactly(Logged.sample(2, T0, 2));
        assertThat(logged.result.sequence()).isEqualTo(1);
    }

    @Test
    void replay_ofEveryLength_keepsWholeRecordsAndCutsTheRest() throws IOException {
        try (Wal wal = open(directory)) {
            wal.addSeries(1L << 32, UP);
            add(wal, 1L << 32, T0, 1);
            wal.write();
            add(wal, 1L << 32, T0 + 1, 2);
            add(wal, 1L << 32, T0 + 2, 3);
            wal.write();
        }
        byte[] whole = Files.readAllBytes(segment(1));
        List<String> entries = Logged.of(directory).entries;
        for (int length = 0; length <= whole.length; length++) {
            Path copy = directory.resolve("cut" + length);
            Files.createDirectories(copy);
            Files.write(copy.resolve("000001"), Arrays.copyOf(whole, length));
            Logged cut = Logged.of(copy);
            assertThat(entries.subList(0, cut.entries.size())).isEqualTo(cut.entries);
            assertThat(cut.entries.size()).isNotEqualTo(3);
            // A second time there is nothing to report: the torn end is gone.
            assertThat(Logged.of(copy).result.corruptions()).isEmpty();
            assertThat(Logged.of(copy).entries).isEqualTo(cut.entries);
            // And the log goes on.
            try (Wal wal = Wal.open(FileStore.local(), copy, cut.result, 0)) {
                add(wal, 1L << 32, T0 + 9, 9);
                wal.write();
            }
            Logged on = Logged.of(copy);
            assertThat(on.entries).hasSize(cut.entries.size() + 1);
            assertThat(on.result.corruptions()).isEmpty();
        }
    }

    @Test
    void replay_withAFlippedBit_losesOneRecordAndSaysWhich() throws IOException {
        List<Long> ends = new ArrayList<>();
        try (Wal wal = open(directory)) {
            for (int commit = 0; commit < 5; commit++) {
                for (int i = 0; i < 4; i++) {
                    add(wal, (1L << 32) + i, T0 + commit, commit * 100 + i);
                }
                wal.write();
                ends.add(wal.written());
            }
        }
        byte[] whole = Files.readAllBytes(segment(1));
        for (int bit = (int) (ends.get(1) * 8); bit < ends.get(2) * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(segment(1), damaged);
            Logged logged = Logged.of(directory);
            assertThat(logged.entries).hasSize(16);
            Corruption corruption = logged.result.corruptions().getFirst();
            assertThat(logged.result.corruptions()).hasSize(1);
            assertThat(corruption.samplesLost()).isEqualTo(4);
            assertThat(corruption.offset()).isEqualTo(ends.get(1));
            assertThat(corruption.file()).isEqualTo(segment(1));
        }
    }

    @Test
    void replay_whatANewSegmentDisowns_isLeftOut() throws IOException {
        try (Wal wal = open(directory)) {
            add(wal, 1L << 32, T0, 1);
            wal.write();
        }
        Logged first = Logged.of(directory);
        byte[] whole = Files.readAllBytes(segment(1));
        // The write failed, nothing could be cut back, and the bytes are there all the same.
        try (Wal wal = Wal.open(FileStore.local(), directory, first.result, 0)) {
            add(wal, 1L << 32, T0 + 1, 2);
            wal.write();
        }
        byte[] failed = Arrays.copyOf(whole, whole.length * 2);
        Files.write(segment(1), failed);
        Logged logged = Logged.of(directory);
        assertThat(logged.entries)
                .containsExactly(
                        Logged.sample(1L << 32, T0, 1), Logged.sample(1L << 32, T0 + 1, 2));
        assertThat(logged.result.corruptions()).isEmpty();
    }

    @Test
    void rotate_andCheckpointed_deletesOlderSegments() throws IOException {
        try (Wal wal = open(directory)) {
            add(wal, 1L << 32, T0, 1);
            wal.write();
            Wal.Rotation rotation = wal.rotate();
            add(wal, 1L << 32, T0 + 1, 2);
            wal.write();
            assertThat(Logged.of(directory).entries).hasSize(2);
            wal.checkpointed(rotation, 0);
            assertThat(wal.bytes()).isLessThan(100);
        }
        assertThat(segment(1)).doesNotExist();
        assertThat(Logged.of(directory, 2).entries)
                .containsExactly(Logged.sample(1L << 32, T0 + 1, 2));
    }

    @Test
    void write_beyondASegment_goesOnInTheNext() throws IOException {
        int commits = 0;
        try (Wal wal = open(directory)) {
            while (!Files.exists(segment(3))) {
                for (int i = 0; i < 100_000; i++) {
                    wal.samples()
                            .floats()
                            .add((1L << 32) + 2 * i, T0 + commits, Math.PI * i, 0, -1);
                }
                wal.write();
                commits++;
            }
        }
        Logged logged = Logged.of(directory);
        assertThat(logged.entries).hasSize(commits * 100_000);
        assertThat(logged.result.nextSegment()).isEqualTo(4);
    }

    @Test
    void files_ofOthers_areLeftAlone() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        try (Wal wal = open(directory)) {
            wal.checkpointed(wal.rotate(), 0);
        }
        assertThat(directory.resolve("notes.txt")).hasContent("mine");
    }
}
