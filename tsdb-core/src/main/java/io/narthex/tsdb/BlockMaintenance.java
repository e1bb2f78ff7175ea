package io.narthex.tsdb;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.view.HeadCutter;
import io.narthex.tsdb.view.StoreView;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// What is done with blocks from time to time: the head's oldest samples become blocks.
///
/// Thread safety: one run at a time; the view is safe for concurrent calls.
final class BlockMaintenance {
    private static final Logger LOG = LoggerFactory.getLogger(BlockMaintenance.class);

    private final BlockList blocks;
    private final StoreView view;
    private final HeadCutter cutter;

    private BlockMaintenance(BlockList blocks, StoreView view, HeadCutter cutter) {
        this.blocks = blocks;
        this.view = view;
        this.cutter = cutter;
    }

    static BlockMaintenance of(Head head, BlockList blocks, TsdbOptions options) {
        long cut = head.leaveToBlocks(end(blocks, options.clock().millis()));
        StoreView view = new StoreView(head, blocks, cut);
        HeadCutter cutter =
                new HeadCutter(
                        head,
                        blocks,
                        view,
                        options.blockEncoding(),
                        options.chunkRange().toMillis(),
                        options.clock());
        return new BlockMaintenance(blocks, view, cutter);
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

    StoreView view() {
        return view;
    }

    /// The number of blocks.
    long count() {
        return blocks.blocks().size();
    }

    /// The bytes of all blocks' files.
    long bytes() {
        return blocks.blocks().stream().mapToLong(Block::sizeBytes).sum();
    }

    /// A failure costs nothing but time: the next run tries again.
    synchronized void run() {
        try {
            int unused = cutter.run();
        } catch (IOException e) {
            LOG.error("the head's oldest samples can't be written to a block yet", e);
        }
    }
}
