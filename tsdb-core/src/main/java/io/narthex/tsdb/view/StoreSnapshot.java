package io.narthex.tsdb.view;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockSnapshot;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadStats;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// Copies a store into a directory that can be opened as one: blocks, and the head as blocks of
/// their own.
///
/// Thread safety: one at a time, while blocks are not replaced; samples may come meanwhile.
public final class StoreSnapshot {
    private final Head head;
    private final BlockList blocks;
    private final StoreView view;
    private final FileStore files;
    private final BlockEncoding encoding;
    private final InstantSource clock;

    /// @param encoding for whom the blocks of the head are
    public StoreSnapshot(
            Head head,
            BlockList blocks,
            StoreView view,
            FileStore files,
            BlockEncoding encoding,
            InstantSource clock) {
        this.head = head;
        this.blocks = blocks;
        this.view = view;
        this.files = files;
        this.encoding = encoding;
        this.clock = clock;
    }

    /// Writes the snapshot.
    ///
    /// @param directory new or empty, on the file system of the blocks
    /// @param withHead whether samples are wanted that are in no block yet
    /// @throws IllegalArgumentException if it is not empty, or has the name of a block
    /// @throws IOException if that failed; nothing is left then, as far as possible
    public void write(Path directory, boolean withHead) throws IOException {
        if (Ulid.isUlid(String.valueOf(directory.getFileName()))) {
            throw new IllegalArgumentException(directory + " has the name of a block");
        }
        if (!files.list(directory).isEmpty() || !files.directories(directory).isEmpty()) {
            throw new IllegalArgumentException(directory + " is not empty");
        }
        try {
            files.createDirectories(directory);
            for (Block block : blocks.blocks()) {
                BlockSnapshot.link(files, block, directory);
            }
            if (withHead) {
                writeHead(new BlockWriter(files, directory, encoding));
            }
        } catch (IOException | RuntimeException | Error e) {
            discard(directory, e);
            throw e;
        }
    }

    private void discard(Path directory, Throwable failure) {
        try {
            files.deleteTree(directory);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Samples before the cut came out of order, and count less than those of other blocks.
    private void writeHead(BlockWriter writer) throws IOException {
        HeadStats stats = head.stats();
        long cut = view.cut();
        long from = stats.minTime();
        long end = stats.maxTime() + 1;
        if (from < Math.min(cut, end)) {
            write(writer, from, Math.min(cut, end), true);
        }
        if (Math.max(from, cut) < end) {
            write(writer, Math.max(from, cut), end, false);
        }
    }

    private void write(BlockWriter writer, long from, long end, boolean late) throws IOException {
        Ulid ulid = Ulid.random(clock.millis());
        BlockMeta.Compaction compaction =
                late
                        ? BlockMeta.Compaction.fromLateSamples(ulid)
                        : BlockMeta.Compaction.fromHead(ulid);
        BlockMeta _ = writer.write((_, _) -> head.querier(view.cut()), from, end, ulid, compaction);
    }
}
