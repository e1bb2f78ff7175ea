package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A directory with the samples of a time range that never change: `meta.json`, `index`, `chunks/`
/// and `tombstones`. What is deleted is only marked.
///
/// Its files are mapped into one arena, which is freed when the block is closed and nobody has it
/// pinned any more: each querier pins it, and so may others ([#pin]). Whoever replaces a block
/// closes it and deletes its directory; queries under way read on.
///
/// Thread safety: safe for concurrent calls.
public final class Block implements Queryable, AutoCloseable {
    private final FileStore files;
    private final Path directory;
    private final Arena arena;
    private final BlockIndex index;
    private final ChunkSegments segments;

    private final Object lock = new Object();

    // Guarded by lock.
    private BlockMeta meta;
    private Tombstones tombstones;
    private int pins = 1;
    private boolean closed;

    private Block(
            FileStore files,
            Path directory,
            Arena arena,
            BlockIndex index,
            ChunkSegments segments,
            BlockMeta meta,
            Tombstones tombstones) {
        this.files = files;
        this.directory = directory;
        this.arena = arena;
        this.index = index;
        this.segments = segments;
        this.meta = meta;
        this.tombstones = tombstones;
    }

    /// Opens a block's directory. The index and the chunks are read when somebody asks for them.
    ///
    /// @throws CorruptionException if a file is not what it should be
    /// @throws java.io.UncheckedIOException if a file can't be read
    @SuppressWarnings("MustBeClosedChecker") // the block closes the arena
    public static Block open(FileStore files, Path directory) {
        Arena arena = Arena.ofShared();
        try {
            return new Block(
                    files,
                    directory,
                    arena,
                    BlockIndex.open(files, directory, arena),
                    ChunkSegments.open(files, directory, arena),
                    MetaFile.read(files, directory),
                    Tombstones.read(files, directory));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// The directory.
    public Path directory() {
        return directory;
    }

    /// What the block says of itself.
    public BlockMeta meta() {
        synchronized (lock) {
            return meta;
        }
    }

    /// Bytes of all files.
    ///
    /// @throws UncheckedIOException if they can't be asked for
    public long sizeBytes() {
        try {
            long size = segments.size();
            for (Path file : files.list(directory)) {
                size += files.size(file);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    /// Memory held for queries, which is taken when the first one comes.
    long memoryBytes() {
        return index.memoryBytes();
    }

    BlockIndex index() {
        return index;
    }

    ChunkSegments segments() {
        return segments;
    }

    @Override
    public Querier querier(long mint, long maxt) {
        synchronized (lock) {
            pin();
            return new BlockQuerier(this, tombstones, mint, maxt);
        }
    }

    /// Keeps the block readable until [#unpin], also if it is closed meanwhile.
    ///
    /// @throws IllegalStateException if it is closed
    public void pin() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException(directory + " is closed");
            }
            pins++;
        }
    }

    /// Takes one [#pin] back.
    public void unpin() {
        synchronized (lock) {
            pins--;
            if (pins > 0) {
                return;
            }
        }
        arena.close();
    }

    /// Marks the samples of series within a range as deleted, durably. Queriers that are open see
    /// them still.
    ///
    /// @param mint oldest time to delete, inclusive
    /// @param maxt newest time to delete, inclusive
    /// @throws IOException if that can't be written; then nothing is deleted
    public void delete(long mint, long maxt, List<LabelMatcher> matchers) throws IOException {
        SeriesDirectory series = index.directory();
        synchronized (lock) {
            List<Long> refs = new ArrayList<>();
            for (int s : index.select(matchers).series()) {
                int end = series.endChunk(s);
                int chunk = series.firstEndingFrom(series.firstChunk(s), end, mint);
                if (chunk < end && series.mint(chunk) <= maxt) {
                    refs.add(series.ref(s));
                }
            }
            if (refs.isEmpty()) {
                return;
            }
            Tombstones more =
                    tombstones.with(
                            refs, Math.max(mint, meta.mint()), Math.min(maxt, meta.endTime() - 1));
            files.replace(directory.resolve(Tombstones.FILE), more.bytes());
            tombstones = more;
            BlockMeta newMeta = meta.withTombstones(more.size());
            files.replace(directory.resolve(MetaFile.NAME), MetaFile.bytes(newMeta));
            meta = newMeta;
        }
    }

    /// Lets go of the block; its memory is freed when nobody has it pinned. May be called twice.
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        unpin();
    }

    /// Whether its memory has been freed.
    boolean isFreed() {
        return !arena.scope().isAlive();
    }

    @Override
    public String toString() {
        return "block " + directory;
    }
}
