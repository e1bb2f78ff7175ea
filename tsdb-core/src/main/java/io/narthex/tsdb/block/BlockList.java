package io.narthex.tsdb.block;

import io.narthex.model.ListQueryable;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.merge.MergedQueryable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The blocks of a data directory, open. The list changes only as a whole: whoever asks sees the
/// blocks before a change or after it.
///
/// Thread safety: safe for concurrent calls; one lock guards the list, so that a querier pins all
/// blocks of one list.
public final class BlockList implements Queryable, AutoCloseable {
    private static final Comparator<Block> BY_TIME =
            Comparator.comparingLong((Block b) -> b.meta().mint())
                    .thenComparing(b -> b.meta().ulid());

    /// Out-of-order samples count less than others of the same time, newer blocks more than older.
    private static final Comparator<Block> BY_WEIGHT =
            Comparator.comparing((Block b) -> b.meta().isOutOfOrder())
                    .thenComparing(b -> b.meta().ulid(), Comparator.reverseOrder());

    private final Path data;
    private final List<CorruptionException> problems;
    private final Object lock = new Object();

    /// By time; guarded by lock. The list itself never changes.
    private List<Block> blocks;

    private BlockList(Path data, List<Block> blocks, List<CorruptionException> problems) {
        this.data = data;
        this.blocks = blocks;
        this.problems = problems;
    }

    /// Opens a data directory; it need not exist. What a crash left behind is removed: half-written
    /// and half-deleted blocks, and blocks that another has replaced. Anything else that is no
    /// block is left alone, and so is a corrupt one, which [#problems] names.
    ///
    /// @throws IOException if the directory can't be read or cleaned
    public static BlockList open(Path data) throws IOException {
        return open(data, true);
    }

    /// Opens a data directory to look into it: nothing is removed.
    ///
    /// @throws IOException if the directory can't be read
    public static BlockList read(Path data) throws IOException {
        return open(data, false);
    }

    private static BlockList open(Path data, boolean clean) throws IOException {
        List<Block> opened = new ArrayList<>();
        List<CorruptionException> problems = new ArrayList<>();
        for (Path directory : directories(data)) {
            String name = String.valueOf(directory.getFileName());
            if (clean && isLeftover(name)) {
                BlockFiles.deleteTree(directory);
            } else if (Ulid.isUlid(name)) {
                openInto(directory, opened, problems);
            }
        }
        Set<Ulid> replaced = new HashSet<>();
        opened.forEach(b -> b.meta().compaction().parents().forEach(p -> replaced.add(p.ulid())));
        List<Block> blocks = new ArrayList<>();
        for (Block block : opened) {
            if (replaced.contains(block.meta().ulid())) {
                block.close();
                if (clean) {
                    BlockFiles.deleteBlock(block.directory());
                }
            } else {
                blocks.add(block);
            }
        }
        blocks.sort(BY_TIME);
        return new BlockList(data, List.copyOf(blocks), List.copyOf(problems));
    }

    private static void openInto(
            Path directory, List<Block> opened, List<CorruptionException> problems) {
        try {
            opened.add(Block.open(directory));
        } catch (CorruptionException e) {
            problems.add(e);
        } catch (UncheckedIOException e) {
            problems.add(new CorruptionException(directory, 0, String.valueOf(e.getMessage())));
        }
    }

    private static List<Path> directories(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(data)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static boolean isLeftover(String name) {
        for (String suffix : List.of(BlockFiles.CREATING, BlockFiles.DELETING)) {
            if (name.endsWith(suffix)
                    && Ulid.isUlid(name.substring(0, name.length() - suffix.length()))) {
                return true;
            }
        }
        return false;
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
        List<Querier> queriers = queriers(mint, maxt, null);
        return queriers.isEmpty()
                ? new ListQueryable(List.of()).querier(mint, maxt)
                : MergedQueryable.of(queriers);
    }

    /// The blocks of this moment that overlap a range, in the order in which they count, and
    /// another store among them: it counts less than all but samples that came out of order.
    ///
    /// @param another an open querier, or null for none
    public List<Querier> queriers(long mint, long maxt, @Nullable Querier another) {
        List<Querier> queriers = new ArrayList<>();
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
        }
        return queriers;
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

    /// Takes a block in and others out in one step; then closes those and deletes their
    /// directories. Queries that read them go on.
    ///
    /// @param added open, or null for none
    /// @throws IOException if a directory can't be deleted; the list has changed nevertheless, and
    ///     the next opening deletes it
    public void replace(Collection<Block> old, @Nullable Block added) throws IOException {
        synchronized (lock) {
            change(old, added == null ? List.of() : List.of(added));
        }
        for (Block block : old) {
            block.close();
            BlockFiles.deleteBlock(block.directory());
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
    }

    /// Closes all blocks; queries under way read on.
    @Override
    public void close() {
        List<Block> open;
        synchronized (lock) {
            open = blocks;
            blocks = List.of();
        }
        open.forEach(Block::close);
    }
}
