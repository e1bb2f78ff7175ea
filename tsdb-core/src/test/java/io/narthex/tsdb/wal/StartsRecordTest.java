package io.narthex.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

class StartsRecordTest {
    /// The bytes of `docs/formats/wal.md`: of seven samples behind 300 others, the third and fourth
    /// started at 1 s, the fifth has none, the others started at 2 s.
    private static final String GOLDEN = "ac0207" + "03" + "02d00f" + "02cf0f" + "01a01f";

    @TempDir Path directory;

    private static StartRuns.View runs(long... starts) {
        StartRuns runs = new StartRuns();
        for (int i = 0; i < starts.length; i++) {
            runs.append(i, starts[i]);
        }
        return runs.view();
    }

    private static byte[] payload(StartsRecord record) {
        ByteWriter out = new ByteWriter(16);
        record.writeTo(out);
        return Arrays.copyOf(out.array(), out.size());
    }

    private static StartsRecord read(byte[] bytes) {
        return StartsRecord.read(new ByteReader(bytes, 0, bytes.length));
    }

    @Test
    void writeTo_isGolden() {
        StartRuns.View runs = runs(0, 0, 1000, 1000, 0, 2000, 2000);
        assertThat(HexFormat.of().formatHex(payload(new StartsRecord(300, 7, runs))))
                .isEqualTo(GOLDEN);
    }

    @Test
    void read_givesWhatWasWritten_forTheRecordThatWasMeant() {
        Seeds.forEach(
                500,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    long[] starts = new long[r.nextInt(1, 300)];
                    for (int i = 0; i < starts.length; i++) {
                        boolean same = i > 0 && r.nextInt(3) > 0;
                        starts[i] = same ? starts[i - 1] : r.nextBoolean() ? 0 : r.nextLong();
                    }
                    StartsRecord written = new StartsRecord(seed, starts.length, runs(starts));
                    StartsRecord read = read(payload(written));
                    StartRuns.View view = StartsRecord.of(read, seed, starts.length);
                    long[] filled = new long[starts.length];
                    view.fill(filled, filled.length);
                    assertThat(filled).isEqualTo(starts);
                    for (int i = 0; i < starts.length; i++) {
                        assertThat(view.at(i)).isEqualTo(starts[i]);
                    }
                    assertThat(StartsRecord.of(read, seed + 1, starts.length).size()).isZero();
                    assertThat(StartsRecord.of(read, seed, starts.length + 1).size()).isZero();
                });
    }

    @Test
    void read_cutAnywhere_orWithARunBehindTheSamples_isMalformed() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedException.class);
        }
        byte[] fewer = whole.clone();
        fewer[2] = 5;
        assertThatThrownBy(() -> read(fewer)).isInstanceOf(MalformedException.class);
        byte[] twice = whole.clone();
        twice[7] = 0;
        assertThatThrownBy(() -> read(twice)).isInstanceOf(MalformedException.class);
    }

    /// Two commits; all four records of samples in the first have start timestamps.
    private List<Integer> writeTwoCommits() throws IOException {
        WalReplay.Result nothing = new WalReplay.Result(1, 0, 0, 0, List.of());
        try (Wal wal = Wal.open(FileStore.local(), directory, nothing, 0)) {
            int before = (int) wal.written();
            wal.samples().floats().add(7, 10, 1, 1, 0);
            wal.samples().floats().start(5);
            wal.samples().floats().add(8, 10, 1, 1, 0);
            wal.samples().floats().start(0);
            wal.samples().histograms().add(9, 10, HistogramCuts.STALE);
            wal.samples().histograms().start(6);
            wal.samples().lateFloats().add(7, 3, 1, 1, 0);
            wal.samples().lateFloats().start(2);
            wal.samples().lateHistograms().add(9, 3, HistogramCuts.STALE);
            wal.samples().lateHistograms().start(1);
            wal.write();
            int middle = (int) wal.written();
            wal.samples().floats().add(7, 20, 1, 1, 0);
            wal.samples().floats().add(8, 20, 1, 1, 0);
            wal.write();
            return List.of(before, middle, (int) wal.written());
        }
    }

    @Test
    void log_givesThemBackWithTheirSamples() throws IOException {
        writeTwoCommits();
        Logged logged = Logged.of(directory);
        assertThat(logged.starts).containsExactly(5L, 0L, 6L, 2L, 1L, 0L, 0L);
        assertThat(logged.result.sequence()).isEqualTo(7);
        assertThat(logged.result.corruptions()).isEmpty();
    }

    /// Damage to a record of start timestamps costs no sample, and damage to one of samples gives
    /// its start timestamps to no others.
    @Test
    void log_withAFlippedBit_givesNoSampleAnothersStart() throws IOException {
        List<Integer> ends = writeTwoCommits();
        Path segment = directory.resolve("000001");
        byte[] whole = Files.readAllBytes(segment);
        List<String> samples = Logged.of(directory).entries;
        List<Long> starts = Logged.of(directory).starts;
        boolean onlyStarts = false;
        for (int at = ends.get(0); at < ends.get(1); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(segment, damaged);
            Logged logged = Logged.of(directory);
            onlyStarts |= logged.entries.size() == samples.size();
            for (int i = 0; i < logged.entries.size(); i++) {
                long start = starts.get(samples.indexOf(logged.entries.get(i)));
                assertThat(logged.starts.get(i)).isIn(0L, start);
            }
            long lost = 0;
            for (Corruption corruption : logged.result.corruptions()) {
                lost += corruption.samplesLost();
            }
            assertThat(logged.entries).hasSize(samples.size() - (int) lost);
        }
        assertThat(onlyStarts).isTrue();
    }
}
