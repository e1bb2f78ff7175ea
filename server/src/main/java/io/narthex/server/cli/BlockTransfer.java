package io.narthex.server.cli;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockImport;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockVerification;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Brings blocks from one data directory to another.
///
/// Thread safety: for one thread.
final class BlockTransfer {
    private final PrintWriter out;
    private final PrintWriter err;

    BlockTransfer(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// Copies sound blocks as they are.
    ///
    /// @return 0, or 1 if a block was left out because it is corrupt
    int copyIn(Path from, Path data) throws IOException {
        int result = 0;
        try (BlockList blocks = BlockList.read(FileStore.local(), from)) {
            blocks.problems().forEach(p -> err.println("error: " + p.getMessage()));
            result = blocks.problems().isEmpty() ? 0 : 1;
            for (Block block : blocks.blocks()) {
                BlockVerification found = BlockVerification.of(block);
                if (!found.problems().isEmpty()) {
                    err.println("error: left out: " + found.problems().getFirst().getMessage());
                    result = 1;
                } else {
                    boolean copied = BlockImport.copy(FileStore.local(), block.directory(), data);
                    print(block.meta(), copied ? "copied" : "there already");
                }
            }
        }
        if (isUsed(from.resolve("wal"))) {
            out.println(
                    "Samples that are not in a block yet, in "
                            + from.resolve("wal")
                            + ", are not taken over; a snapshot of the running server has all.");
        }
        return result;
    }

    private static boolean isUsed(Path wal) throws IOException {
        if (!Files.isDirectory(wal)) {
            return false;
        }
        try (Stream<Path> files = Files.list(wal)) {
            return files.findAny().isPresent();
        }
    }

    private void print(BlockMeta meta, String what) {
        out.printf(
                Locale.ROOT,
                "%s: %d samples of %d series: %s%n",
                meta.ulid(),
                meta.stats().samples(),
                meta.stats().series(),
                what);
    }

    /// Writes every block anew for Prometheus; deleted samples are left out.
    ///
    /// @param mint the oldest time, inclusive
    /// @param maxt the newest time, inclusive
    int export(BlockList blocks, Path target, long mint, long maxt) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> there = Files.list(target)) {
            if (there.findAny().isPresent()) {
                err.println("error: " + target + " is not empty");
                return 1;
            }
        }
        // Prometheus' tools look for one.
        Files.createDirectory(target.resolve("wal"));
        BlockWriter writer = new BlockWriter(FileStore.local(), target, BlockEncoding.PROMETHEUS);
        for (Block block : blocks.blocks()) {
            BlockMeta meta = block.meta();
            long from = Math.max(mint, meta.mint());
            long end = maxt == Long.MAX_VALUE ? meta.endTime() : Math.min(maxt + 1, meta.endTime());
            Ulid ulid = Ulid.random(System.currentTimeMillis());
            BlockMeta written =
                    from >= end
                            ? null
                            : writer.write(
                                    block,
                                    from,
                                    end,
                                    ulid,
                                    new BlockMeta.Compaction(
                                            meta.compaction().level(),
                                            List.of(ulid),
                                            List.of(),
                                            meta.compaction().hints()));
            if (written != null) {
                print(written, "written");
            }
        }
        return 0;
    }
}
