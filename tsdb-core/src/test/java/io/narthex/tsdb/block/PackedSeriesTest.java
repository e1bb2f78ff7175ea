package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Both layouts of an index say the same, whatever series have in common.
class PackedSeriesTest {
    private static final int RUNS = 20;

    @TempDir private Path data = Path.of("");

    @Test
    void randomSeries_areReadAsThoseOfThePaddedLayout() {
        Seeds.forEach(
                RUNS,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    List<Labels> labels = labels(r);
                    List<ChunkPlaces> chunks = chunks(r, labels.size());
                    assertThat(read(write(true, labels, chunks)))
                            .isEqualTo(read(write(false, labels, chunks)));
                });
    }

    /// Also label sets with more pairs in common than a series may share.
    private static List<Labels> labels(RandomGenerator r) {
        int most = r.nextInt(10) == 0 ? 200 : 6;
        TreeSet<Labels> sets = new TreeSet<>();
        for (int n = r.nextInt(1, 700); n > 0; n--) {
            List<String> pairs = new ArrayList<>();
            int names = r.nextInt(1, most);
            for (int i = 0; i < names; i++) {
                pairs.add("n" + i);
                pairs.add("v" + r.nextInt(i < names - 3 ? 1 : 9));
            }
            sets.add(Labels.of(pairs.toArray(String[]::new)));
        }
        return List.copyOf(sets);
    }

    /// Times that are those of the series before, near them, or others.
    private static List<ChunkPlaces> chunks(RandomGenerator r, int series) {
        List<ChunkPlaces> all = new ArrayList<>();
        long ref = 8;
        int count = 1;
        for (int s = 0; s < series; s++) {
            count = r.nextInt(4) == 0 ? r.nextInt(1, 40) : count;
            int jitter = r.nextInt(3) == 0 ? 3 : 1;
            ChunkPlaces places = new ChunkPlaces();
            for (int c = 0; c < count; c++) {
                long start = -3_000_000 + c * 1_800_000L + r.nextInt(jitter);
                places.add(start, start + 1_785_000 + r.nextInt(jitter), ref);
                ref += r.nextInt(100) == 0 ? 1L << 32 : r.nextInt(5, 1000);
            }
            all.add(places);
        }
        return all;
    }

    private Path write(boolean packed, List<Labels> labels, List<ChunkPlaces> chunks) {
        Path directory = data.resolve(packed ? "packed" : "padded");
        Set<String> symbols = new HashSet<>();
        for (Labels set : labels) {
            for (int i = 0; i < set.size(); i++) {
                symbols.add(set.name(i));
                symbols.add(set.value(i));
            }
        }
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve(BlockIndex.FILE));
            try (IndexWriter out =
                    new IndexWriter(
                            FileStore.local(),
                            directory.resolve(BlockIndex.FILE),
                            packed,
                            symbols)) {
                for (int s = 0; s < labels.size(); s++) {
                    out.add(labels.get(s), chunks.get(s));
                }
                out.finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    /// Series with their chunks, and which are listed under every pair.
    private static List<String> read(Path directory) {
        List<String> all = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            BlockIndex index = BlockIndex.open(FileStore.local(), directory, arena);
            SeriesDirectory series = index.directory();
            for (int s = 0; s < series.size(); s++) {
                StringBuilder text = new StringBuilder(series.labels(s).toString());
                for (int c = series.firstChunk(s); c < series.endChunk(s); c++) {
                    text.append(' ').append(series.mint(c));
                    text.append(' ').append(series.maxt(c));
                    text.append(' ').append(series.chunkRef(c));
                }
                all.add(text.toString());
            }
            PostingsTable postings = index.postings();
            for (String name : postings.names()) {
                for (String value : postings.values(name, 0)) {
                    all.add(name + "=" + value + " " + postings.series(name, value));
                }
            }
        }
        return all;
    }
}
