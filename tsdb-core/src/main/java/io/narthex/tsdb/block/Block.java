package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

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

    /// The tombstones that the file has.
    private Tombstones written;

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
        this.written = tombstones;
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

    /// Finds what a deletion would change; nothing changes yet.
    ///
    /// One deletion of a block is published before the next one is planned.
    ///
    /// @param mint oldest time to delete, inclusive
    /// @param maxt newest time to delete, inclusive; not older than `mint`
    /// @return null where there is nothing to delete, or it is deleted already
    public @Nullable BlockDeletion planDeletion(long mint, long maxt, List<LabelMatcher> matchers) {
        SeriesDirectory series = index.directory();
        List<Long> refs = new ArrayList<>();
        for (int s : index.select(matchers).series()) {
            int end = series.endChunk(s);
            int chunk = series.firstEndingFrom(series.firstChunk(s), end, mint);
            if (chunk < end && series.mint(chunk) <= maxt) {
                refs.add(series.ref(s));
            }
        }
        synchronized (lock) {
            Tombstones more =
                    tombstones.with(
                            refs, Math.max(mint, meta.mint()), Math.min(maxt, meta.endTime() - 1));
            return more.equals(tombstones) ? null : new BlockDeletion(this, more);
        }
    }

    /// Deletes in this block alone: plans, lets it take effect, and notes it.
    ///
    /// @param mint oldest time to delete, inclusive
    /// @param maxt newest time to delete, inclusive
    /// @throws IOException if it can't be noted; it has taken effect
    public void delete(long mint, long maxt, List<LabelMatcher> matchers) throws IOException {
        BlockDeletion planned = planDeletion(mint, maxt, matchers);
        if (planned != null) {
            planned.publish();
            writeTombstones();
        }
    }

    /// Marks samples as deleted for queriers that are opened from now on.
    void publish(Tombstones more) {
        synchronized (lock) {
            tombstones = more;
            meta = meta.withTombstones(more.size());
        }
    }

    /// What is deleted.
    Tombstones tombstones() {
        synchronized (lock) {
            return tombstones;
        }
    }

    /// Whether anything is deleted.
    public boolean hasTombstones() {
        return !tombstones().isEmpty();
    }

    /// Notes durably what is deleted, if the files do not have it yet. One thread at a time may
    /// call it.
    ///
    /// @throws IOException if that can't be written; it is tried again with the next call
    public void writeTombstones() throws IOException {
        Tombstones all;
        BlockMeta newMeta;
        synchronized (lock) {
            if (tombstones.equals(written)) {
                return;
            }
            all = tombstones;
            newMeta = meta;
        }
        files.replace(directory.resolve(Tombstones.FILE), all.bytes());
        files.replace(directory.resolve(MetaFile.NAME), MetaFile.bytes(newMeta));
        synchronized (lock) {
            written = all;
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
