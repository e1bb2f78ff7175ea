package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes blocks from any store: series after series, chunk after chunk. A block is written into a
/// directory with a temporary name, made durable, and renamed: either it is there as a whole or not
/// at all.
///
/// Thread safety: safe for concurrent calls; each call is a block of its own.
public final class BlockWriter {
    private final FileStore files;
    private final Path data;
    private final ChunkEncoding floats;
    private final ChunkCounts counts;

    /// @param data the directory of all blocks
    /// @param encoding for whom
    public BlockWriter(FileStore files, Path data, BlockEncoding encoding) {
        this(files, data, encoding, new ChunkCounts());
    }

    /// @param data the directory of all blocks
    /// @param encoding for whom
    /// @param counts what is written is added there
    public BlockWriter(FileStore files, Path data, BlockEncoding encoding, ChunkCounts counts) {
        this.counts = counts;
        this.files = files;
        this.data = data;
        this.floats = encoding.floats();
    }

    /// Writes a block of the samples of a range.
    ///
    /// @param mint oldest time, inclusive
    /// @param endTime behind the newest time
    /// @return what was written, in a directory named by its ULID; null, and no directory, where
    ///     there are no samples
    /// @throws IOException if it can't be written; nothing is left then, as far as that can be done
    public @Nullable BlockMeta write(
            Queryable source, long mint, long endTime, Ulid ulid, BlockMeta.Compaction compaction)
            throws IOException {
        Path block = data.resolve(ulid.toString());
        try (Querier querier = source.querier(mint, endTime - 1)) {
            Path temporary = BlockFiles.create(files, block);
            Written written = writeSeries(querier, mint, endTime, temporary);
            if (written.stats.samples() == 0) {
                files.deleteTree(temporary);
                return null;
            }
            BlockMeta meta =
                    new BlockMeta(
                            ulid, mint, endTime, written.stats, compaction, written.encodings);
            files.write(temporary.resolve(Tombstones.FILE), Tombstones.NONE.bytes());
            files.write(temporary.resolve(MetaFile.NAME), MetaFile.bytes(meta));
            BlockFiles.publish(files, temporary, block);
            return meta;
        } catch (IOException | RuntimeException | Error e) {
            BlockFiles.discard(files, block, e);
            throw e;
        }
    }

    private record Written(BlockMeta.Stats stats, List<String> encodings) {}

    private Written writeSeries(Querier querier, long mint, long endTime, Path temporary)
            throws IOException {
        SeriesSet set = querier.select(SelectHints.range(mint, endTime - 1), everything());
        try (ChunkSegmentWriter segments =
                        new ChunkSegmentWriter(files, temporary.resolve(ChunkSegments.DIRECTORY));
                IndexWriter index =
                        new IndexWriter(
                                files,
                                temporary.resolve(BlockIndex.FILE),
                                !floats.isPrometheus(),
                                symbols(set))) {
            SeriesChunks chunks = new SeriesChunks(floats, segments, counts);
            SeriesCursor cursor = set.cursor();
            long series = 0;
            for (int i = 0; i < set.size(); i++) {
                ChunkPlaces places = chunks.write(cursor.at(i), mint, endTime);
                if (places.count > 0) {
                    index.add(set.labels(i), places);
                    series++;
                }
            }
            segments.finish();
            index.finish();
            return new Written(chunks.stats(series), chunks.encodings());
        }
    }

    /// A condition that every series meets.
    private static List<LabelMatcher> everything() {
        return List.of(new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, ".*"));
    }

    private static Set<String> symbols(SeriesSet set) {
        Set<String> symbols = new HashSet<>();
        for (int i = 0; i < set.size(); i++) {
            Labels labels = set.labels(i);
            for (int k = 0; k < labels.size(); k++) {
                symbols.add(labels.name(k));
                symbols.add(labels.value(k));
            }
        }
        return symbols;
    }
}
