package io.narthex.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// The bytes of `docs/formats/checkpoint.md`, in both versions.
class CheckpointFormatTest {
    private static final long REF = 1L << 32;
    private static final CheckpointInfo INFO = new CheckpointInfo(3, 1, 1000, 1, 40, 1);
    private static final Labels SHORT = Labels.of(Labels.NAME, "up");
    private static final Labels LONG = Labels.of(Labels.NAME, "up", "path", "/ab".repeat(50));

    private static final String SHORT_RECORDS =
            "070000001098049401000000e6402b60"
                    + "0301d00f012801"
                    + "1500000001ec98a7010000001a1e3e05"
                    + "0180808080200100085f5f6e616d655f5f00027570"
                    + "1300000011301e0f01000000c8240a3a"
                    + "0180808080200003d00f000000000000f03f00"
                    + "070000001227db5201000000e6402b60"
                    + "0301d00f012801";
    private static final String LONG_RECORDS =
            "070000001098049401000000e6402b60"
                    + "0301d00f012801"
                    + "2600000081abd9ee010000008f82b71e"
                    + "b401636c00020526068ef8f8bcc4dcd4f87806a6d202069682c4920c86698cfa894983100100"
                    + "13000000113a0f4501000000c8240a3a"
                    + "0180808080200003d00f000000000000f03f00"
                    + "070000001282eb4701000000e6402b60"
                    + "0301d00f012801";

    private final List<Corruption> corruptions = new ArrayList<>();

    @TempDir Path directory;

    private byte[] written(Labels labels) throws IOException {
        try (CheckpointWriter out = new CheckpointWriter(FileStore.local(), directory, 5, INFO)) {
            SeriesState state = new SeriesState();
            state.ref = REF;
            state.total = 3;
            state.lastTime = 1000;
            state.lastBits = Double.doubleToLongBits(1);
            out.add(state, labels);
            out.finish();
            byte[] bytes = Files.readAllBytes(file());
            assertThat(out.bytes()).isEqualTo(bytes.length);
            return bytes;
        }
    }

    private Path file() {
        return directory.resolve("checkpoint.000005");
    }

    /// What a checkpoint of the bytes holds.
    private List<String> read(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        corruptions.clear();
        List<String> found = new ArrayList<>();
        CheckpointReader.read(FileStore.local(), directory, new Collector(found), corruptions);
        return found;
    }

    private static byte[] version(int version, String records) {
        return HexFormat.of()
                .parseHex(
                        "4e415258434b50%02x".formatted(version)
                                + "05000000000000000000000000000000"
                                + records);
    }

    private static List<String> contents(Labels labels) {
        return List.of(INFO.toString(), REF + " " + labels, REF + " 3 1000 1.0");
    }

    @Test
    void version1_isRead() throws IOException {
        assertThat(read(version(1, SHORT_RECORDS))).isEqualTo(contents(SHORT));
        assertThat(corruptions).isEmpty();
    }

    @Test
    void shortRecords_areAsInVersion1() throws IOException {
        assertThat(written(SHORT)).asHexString().isEqualToIgnoringCase(hex(2, SHORT_RECORDS));
    }

    private static String hex(int version, String records) {
        return HexFormat.of().formatHex(version(version, records));
    }

    /// Any stream that gives the payload will do, so only the bytes of the document are fixed.
    @Test
    void longRecords_areDeflated() throws IOException {
        assertThat(read(version(2, LONG_RECORDS))).isEqualTo(contents(LONG));
        assertThat(corruptions).isEmpty();
        byte[] written = written(LONG);
        assertThat(written).hasSizeLessThan(version(2, LONG_RECORDS).length + 20);
        assertThat(read(written)).isEqualTo(contents(LONG));
        assertThat(corruptions).isEmpty();
    }

    @Test
    void laterVersion_isNamed() {
        assertThatThrownBy(() -> read(version(3, SHORT_RECORDS)))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("format version 3, written by a newer version of Narthex");
    }

    @Test
    void anyPayload_isReadAsItWasWritten() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    ByteWriter out = new ByteWriter(8);
                    out.putInt(0);
                    int length = random.nextInt(100_000);
                    int range = 1 + random.nextInt(255);
                    byte[] payload = new byte[length];
                    for (int i = 0; i < length; i++) {
                        payload[i] = (byte) random.nextInt(range);
                    }
                    out.put(payload, 0, length);
                    try (PackedPayload packing = new PackedPayload()) {
                        boolean isPacked = packing.pack(out, 4);
                        ByteReader in = new ByteReader(out.array(), 4, out.size());
                        ByteReader back = isPacked ? PackedPayload.unpack(in) : in;
                        assertThat(out.size() - 4).isLessThan(isPacked ? length : length + 1);
                        assertThat(back.remaining()).isEqualTo(length);
                        byte[] array = back.array();
                        int from = back.position();
                        assertThat(Arrays.copyOfRange(array, from, from + length))
                                .isEqualTo(payload);
                    }
                });
    }

    /// With checksums that fit, damage is refused by the stream itself or gives other bytes of the
    /// same length.
    @Test
    void damagedPayload_givesItsLengthOrNothing() {
        ByteWriter out = new ByteWriter(8);
        out.put(new byte[1000], 0, 1000);
        try (PackedPayload packing = new PackedPayload()) {
            assertThat(packing.pack(out, 0)).isTrue();
        }
        int refused = 0;
        for (int bit = 0; bit < 8 * out.size(); bit++) {
            byte[] bytes = out.array().clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                ByteReader in = new ByteReader(bytes, 0, out.size());
                assertThat(PackedPayload.unpack(in).remaining()).isEqualTo(1000);
            } catch (MalformedException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * out.size() / 2);
        for (int length = 0; length < out.size(); length++) {
            ByteReader in = new ByteReader(out.array(), 0, length);
            assertThatThrownBy(() -> PackedPayload.unpack(in))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void lengthThatNoStreamHas_isRefused() {
        for (long length : new long[] {-1, 1 << 20, 1L << 40}) {
            ByteWriter out = new ByteWriter(8);
            out.putVarint(length);
            out.putInt(3);
            ByteReader in = new ByteReader(out.array(), 0, out.size());
            assertThatThrownBy(() -> PackedPayload.unpack(in))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("deflated ones");
        }
    }

    private record Collector(List<String> found) implements CheckpointReader.Visitor {
        @Override
        public void start(CheckpointInfo info) {
            found.add(info.toString());
        }

        @Override
        public void series(long ref, Labels labels) {
            found.add(ref + " " + labels);
        }

        @Override
        public void state(SeriesState state) {
            double value = Double.longBitsToDouble(state.lastBits);
            found.add(state.ref + " " + state.total + " " + state.lastTime + " " + value);
        }

        @Override
        public void lateSamples(SamplesDecoder samples) {
            throw new AssertionError("there are none");
        }

        @Override
        public void lateHistograms(HistogramsDecoder histograms) {
            throw new AssertionError("there are none");
        }
    }
}
