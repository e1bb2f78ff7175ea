package io.narthex.tsdb.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

class PageFilesTest {
    @TempDir Path directory;

    private final List<Corruption> corruptions = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private byte[] memory = new byte[0];
    private ChunkPage page = new ChunkPage(memory);

    private PageFiles scan(PagePosition limit) throws IOException {
        found.clear();
        corruptions.clear();
        return PageScan.scan(
                FileStore.local(),
                directory,
                limit,
                (page, bytes, offset, length, encoding, ref) -> {
                    byte[] copy = new byte[length];
                    page.copy(offset, length, copy);
                    assertThat(copy).isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
                    found.add(ref + " " + new String(copy, StandardCharsets.ISO_8859_1));
                    page.chunkAdded();
                    return "";
                },
                corruptions);
    }

    /// Adds a chunk as the head does.
    private ChunkPage add(PageFiles files, long ref, String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.ISO_8859_1);
        int used = page.used();
        if (used + PageLayout.headerBytes(ref) + bytes.length > memory.length) {
            memory = new byte[PageLayout.PAGE_BYTES];
            page = files.begin(memory);
            used = page.used();
        }
        int at = used + PageLayout.headerBytes(ref);
        System.arraycopy(bytes, 0, memory, at, bytes.length);
        PageLayout.finish(memory, used, 0x70, 3, bytes.length, ref);
        page.used(at + bytes.length);
        page.chunkAdded();
        return page;
    }

    private Path file(int number) {
        return directory.resolve("%06d".formatted(number));
    }

    @Test
    void flush_thenScan_findsEveryChunkInOrder() throws IOException {
        RandomGenerator random = Seeds.random(7);
        List<String> expected = new ArrayList<>();
        PagePosition end;
        try (PageFiles files = scan(PagePosition.NONE)) {
            for (int i = 0; i < 90_000; i++) {
                String chunk = "x".repeat(1 + random.nextInt(600)) + i;
                add(files, i, chunk);
                expected.add(i + " " + chunk);
                if (i % 7000 == 0) {
                    files.flush();
                    assertThat(files.pagesInMemory()).isOne();
                }
            }
            files.force();
            end = files.position();
            assertThat(files.fileCount()).isGreaterThan(1);
        }
        try (PageFiles again = scan(end)) {
            assertThat(found).isEqualTo(expected);
            assertThat(corruptions).isEmpty();
            assertThat(again.unused()).isEmpty();
        }
    }

    @Test
    void copy_beforeAndAfterThePageMoved_givesTheChunk() throws IOException {
        try (PageFiles files = scan(PagePosition.NONE)) {
            ChunkPage first = add(files, 1, "before");
            add(files, 2, "x".repeat(60_000));
            while (page == first) {
                add(files, 2, "x".repeat(60_000));
            }
            byte[] copy = new byte[6];
            first.copy(26, 6, copy);
            assertThat(copy).isEqualTo("before".getBytes(StandardCharsets.ISO_8859_1));
            files.flush();
            assertThat(first.memory()).isNull();
            first.copy(26, 6, copy);
            assertThat(copy).isEqualTo("before".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void format_isThatOfTheDocument() throws IOException {
        try (PageFiles files = scan(PagePosition.NONE)) {
            add(files, 1L << 32, "chunk");
            files.flush();
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file(1))))
                .isEqualTo(
                        "4e415258504147030100000000000000" + "f0030500b1895d4a0001" + "6368756e6b");
    }

    @Test
    void scan_ofVersion2_findsItsChunks() throws IOException {
        Files.write(
                file(1),
                HexFormat.of()
                        .parseHex(
                                "4e415258504147020100000000000000"
                                        + "7003050000000000010000006e65c241"
                                        + "6368756e6b"));
        PagePosition end = new PagePosition(1, 16 + 16 + 5);
        try (PageFiles files = scan(end)) {
            assertThat(found).containsExactly((1L << 32) + " chunk");
            page = new ChunkPage(new byte[0]);
            add(files, 7, "behind");
            files.flush();
            end = files.position();
        }
        scan(end).close();
        assertThat(found).containsExactly((1L << 32) + " chunk", "7 behind");
        assertThat(corruptions).isEmpty();
    }

    @Test
    void scan_ofReferencesOfAnyLength_findsThem() throws IOException {
        long[] refs = {0, 127, 128, 16_384, (1L << 32) + 20_099, (128L << 32) + 5, Long.MAX_VALUE};
        PagePosition end;
        try (PageFiles files = scan(PagePosition.NONE)) {
            for (long ref : refs) {
                add(files, ref, "c");
            }
            files.flush();
            end = files.position();
        }
        scan(end).close();
        assertThat(found)
                .containsExactly(
                        Arrays.stream(refs).mapToObj(r -> r + " c").toArray(String[]::new));
        assertThat(corruptions).isEmpty();
    }

    @Test
    void scan_upToACheckpoint_takesAwayWhatCameLater() throws IOException {
        PagePosition checkpoint;
        try (PageFiles files = scan(PagePosition.NONE)) {
            add(files, 1, "kept");
            checkpoint = files.position();
            add(files, 2, "later");
            files.flush();
        }
        try (PageFiles files = scan(checkpoint)) {
            assertThat(found).containsExactly("1 kept");
            page = new ChunkPage(new byte[0]);
            memory = new byte[0];
            add(files, 2, "again");
            files.flush();
            checkpoint = files.position();
        }
        scan(checkpoint).close();
        assertThat(found).containsExactly("1 kept", "2 again");
    }

    @Test
    void scan_withAFlippedBit_losesOneChunk() throws IOException {
        PagePosition end;
        try (PageFiles files = scan(PagePosition.NONE)) {
            for (int i = 0; i < 4; i++) {
                add(files, i, "chunk" + i);
            }
            files.flush();
            end = files.position();
        }
        byte[] whole = Files.readAllBytes(file(1));
        for (int bit = (16 + 16) * 8; bit < (16 + 2 * 16) * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(1), damaged);
            scan(end).close();
            assertThat(found).containsExactly("0 chunk0", "2 chunk2", "3 chunk3");
            assertThat(corruptions).hasSize(1);
            assertThat(corruptions.getFirst().offset()).isEqualTo(16 + 16);
        }
    }

    @Test
    void delete_ofWhatNoSeriesHas_leavesTheRest() throws IOException {
        try (PageFiles files = scan(PagePosition.NONE)) {
            List<ChunkPage> pages = new ArrayList<>();
            while (files.fileCount() < 3) {
                pages.add(add(files, 1, "x".repeat(60_000)));
            }
            files.flush();
            assertThat(files.unused()).isEmpty();
            for (ChunkPage page : pages) {
                if (page.place().file() == 1) {
                    page.chunkDropped();
                }
            }
            assertThat(files.unused()).containsExactly(1L);
            files.delete(files.unused());
            assertThat(file(1)).doesNotExist();
            assertThat(file(2)).exists();
            byte[] copy = new byte[1];
            pages.getFirst().copy(26, 1, copy); // a reader that was there stays there
            assertThat(copy).containsExactly('x');
        }
    }
}
