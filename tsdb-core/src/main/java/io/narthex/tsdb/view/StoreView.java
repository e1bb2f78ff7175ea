package io.narthex.tsdb.view;

import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadQuerier;

import java.util.Collection;

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

    /// The time before which samples that came in order are in blocks.
    long cut() {
        synchronized (lock) {
            return cut;
        }
    }
}
