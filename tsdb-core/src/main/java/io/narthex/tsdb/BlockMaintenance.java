package io.narthex.tsdb;

import io.narthex.model.LabelMatcher;
import io.narthex.model.StorageException;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.compact.BlockRetention;
import io.narthex.tsdb.compact.CompactionPlan;
import io.narthex.tsdb.compact.Compactor;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.view.HeadCutter;
import io.narthex.tsdb.view.StoreSnapshot;
import io.narthex.tsdb.view.StoreView;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/// What is done with blocks from time to time: the head's oldest samples become blocks, blocks of
/// hours become blocks of days, and those that are too old or too much go.
///
/// Thread safety: one run at a time; the view and the figures are safe for concurrent calls.
final class BlockMaintenance {
    private static final Logger LOG = LoggerFactory.getLogger(BlockMaintenance.class);

    private final Head head;
    private final BlockList blocks;
    private final DiskSpace disk;
    private final StoreView view;
    private final HeadCutter cutter;
    private final Compactor compactor;
    private final StoreSnapshot snapshot;
    private final BlockRetention retention;
    private final Runnable afterCut;
    private final SizeLimit limit;
    private final InstantSource clock;
    private volatile long written;
    private volatile long failures;
    private volatile long tooOld;
    private volatile long tooMuch;
    private volatile long headBytes;

    /// @param limit how large the store may be
    BlockMaintenance(
            Head head, BlockList blocks, DiskSpace disk, SizeLimit limit, TsdbOptions options) {
        this.head = head;
        this.clock = options.clock();
        this.disk = disk;
        this.blocks = blocks;
        long cut = head.leaveToBlocks(end(blocks, options.clock().millis()));
        this.view = new StoreView(head, blocks, cut);
        view.repeatDeletions();
        this.cutter =
                new HeadCutter(
                        head,
                        blocks,
                        view,
                        options.blockEncoding(),
                        options.chunkRange().toMillis(),
                        options.clock());
        this.compactor =
                new Compactor(
                        blocks,
                        plan(options),
                        options.blockEncoding(),
                        options.clock().withZone(ZoneOffset.UTC));
        this.snapshot =
                new StoreSnapshot(
                        head,
                        blocks,
                        view,
                        options.files(),
                        options.blockEncoding(),
                        options.clock());
        this.retention = new BlockRetention(options.retention().toMillis());
        this.afterCut = options.afterCut();
        this.limit = limit;
    }

    private static CompactionPlan plan(TsdbOptions options) {
        Duration longest = options.maxBlockRange();
        return longest.isZero()
                ? CompactionPlan.of(options.chunkRange(), options.retention())
                : CompactionPlan.upTo(options.chunkRange(), longest);
    }

    /// What the blocks say of themselves, oldest first.
    List<BlockMeta> metas() {
        return blocks.blocks().stream()
                .map(Block::meta)
                .sorted(Comparator.comparingLong(BlockMeta::mint))
                .toList();
    }

    /// The time behind the newest block. Blocks from the future, which somebody must have put
    /// there, do not keep the head from taking samples.
    private static long end(BlockList blocks, long now) {
        return blocks.blocks().stream()
                .map(Block::meta)
                .filter(m -> !m.isOutOfOrder())
                .mapToLong(BlockMeta::endTime)
                .filter(end -> end <= now)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    BlockList blocks() {
        return blocks;
    }

    StoreView view() {
        return view;
    }

    BlockStats stats(long cuts) {
        List<Block> now = blocks.blocks();
        return new BlockStats(
                now.size(),
                now.stream().mapToLong(Block::sizeBytes).sum(),
                headBytes,
                blocks.memoryBytes(),
                now.stream().mapToLong(b -> b.meta().mint()).min().orElse(Long.MAX_VALUE),
                cuts,
                written,
                blocks.written().copied(),
                blocks.written().encoded(),
                failures,
                tooOld,
                tooMuch);
    }

    /// A thing to be done.
    private interface Task {
        void run() throws IOException;
    }

    /// Does what is due. A failure costs nothing but time: the next run tries again.
    synchronized void run() {
        noteDeletions();
        attempt("the head's oldest samples can't be written to a block", writing(this::cut));
        attempt("blocks can't be merged", writing(this::compact));
        attempt("old blocks can't be deleted", this::dropOld);
    }

    private void noteDeletions() {
        attempt("what was deleted can't be noted in its blocks", view::noteDeletions);
    }

    /// See [Tsdb#deleteSeries].
    synchronized void delete(long mint, long maxt, List<LabelMatcher> matchers) {
        view.delete(mint, maxt, matchers);
        try {
            head.deletions().sync();
        } catch (IOException e) {
            throw new StorageException("deleted, but it may come back after a power cut", e);
        }
        noteDeletions();
    }

    /// See [Tsdb#cleanTombstones].
    synchronized void clean() {
        try {
            if (!disk.allowsBlocks()) {
                throw new IOException("the disk is too full to write a block");
            }
            view.noteDeletions();
            written = written + compactor.clean();
            List<Block> stuck = blocks.blocks().stream().filter(Block::hasTombstones).toList();
            if (!stuck.isEmpty()) {
                throw new IOException(stuck + " are corrupt, see the log");
            }
        } catch (IOException e) {
            throw new StorageException("blocks can't be written again: " + e.getMessage(), e);
        }
    }

    /// See [Tsdb#snapshot].
    synchronized void snapshot(Path to, boolean withHead) {
        try {
            snapshot.write(to, withHead);
        } catch (IOException e) {
            throw new StorageException("no snapshot in " + to + ": " + e.getMessage(), e);
        }
    }

    private void attempt(String failure, Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            failures = failures + 1;
            LOG.error("{}; it is tried again", failure, e);
        }
    }

    /// Something that writes blocks: not to be done on a full disk.
    private Task writing(Task task) {
        return () -> {
            if (!disk.allowsBlocks()) {
                return;
            }
            long before = disk.usable();
            try {
                task.run();
            } catch (IOException e) {
                disk.blockFailed(e, before);
                throw e;
            }
        };
    }

    private void cut() throws IOException {
        int cut = cutter.run(head.memoryStage().cutsEarly());
        written = written + cut;
        if (cut > 0) {
            // Much of the log is about samples that blocks have now.
            head.checkpoint();
            tellOfCut();
        }
    }

    /// The blocks are written, whatever the listener does.
    private void tellOfCut() {
        try {
            afterCut.run();
        } catch (RuntimeException e) {
            LOG.error("what was to be done after samples moved to blocks has failed", e);
        }
    }

    private void compact() throws IOException {
        written = written + compactor.run();
    }

    private void dropOld() throws IOException {
        blocks.deleteGarbage();
        tooOld = tooOld + drop("too old", retention.tooOld(blocks.blocks(), clock.millis()));
        headBytes = head.fileBytes();
        long bytes = limit.bytes();
        tooMuch =
                tooMuch
                        + drop(
                                "too much",
                                BlockRetention.tooMuch(blocks.blocks(), headBytes, bytes));
    }

    private int drop(String reason, List<Block> gone) throws IOException {
        if (!gone.isEmpty()) {
            gone.forEach(b -> LOG.info("{} goes: it is {}", b, reason));
            blocks.replace(gone, null);
        }
        return gone.size();
    }
}
