package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Damaged files: each is reported as corrupt, or what is read is what was written.
class BlockFuzzTest {
    private static final int RUNS = 500;

    @TempDir private Path data = Path.of("");

    @Test
    void index_damaged_isReported() {
        damage(BlockIndex.FILE);
    }

    @Test
    void chunks_damaged_areReported() {
        damage("chunks/000001");
    }

    @Test
    void tombstones_damaged_areReported() {
        damage(Tombstones.FILE);
    }

    @Test
    void meta_damaged_isReportedOrBelieved() {
        damage(MetaFile.NAME);
    }

    /// Checksums that fit the damage, so that nothing but the readers' own checks is in the way.
    @ParameterizedTest
    @EnumSource(BlockEncoding.class)
    void sections_damagedWithFittingChecksums_neverBreakTheReaders(BlockEncoding encoding) {
        Path directory = block(encoding);
        boolean padded = encoding == BlockEncoding.PROMETHEUS;
        Path index = directory.resolve(BlockIndex.FILE);
        byte[] sound = bytes(index);
        int toc = sound.length - IndexLayout.TOC_BYTES;
        Seeds.forEach(
                RUNS,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    byte[] damaged = sound.clone();
                    // One of the sections that start with their length, or the table of contents.
                    int which = r.nextInt(7);
                    int at = which == 6 ? toc : (int) i64(sound, toc + 8 * which);
                    boolean series = padded && which == 1;
                    int length = which == 6 ? 48 : series ? 0 : (int) i32(sound, at);
                    int from = which == 6 ? at : at + 4;
                    if (series) {
                        from = (at + 15) / 16 * 16 + 1;
                        length = sound[from - 1];
                    }
                    if (length <= 0 || from + length + 4 > sound.length) {
                        return;
                    }
                    for (int k = r.nextInt(1, 4); k > 0; k--) {
                        int i =
                                from
                                        + (r.nextBoolean()
                                                ? r.nextInt(Math.min(12, length))
                                                : r.nextInt(length));
                        damaged[i] = (byte) (r.nextBoolean() ? 0xff : r.nextInt());
                    }
                    CRC32C crc = new CRC32C();
                    crc.update(damaged, from, length);
                    for (int b = 0; b < 4; b++) {
                        damaged[from + length + b] = (byte) (crc.getValue() >>> (24 - 8 * b));
                    }
                    write(index, damaged);
                    try (Block block = Block.open(FileStore.local(), directory)) {
                        TestBlocks.samples(block);
                    } catch (CorruptionException e) {
                        assertThat(e.file()).isNotNull();
                    }
                });
    }

    private Path block() {
        return block(BlockEncoding.NATIVE);
    }

    private Path block(BlockEncoding encoding) {
        Path directory =
                TestBlocks.write(
                        data,
                        TestBlocks.store(Seeds.random(6), 6, 130),
                        TestBlocks.T0,
                        TestBlocks.T0 + 7_200_000,
                        encoding);
        try (Block block = Block.open(FileStore.local(), directory)) {
            block.delete(TestBlocks.T0, TestBlocks.T0 + 20_000, TestBlocks.any());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private void damage(String file) {
        Path directory = block();
        Path path = directory.resolve(file);
        byte[] sound = bytes(path);
        Map<Labels, List<String>> expected;
        try (Block block = Block.open(FileStore.local(), directory)) {
            expected = TestBlocks.samples(block);
        }
        int[] reported = new int[1];
        Seeds.forEach(
                RUNS,
                seed -> {
                    write(path, damaged(Seeds.random(seed), sound));
                    try (Block block = Block.open(FileStore.local(), directory)) {
                        assertThat(TestBlocks.samples(block)).isEqualTo(expected);
                    } catch (CorruptionException e) {
                        reported[0]++;
                        assertThat(e.offset()).isBetween(0L, Long.MAX_VALUE);
                        assertThat(e.file().startsWith(directory)).isTrue();
                    }
                });
        assertThat(reported[0]).isPositive();
    }

    /// Some bits flipped, the end cut off, or some bytes set to an extreme.
    private static byte[] damaged(RandomGenerator r, byte[] sound) {
        byte[] bytes = sound.clone();
        int at = r.nextInt(bytes.length);
        switch (r.nextInt(3)) {
            case 0 -> bytes[at] ^= (byte) (1 << r.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            default ->
                    Arrays.fill(
                            bytes,
                            at,
                            Math.min(bytes.length, at + r.nextInt(1, 9)),
                            (byte) (r.nextBoolean() ? 0xff : 0));
        }
        return bytes;
    }

    private static long i64(byte[] b, int at) {
        return i32(b, at) << 32 | i32(b, at + 4);
    }

    private static long i32(byte[] b, int at) {
        return (b[at] & 0xffL) << 24
                | (b[at + 1] & 0xff) << 16
                | (b[at + 2] & 0xff) << 8
                | b[at + 3] & 0xff;
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, byte[] bytes) {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
