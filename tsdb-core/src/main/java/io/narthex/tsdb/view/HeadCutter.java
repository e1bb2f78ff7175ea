package io.narthex.tsdb.view;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadCut;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Moves the head's oldest samples to blocks, one block range, or part of one, after the other.
///
/// A step at a time: the blocks are written, each under a temporary name and then renamed; they are
/// shown to readers, and the head's samples no longer; the cut is noted durably; and the head drops
/// the samples, as soon as no querier is open that does not see the blocks. Wherever it ends, the
/// next start finds samples in one place or, equal, in both, which counts once.
///
/// Thread safety: for one thread.
public final class HeadCutter {
    private static final Logger LOG = LoggerFactory.getLogger(HeadCutter.class);

    private final Head head;
    private final BlockList blocks;
    private final StoreView view;
    private final BlockWriter writer;
    private final long range;
    private final InstantSource clock;

    /// What blocks have and the head has not dropped yet, and the newest querier that may still
    /// need it there.
    private @Nullable HeadCut pending;

    private long readers;

    /// @param encoding for whom the blocks are
    /// @param range the length of a block range in milliseconds
    public HeadCutter(
            Head head,
            BlockList blocks,
            StoreView view,
            BlockEncoding encoding,
            long range,
            InstantSource clock) {
        this.head = head;
        this.blocks = blocks;
        this.view = view;
        this.writer = blocks.writer(encoding);
        this.range = range;
        this.clock = clock;
    }

    /// Cuts off what is old enough.
    ///
    /// @param early whether a part of a range is cut off too; see [Head#cut]
    /// @return the number of blocks written
    /// @throws IOException if a block can't be written or the cut not be noted; nothing is lost,
    ///     and the next run tries again
    public int run(boolean early) throws IOException {
        int written = 0;
        while (truncate()) {
            HeadCut next = head.cut(view.cut(), early);
            if (next == null) {
                return written;
            }
            written += write(next);
        }
        return written;
    }

    /// @return false where a querier still needs what is to be dropped
    private boolean truncate() throws IOException {
        if (pending != null) {
            if (!head.truncate(pending, readers)) {
                return false;
            }
            pending = null;
        }
        return true;
    }

    private int write(HeadCut next) throws IOException {
        List<Block> written = new ArrayList<>();
        boolean published = false;
        try {
            for (long late : next.lateRanges()) {
                write(late, Math.min(late + range, next.start()), true, written);
            }
            write(next.start(), next.end(), false, written);
            readers = view.publish(written, next.end());
            published = true;
        } finally {
            if (!published) {
                blocks.replace(written, null);
            }
        }
        pending = next;
        return written.size();
    }

    private void write(long start, long end, boolean late, List<Block> written) throws IOException {
        Ulid ulid = Ulid.random(clock.millis());
        BlockMeta meta =
                writer.write(
                        (_, _) -> head.querier(view.cut()),
                        start,
                        end,
                        ulid,
                        late
                                ? BlockMeta.Compaction.fromLateSamples(ulid)
                                : BlockMeta.Compaction.fromHead(ulid));
        if (meta != null) {
            written.add(blocks.openWritten(ulid));
            LOG.info(
                    "block {} from the head: {} samples of {} series{}",
                    ulid,
                    meta.stats().samples(),
                    meta.stats().series(),
                    late ? ", out of order" : "");
        }
    }
}
