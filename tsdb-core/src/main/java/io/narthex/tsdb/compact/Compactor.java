package io.narthex.tsdb.compact;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.CorruptionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Carries out a plan: writes one block of several, publishes it, and only then deletes the
/// several.
///
/// Samples are decoded and encoded again, so chunks are full, all of one encoding, and without what
/// is deleted. The new block names its parents; after a crash between publication and deletion the
/// next opening removes them.
///
/// A block that turns out to be corrupt is not tried again before a restart; the others go on.
///
/// Thread safety: for one thread.
public final class Compactor {
    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final BlockList blocks;
    private final CompactionPlan plan;
    private final BlockEncoding encoding;
    private final Clock clock;
    private final Set<Ulid> corrupt = new HashSet<>();

    /// @param encoding for whom the new blocks are
    public Compactor(BlockList blocks, CompactionPlan plan, BlockEncoding encoding, Clock clock) {
        this.blocks = blocks;
        this.plan = plan;
        this.encoding = encoding;
        this.clock = clock;
    }

    /// Does what the plan says until it has nothing more to say.
    ///
    /// @return the number of blocks written
    /// @throws IOException if a block can't be written or deleted; what was done before stays done
    public int run() throws IOException {
        int written = 0;
        while (true) {
            List<BlockMeta> next =
                    plan.next(
                            blocks.blocks().stream()
                                    .map(Block::meta)
                                    .filter(m -> !corrupt.contains(m.ulid()))
                                    .toList());
            if (next.isEmpty()) {
                return written;
            }
            if (compact(next)) {
                written++;
            }
        }
    }

    /// Writes each block again of which something is deleted, without that; where nothing is left
    /// the block goes. Corrupt ones stay as they are.
    ///
    /// @return the number of blocks written
    /// @throws IOException if a block can't be written or deleted; what was done before stays done
    public int clean() throws IOException {
        int written = 0;
        for (Block block : blocks.blocks()) {
            if (block.hasTombstones() && compact(List.of(block.meta()))) {
                written++;
            }
        }
        return written;
    }

    /// @return whether a block was written
    private boolean compact(List<BlockMeta> parents) throws IOException {
        Set<Ulid> ulids = new HashSet<>();
        parents.forEach(p -> ulids.add(p.ulid()));
        List<Block> old =
                blocks.blocks().stream().filter(b -> ulids.contains(b.meta().ulid())).toList();
        BlockMeta meta;
        try {
            meta = write(parents, old);
        } catch (CorruptionException e) {
            log.error("Cannot compact a corrupt block, it stays as it is: {}", e.getMessage());
            leaveAlone(old, e);
            return false;
        }
        if (meta == null) {
            blocks.replace(old, null);
            return false;
        }
        blocks.replace(old, blocks.openWritten(meta.ulid()));
        log.info(
                "Compacted {} blocks into {}: {} samples of {} series, level {}",
                old.size(),
                meta.ulid(),
                meta.stats().samples(),
                meta.stats().series(),
                meta.compaction().level());
        return true;
    }

    private void leaveAlone(List<Block> old, CorruptionException e) {
        List<Block> guilty = old.stream().filter(b -> e.file().startsWith(b.directory())).toList();
        // Were it none of them, trying again would go on for ever.
        (guilty.isEmpty() ? old : guilty).forEach(b -> corrupt.add(b.meta().ulid()));
    }

    private @Nullable BlockMeta write(List<BlockMeta> parents, List<Block> old) throws IOException {
        long mint = parents.stream().mapToLong(BlockMeta::mint).min().orElseThrow();
        long endTime = parents.stream().mapToLong(BlockMeta::endTime).max().orElseThrow();
        return blocks.writer(encoding)
                .write(
                        BlockList.merged(old),
                        mint,
                        endTime,
                        Ulid.random(clock.millis()),
                        BlockMeta.Compaction.of(parents));
    }
}
