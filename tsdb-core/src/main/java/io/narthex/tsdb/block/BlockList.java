package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.ListQueryable;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.merge.MergedQueryable;
import io.narthex.tsdb.merge.SeriesJoins;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The blocks of a data directory, open. The list changes only as a whole: whoever asks sees the
/// blocks before a change or after it.
///
/// Thread safety: safe for concurrent calls; one lock guards the list, so that a querier pins all
/// blocks of one list.
public final class BlockList implements Queryable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockList.class);
    private static final Comparator<Block> BY_TIME =
            Comparator.comparingLong((Block b) -> b.meta().mint())
                    .thenComparing(b -> b.meta().ulid());

    /// Out-of-order samples count less than others of the same time, newer blocks more than older.
    private static final Comparator<Block> BY_WEIGHT =
            Comparator.comparing((Block b) -> b.meta().isOutOfOrder())
                    .thenComparing(b -> b.meta().ulid(), Comparator.reverseOrder());

    private final FileStore files;
    private final Path data;
    private final List<CorruptionException> problems;
    private final Object lock = new Object();

    private final ChunkCounts counts = new ChunkCounts();

    /// Directories that are to be deleted; guarded by lock.
    private final Set<Path> garbage = new LinkedHashSet<>();

    /// By time; guarded by lock. The list itself never changes.
    private List<Block> blocks;

    /// Of series of these blocks and of what is read together with them; guarded by lock. Another
    /// list has others, so that nobody holds on to a block that is gone.
    private SeriesJoins joins = new SeriesJoins();

    private BlockList(
            FileStore files, Path data, List<Block> blocks, List<CorruptionException> problems) {
        this.files = files;
        this.data = data;
        this.blocks = blocks;
        this.problems = problems;
    }

    /// Opens a data directory; it need not exist. What a crash left behind is removed: half-written
    /// and half-deleted blocks, and blocks that another has replaced. Anything else that is no
    /// block is left alone, and so is a corrupt one, which [#problems] names.
    ///
    /// @throws IOException if the directory can't be read
    public static BlockList open(FileStore files, Path data) throws IOException {
        return open(files, data, true);
    }

    /// Opens a data directory to look into it: nothing is removed.
    ///
    /// @throws IOException if the directory can't be read
    public static BlockList read(FileStore files, Path data) throws IOException {
        return open(files, data, false);
    }

    private static BlockList open(FileStore files, Path data, boolean clean) throws IOException {
        List<Block> opened = new ArrayList<>();
        List<CorruptionException> problems = new ArrayList<>();
        Set<Path> garbage = new LinkedHashSet<>();
        for (Path directory : files.directories(data)) {
            if (BlockFiles.isLeftover(directory)) {
                garbage.add(directory);
            } else if (Ulid.isUlid(String.valueOf(directory.getFileName()))) {
                openInto(files, directory, opened, problems);
            }
        }
        Set<Ulid> replaced = new HashSet<>();
        opened.forEach(b -> b.meta().compaction().parents().forEach(p -> replaced.add(p.ulid())));
        List<Block> blocks = new ArrayList<>();
        for (Block block : opened) {
            if (replaced.contains(block.meta().ulid())) {
                block.close();
                garbage.add(block.directory());
            } else {
                blocks.add(block);
            }
        }
        blocks.sort(BY_TIME);
        BlockList list = new BlockList(files, data, List.copyOf(blocks), List.copyOf(problems));
        if (clean) {
            list.garbage.addAll(garbage);
            list.deleteLeftovers();
        }
        return list;
    }

    private void deleteLeftovers() {
        try {
            deleteGarbage();
        } catch (IOException e) {
            LOG.warn("what is left of blocks in {} can't be deleted yet", data, e);
        }
    }

    private static void openInto(
            FileStore files,
            Path directory,
            List<Block> opened,
            List<CorruptionException> problems) {
        try {
            opened.add(Block.open(files, directory));
        } catch (CorruptionException e) {
            problems.add(e);
        } catch (UncheckedIOException e) {
            problems.add(new CorruptionException(directory, 0, String.valueOf(e.getMessage())));
        }
    }

    /// The data directory.
    public Path data() {
        return data;
    }

    /// The open blocks by time. Whoever reads one later than at once pins it.
    public List<Block> blocks() {
        synchronized (lock) {
            return blocks;
        }
    }

    /// What was wrong with blocks that could not be opened, and are left out.
    public List<CorruptionException> problems() {
        return problems;
    }

    /// The samples of the blocks of this moment that overlap a range.
    @Override
    public Querier querier(long mint, long maxt) {
        return querier(mint, maxt, null);
    }

    /// The same with another store among them: it counts less than all blocks but those of samples
    /// that came out of order.
    ///
    /// @param another an open querier, which the answer closes; null for none
    public Querier querier(long mint, long maxt, @Nullable Querier another) {
        List<Querier> queriers = new ArrayList<>();
        SeriesJoins known;
        synchronized (lock) {
            List<Block> some =
                    blocks.stream()
                            .filter(b -> b.meta().mint() <= maxt && b.meta().endTime() > mint)
                            .sorted(BY_WEIGHT)
                            .toList();
            Querier next = another;
            for (Block block : some) {
                if (next != null && block.meta().isOutOfOrder()) {
                    queriers.add(next);
                    next = null;
                }
                queriers.add(block.querier(mint, maxt));
            }
            if (next != null) {
                queriers.add(next);
            }
            known = joins;
        }
        return queriers.isEmpty()
                ? new ListQueryable(List.of()).querier(mint, maxt)
                : MergedQueryable.of(queriers, known);
    }

    /// Memory held for queries of the blocks, which is taken when the first one comes.
    public long memoryBytes() {
        List<Block> now;
        SeriesJoins known;
        synchronized (lock) {
            now = blocks;
            known = joins;
        }
        return known.bytes() + now.stream().mapToLong(Block::memoryBytes).sum();
    }

    /// The part of the memory held for queries that is there for repetition only.
    public long keptBytes() {
        List<Block> now;
        SeriesJoins known;
        synchronized (lock) {
            now = blocks;
            known = joins;
        }
        return known.bytes() + now.stream().mapToLong(b -> b.index().keptBytes()).sum();
    }

    /// Forgets what is there for repetition only: the next queries work it out again.
    public void forgetKept() {
        List<Block> now;
        synchronized (lock) {
            now = blocks;
            joins = new SeriesJoins();
        }
        now.forEach(block -> block.index().forgetKept());
    }

    /// Whether any block overlaps a range.
    public boolean overlaps(long mint, long maxt) {
        for (Block block : blocks()) {
            if (block.meta().mint() <= maxt && block.meta().endTime() > mint) {
                return true;
            }
        }
        return false;
    }

    /// Some of the blocks read as one store, for as long as they are pinned or open.
    public static Queryable merged(Collection<Block> some) {
        return new MergedQueryable(some.stream().sorted(BY_WEIGHT).toList());
    }

    /// Counts the chunks of all blocks that [#writer]s wrote.
    public ChunkCounts written() {
        return counts;
    }

    /// Writes blocks to the data directory.
    ///
    /// @param encoding for whom
    public BlockWriter writer(BlockEncoding encoding) {
        return new BlockWriter(files, data, encoding, counts);
    }

    /// Opens a block that was just written to the data directory; it is not in the list yet. One
    /// that can't be opened is deleted, as it would only be found at the next start.
    ///
    /// @throws CorruptionException if a file is not what it should be
    /// @throws UncheckedIOException if a file can't be read
    public Block openWritten(Ulid ulid) {
        Path directory = data.resolve(ulid.toString());
        try {
            return Block.open(files, directory);
        } catch (CorruptionException | UncheckedIOException e) {
            synchronized (lock) {
                garbage.add(directory);
            }
            throw e;
        }
    }

    /// Takes a block in and others out in one step; then closes those and deletes their
    /// directories. Queries that read them go on.
    ///
    /// @param added open, or null for none
    /// @throws IOException if a directory can't be deleted; the list has changed nevertheless, and
    ///     [#deleteGarbage] or the next opening deletes it
    public void replace(Collection<Block> old, @Nullable Block added) throws IOException {
        synchronized (lock) {
            change(old, added == null ? List.of() : List.of(added));
            old.forEach(b -> garbage.add(b.directory()));
        }
        old.forEach(Block::close);
        deleteGarbage();
    }

    /// Deletes the directories that are to go and could not be deleted before.
    ///
    /// @throws IOException if one can't be deleted; the others are
    public void deleteGarbage() throws IOException {
        List<Path> doomed;
        synchronized (lock) {
            doomed = List.copyOf(garbage);
        }
        IOException failure = null;
        for (Path directory : doomed) {
            try {
                BlockFiles.delete(files, directory);
                synchronized (lock) {
                    garbage.remove(directory);
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// What a deletion would change in the blocks of this moment; nothing changes yet.
    ///
    /// @param mint oldest time to delete, inclusive
    /// @param maxt newest time to delete, inclusive
    public List<BlockDeletion> planDeletion(long mint, long maxt, List<LabelMatcher> matchers) {
        List<BlockDeletion> planned = new ArrayList<>();
        for (Block block : blocks()) {
            BlockDeletion some =
                    block.meta().mint() <= maxt && block.meta().endTime() > mint
                            ? block.planDeletion(mint, maxt, matchers)
                            : null;
            if (some != null) {
                planned.add(some);
            }
        }
        return planned;
    }

    /// Notes durably what is deleted in all blocks; see [Block#writeTombstones].
    public void writeTombstones() throws IOException {
        for (Block block : blocks()) {
            block.writeTombstones();
        }
    }

    /// Takes open blocks in, all in one step.
    public void add(Collection<Block> added) {
        synchronized (lock) {
            change(List.of(), added);
        }
    }

    private void change(Collection<Block> removed, Collection<Block> added) {
        List<Block> next = new ArrayList<>(blocks);
        next.removeAll(removed);
        next.addAll(added);
        next.sort(BY_TIME);
        blocks = List.copyOf(next);
        joins = new SeriesJoins();
    }

    /// Closes all blocks; queries under way read on.
    @Override
    public void close() {
        List<Block> open;
        synchronized (lock) {
            open = blocks;
            blocks = List.of();
            joins = new SeriesJoins();
        }
        open.forEach(Block::close);
    }
}
