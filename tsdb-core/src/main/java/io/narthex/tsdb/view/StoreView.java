package io.narthex.tsdb.view;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockDeletion;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadQuerier;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.wal.Deletion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// Head and blocks, read as one store.
///
/// Of samples that came in order, those before the cut are in blocks and those from it on in the
/// head, for every querier: blocks appear and the cut moves in one step. The head may hold samples
/// before the cut for a while longer, for queriers that are older than the step; later ones are not
/// shown them. Samples that came out of order are wherever they are, and merged by time, and so is
/// a block that somebody put there with times beyond the cut.
///
/// Thread safety: safe for concurrent calls.
public final class StoreView implements Queryable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreView.class);

    private final Head head;
    private final BlockList blocks;
    private final Object lock = new Object();

    /// Guarded by lock.
    private long cut;

    /// @param cut the time before which samples that came in order are in blocks
    public StoreView(Head head, BlockList blocks, long cut) {
        this.head = head;
        this.blocks = blocks;
        this.cut = cut;
    }

    /// What is in the range, and perhaps more. Where it is all in the head, or all in the blocks,
    /// this is their own querier: merging costs only where there is something to be merged.
    @Override
    public Querier querier(long mint, long maxt) {
        synchronized (lock) {
            if (!blocks.overlaps(mint, maxt)) {
                return head.querier(cut);
            }
            if (maxt < cut && !head.hasLateSamples()) {
                return blocks.querier(mint, maxt);
            }
            HeadQuerier young = head.querier(cut);
            boolean opened = false;
            try {
                Querier all = blocks.querier(mint, maxt, young);
                opened = true;
                return all;
            } finally {
                if (!opened) {
                    young.close();
                }
            }
        }
    }

    /// Shows blocks that the head's oldest samples have become, and no longer those samples.
    ///
    /// @param written the open blocks
    /// @param end the new cut
    /// @return the number of the newest querier that does not see the blocks
    long publish(Collection<Block> written, long end) {
        synchronized (lock) {
            blocks.add(written);
            cut = Math.max(cut, end);
            return head.newestQuerier();
        }
    }

    /// Deletes the samples that there are now, in head and blocks in one step: a querier sees all
    /// of them or none. One deletion is made at a time, and blocks are not replaced meanwhile.
    ///
    /// @param mint oldest time, epoch milliseconds, inclusive
    /// @param maxt newest time, inclusive
    /// @throws io.narthex.model.StorageException if it can't be logged: nothing is deleted
    public void delete(long mint, long maxt, List<LabelMatcher> matchers) {
        List<BlockDeletion> planned = blocks.planDeletion(mint, maxt, matchers);
        List<String> names = planned.stream().map(BlockDeletion::block).toList();
        synchronized (lock) {
            head.deletions().delete(mint, maxt, matchers, names);
            planned.forEach(BlockDeletion::publish);
        }
    }

    /// Repeats in blocks what the head's log says that they were asked to delete; before anybody
    /// reads. A block that is corrupt is left as it is.
    public void repeatDeletions() {
        for (Deletion d : head.deletions().unnoted()) {
            for (Block block : blocks.blocks()) {
                if (d.blocks().contains(block.meta().ulid().toString())) {
                    repeat(d, block);
                }
            }
        }
    }

    private static void repeat(Deletion deletion, Block block) {
        try {
            BlockDeletion planned =
                    block.planDeletion(deletion.mint(), deletion.maxt(), deletion.matchers());
            if (planned != null) {
                planned.publish();
            }
        } catch (CorruptionException e) {
            LOG.error("{} can't be asked to delete: {}", block, e.getMessage());
        }
    }

    /// Writes what is deleted of blocks to their files, behind the log.
    ///
    /// @throws IOException if that failed; nothing is lost, and the next call tries again
    public void noteDeletions() throws IOException {
        List<Deletion> unnoted = head.deletions().unnoted();
        if (!unnoted.isEmpty()) {
            head.deletions().sync();
            blocks.writeTombstones();
            // What is on its way out must not come back without what was deleted.
            blocks.deleteGarbage();
            head.deletions().noted(unnoted);
        }
    }

    /// The time before which samples that came in order are in blocks.
    long cut() {
        synchronized (lock) {
            return cut;
        }
    }
}
