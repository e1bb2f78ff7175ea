package io.narthex.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelMatcher.Type;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class DeletionRecordTest {
    private static final Deletion UP =
            new Deletion(
                    1000,
                    2000,
                    List.of(
                            LabelMatcher.equal(Labels.NAME, "up"),
                            new LabelMatcher(Type.NOT_REGEX, "job", "a|b")),
                    List.of("01JXTFTEME2RT26380JZXENTJ9"));

    /// The bytes of `docs/formats/wal.md`.
    private static final String GOLDEN =
            "d00fa01f"
                    + "02"
                    + "00085f5f6e616d655f5f027570"
                    + "03036a6f6203617c62"
                    + "01"
                    + "1a30314a58544654454d4532525432363338304a5a58454e544a39";

    @TempDir Path directory;

    private static byte[] payload(Deletion deletion) {
        ByteWriter out = new ByteWriter(16);
        DeletionRecord.write(deletion, out);
        return Arrays.copyOf(out.array(), out.size());
    }

    private static Deletion read(byte[] bytes) {
        return DeletionRecord.read(new ByteReader(bytes, 0, bytes.length));
    }

    @Test
    void write_isGolden() {
        assertThat(HexFormat.of().formatHex(payload(UP))).isEqualTo(GOLDEN);
    }

    @Test
    void read_givesWhatWasWritten() {
        Deletion all =
                new Deletion(
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        List.of(
                                new LabelMatcher(Type.REGEX, "é", ".+"),
                                new LabelMatcher(Type.NOT_EQUAL, "x", "")),
                        List.of());
        for (Deletion d : List.of(UP, all, new Deletion(0, 0, List.of(), List.of()))) {
            assertThat(read(payload(d))).isEqualTo(d);
        }
    }

    @Test
    void read_ofNonsense_isRefused() {
        byte[] whole = payload(UP);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedException.class);
        }
        byte[] kind = whole.clone();
        kind[5] = 4;
        assertThatThrownBy(() -> read(kind)).hasMessageContaining("kind 4");
        byte[] regex = whole.clone();
        regex[whole.length - 29] = '(';
        assertThatThrownBy(() -> read(regex)).isInstanceOf(MalformedException.class);
    }

    @Test
    void deletedTimes_areGolden() {
        DeletedTimesRecord record = new DeletedTimesRecord();
        record.add(1L << 32, 1000, 2000);
        record.add((1L << 32) + 1, 1000, 1000);
        ByteWriter out = new ByteWriter(16);
        record.writeTo(out);
        byte[] bytes = Arrays.copyOf(out.array(), out.size());
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("028080808020d00fe807020000");
        List<String> read = new ArrayList<>();
        DeletedTimesRecord.read(
                new ByteReader(bytes, 0, bytes.length),
                (ref, mint, maxt) -> read.add(ref + ": " + mint + " … " + maxt));
        assertThat(read).containsExactly("4294967296: 1000 … 2000", "4294967297: 1000 … 1000");
    }

    @Test
    void logAndCheckpoint_giveThemBackAtTheirPlace() throws IOException {
        WalReplay.Result nothing = new WalReplay.Result(1, 0, 0, 0, List.of());
        try (Wal wal = Wal.open(FileStore.local(), directory, nothing, 0)) {
            wal.addSeries(7, Labels.of("__name__", "a"));
            wal.samples().floats().add(7, 1, 1, 1, 0);
            wal.write();
            wal.delete(UP);
            wal.write();
            wal.samples().floats().add(7, 2, 2, 2, 0);
            wal.write();
        }
        Logged logged = Logged.of(directory);
        assertThat(logged.entries)
                .containsExactly(
                        "S 7 a", Logged.sample(7, 1, 1), "delete " + UP, Logged.sample(7, 2, 2));
        assertThat(logged.result.corruptions()).isEmpty();

        CheckpointInfo info = new CheckpointInfo(2, 0, 2, 0, 0, 8);
        List<String> expected = new ArrayList<>();
        try (CheckpointWriter out = new CheckpointWriter(FileStore.local(), directory, 9, info)) {
            SeriesState state = new SeriesState();
            state.ref = 7;
            out.add(state, Labels.of("__name__", "a"));
            for (int i = 0; i < 40_000; i++) {
                out.addDeletedTimes(7, i * 10L, i * 10L + 5);
                expected.add("deleted 7: " + i * 10L + " … " + (i * 10L + 5));
            }
            out.addDeletion(UP);
            out.addLate(7, 1, 1, 0);
            out.finish();
        }
        expected.add("delete " + UP);
        expected.add("late");
        Restored restored = new Restored();
        List<Corruption> corruptions = new ArrayList<>();
        CheckpointReader.read(FileStore.local(), directory, restored, corruptions);
        assertThat(restored.entries).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(restored.entries.getLast()).isEqualTo("late");
        assertThat(corruptions).isEmpty();
    }

    private static final class Restored implements CheckpointReader.Visitor {
        final List<String> entries = new ArrayList<>();

        @Override
        public void start(CheckpointInfo info) {}

        @Override
        public void series(long ref, Labels labels) {}

        @Override
        public void state(SeriesState state) {}

        @Override
        public void deletedTimes(long ref, long mint, long maxt) {
            entries.add("deleted " + ref + ": " + mint + " … " + maxt);
        }

        @Override
        public void deletion(Deletion deletion) {
            entries.add("delete " + deletion);
        }

        @Override
        public void lateSamples(SamplesDecoder samples) {
            entries.add("late");
        }

        @Override
        public void lateHistograms(HistogramsDecoder histograms) {}
    }
}
