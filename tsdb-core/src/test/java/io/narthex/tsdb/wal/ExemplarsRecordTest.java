package io.narthex.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
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

class ExemplarsRecordTest {
    private static final Exemplar AB = new Exemplar(Labels.of("trace_id", "ab"), 0.5, 1000, true);

    /// The bytes of `docs/formats/wal.md`.
    private static final String GOLDEN =
            "018080808020d00f000000000000e03f010100087472616365" + "5f696400026162";

    @TempDir Path directory;

    private static byte[] payload(ExemplarsRecord record) {
        ByteWriter out = new ByteWriter(16);
        record.writeTo(out);
        return Arrays.copyOf(out.array(), out.size());
    }

    private static List<String> read(byte[] bytes) {
        List<String> read = new ArrayList<>();
        ExemplarsRecord.read(
                new ByteReader(bytes, 0, bytes.length), (ref, e) -> read.add(ref + " " + e));
        return read;
    }

    @Test
    void writeTo_isGolden() {
        ExemplarsRecord record = new ExemplarsRecord();
        record.add(1L << 32, AB);
        assertThat(HexFormat.of().formatHex(payload(record))).isEqualTo(GOLDEN);
        assertThat(read(HexFormat.of().parseHex(GOLDEN))).containsExactly((1L << 32) + " " + AB);
    }

    @Test
    void read_givesWhatWasAdded() {
        ExemplarsRecord record = new ExemplarsRecord();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Labels labels = Labels.of("trace_id", "t" + i % 7, "user", "ä".repeat(i % 3));
            long time = i % 2 == 0 ? Long.MIN_VALUE / 3 : i * 1000L;
            Exemplar e = new Exemplar(labels, i == 3 ? Double.NaN : -i, time, i % 5 > 0);
            record.add((1L << 32) + 50 - i, e);
            expected.add((1L << 32) + 50 - i + " " + e);
        }
        assertThat(read(payload(record))).isEqualTo(expected);
        record.clear();
        record.add(1L << 32, AB);
        assertThat(read(payload(record))).containsExactly((1L << 32) + " " + AB);
    }

    @Test
    void read_cutAnywhere_givesNothing() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void log_givesThemBack_inTheirOrderAndUncounted() throws IOException {
        WalReplay.Result nothing = new WalReplay.Result(1, 0, 0, 0, List.of());
        try (Wal wal = Wal.open(FileStore.local(), directory, nothing, 0)) {
            wal.addSeries(7, Labels.of("__name__", "a"));
            wal.samples().floats().add(7, 1, 1, 1, 0);
            wal.exemplars().add(7, AB);
            wal.write();
            wal.exemplars().add(7, new Exemplar(Labels.empty(), 2, 2000, false));
            wal.write();
        }
        List<Exemplar> read = new ArrayList<>();
        WalReplay.Result result =
                WalReplay.replay(
                        FileStore.local(),
                        directory,
                        1,
                        0,
                        new WalReplay.Visitor() {
                            @Override
                            public void series(long ref, Labels labels) {}

                            @Override
                            public void samples(SamplesDecoder samples) {}

                            @Override
                            public void histograms(HistogramsDecoder histograms) {}

                            @Override
                            public void lateSamples(SamplesDecoder samples) {}

                            @Override
                            public void lateHistograms(HistogramsDecoder histograms) {}

                            @Override
                            public void exemplar(long ref, Exemplar exemplar) {
                                assertThat(ref).isEqualTo(7);
                                read.add(exemplar);
                            }

                            @Override
                            public void opened(long generation) {}
                        });
        assertThat(read).containsExactly(AB, new Exemplar(Labels.empty(), 2, 2000, false));
        assertThat(result.sequence()).isEqualTo(1);
        assertThat(result.corruptions()).isEmpty();
    }
}
