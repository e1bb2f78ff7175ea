package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of a small block are as `docs/formats/block.md` describes them.
class BlockLayoutTest {
    @TempDir private Path data = Path.of("");

    private Path block() {
        return block(BlockEncoding.NATIVE);
    }

    private Path block(BlockEncoding encoding) {
        Queryable store =
                new ListQueryable(
                        List.of(
                                new ListSeries(
                                        1,
                                        Labels.of(Labels.NAME, "b"),
                                        new long[] {1000, 2000},
                                        new double[] {1, 2}),
                                new ListSeries(
                                        2,
                                        Labels.of(Labels.NAME, "a", "x", "b"),
                                        new long[] {1500},
                                        new double[] {3})));
        return TestBlocks.write(data, store, 0, 7_200_000, encoding);
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    @Test
    void packedIndex_isAsDescribed() throws IOException {
        assertThat(hex(block().resolve(BlockIndex.FILE)))
                .isEqualTo(
                        // header
                        "baaad70072"
                                +
                                // symbols __name__, a, b, x
                                "0000001300000004085f5f6e616d655f5f016101620178caa0fb1c"
                                +
                                // a group of two
                                "0000001900000002"
                                +
                                // a, x = b: one chunk, from 1500 for 0 ms, at 8
                                "00020001030204b8170010"
                                +
                                // b: as many chunks, 500 ms older to 500 ms newer, 16 behind
                                "0001000205e707e80720"
                                + "10907c9b"
                                +
                                // zeros
                                "000000"
                                +
                                // postings: all series, a run of two from the first on
                                "000000060000000201000be7b6f00000"
                                +
                                // __name__ = a: the first
                                "000000050000000100"
                                + "56d0ee42000000"
                                +
                                // __name__ = b: one behind the first
                                "000000050000000102b7eb9eb5000000"
                                +
                                // x = b
                                "00000005000000010056d0ee42000000"
                                +
                                // postings offset table
                                "28000000040200004402085f5f6e616d655f5f01615402085f5f6e616d655f5f"
                                + "0162640201780162746f0400c7"
                                +
                                // table of contents
                                "0000000000000005000000000000002000000000000000410000000000000081"
                                + "00000000000000440000000000000081c04b7533");
    }

    @Test
    void paddedIndex_isAsDescribed() throws IOException {
        assertThat(hex(block(BlockEncoding.PROMETHEUS).resolve(BlockIndex.FILE)))
                .isEqualTo(
                        // header
                        "baaad70002"
                                +
                                // symbols __name__, a, b, x
                                "0000001300000004085f5f6e616d655f5f016101620178caa0fb1c"
                                +
                                // a, x = b: one chunk, from 1500 for 0 ms, at 8
                                "0a020001030201b81700087617f883"
                                +
                                // b: one chunk, from 1000 for 1000 ms, at 26
                                "000901000201d00fe8071addfe9d36"
                                +
                                // zeros
                                "0000"
                                +
                                // postings: all series
                                "0000000c000000020000000200000003a5834390"
                                +
                                // __name__ = a
                                "0000000800000001000000025502add1"
                                +
                                // __name__ = b
                                "000000080000000100000003a7692ed2"
                                +
                                // x = b
                                "0000000800000001000000025502add1"
                                +
                                // postings offset table
                                "00000028000000040200004002085f5f6e616d655f5f01615402085f5f6e616d"
                                + "655f5f016264020178016274020cda8a"
                                +
                                // table of contents
                                "00000000000000050000000000000020000000000000003e0000000000000084"
                                + "00000000000000400000000000000084201f6178");
    }

    @Test
    void chunks_areAsDescribed() throws IOException {
        assertThat(hex(block().resolve("chunks/000001")))
                .isEqualTo(
                        "85bd40dd01000000"
                                + // one sample, 3 at 1500
                                "0a"
                                + "70"
                                + "01010000000120dc0503"
                                + "3b853e4c"
                                + // 1 and 2 from 1000 on
                                "0f"
                                + "70"
                                + "09020000003122e803e80301000001"
                                + "cb7fdd43");
    }

    @Test
    void tombstones_areAsDescribed() throws IOException {
        Path directory = block();
        try (Block block = Block.open(FileStore.local(), directory)) {
            block.delete(1500, 1700, TestBlocks.any());
        }
        assertThat(hex(directory.resolve(Tombstones.FILE)))
                .isEqualTo("0130ba3001" + "00b817c81a" + "01b817c81a" + "e21daacb");
    }

    @Test
    void meta_isAsDescribed() throws IOException {
        Path directory = block();
        String ulid = String.valueOf(directory.getFileName());
        CRC32C checksum = new CRC32C();
        checksum.update(
                "%s 0 7200000 1 %s lfor".formatted(ulid, ulid).getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(directory.resolve(MetaFile.NAME)))
                .isEqualTo(
                        ("{'ulid':'%s','minTime':0,'maxTime':7200000,'stats':{'numSamples':3,"
                             + "'numFloatSamples':3,'numHistogramSamples':0,"
                             + "'numSeries':2,'numChunks':2,'numTombstones':0},"
                             + "'compaction':{'level':1,'sources':['%s']},"
                             + "'version':1,'narthex':{'encodings':['lfor'],'checksum':%d}}")
                                .formatted(ulid, ulid, checksum.getValue())
                                .replace('\'', '"'));
    }

    @Test
    void newerVersion_isNamed() throws IOException {
        Path index = block().resolve("index");
        byte[] bytes = Files.readAllBytes(index);
        bytes[4] = 0x73;
        Files.write(index, bytes);
        assertThatThrownBy(() -> Block.open(FileStore.local(), index.getParent()))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("index version 115, written by a newer version of Narthex");
        bytes[4] = 0x6f;
        Files.write(index, bytes);
        assertThatThrownBy(() -> Block.open(FileStore.local(), index.getParent()))
                .isInstanceOf(CorruptionException.class)
                .hasMessageEndingWith("index version 111");
    }

    @ParameterizedTest
    @ValueSource(bytes = {0x70, 0x71})
    void versionsOfBefore_areRead(byte version) throws IOException {
        Path directory = block(BlockEncoding.PROMETHEUS);
        Path index = directory.resolve("index");
        byte[] bytes = Files.readAllBytes(index);
        bytes[4] = version;
        Files.write(index, bytes);
        try (Block block = Block.open(FileStore.local(), directory)) {
            assertThat(TestBlocks.samples(block)).hasSize(2);
        }
    }

    @Test
    void newerEncoding_isNamed() {
        String meta =
                """
                {"ulid": "01JXTFTEME2RT26380JZXENTJ9", "minTime": 0, "maxTime": 1, "version": 1,
                 "narthex": {"encodings": ["lfor", "lfor-later"]}}
                """;
        assertThatThrownBy(
                        () ->
                                MetaFile.parse(
                                        Path.of("meta.json"),
                                        meta.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("encoding lfor-later, written by a newer version of Narthex");
    }
}
