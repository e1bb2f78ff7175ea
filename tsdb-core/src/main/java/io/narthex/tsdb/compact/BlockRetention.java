package io.narthex.tsdb.compact;

import io.narthex.tsdb.block.Block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which blocks are to go, by Prometheus' rules: those that end so long before the newest block
/// ends, and the oldest ones while all are too large. A block goes as a whole or not at all.
///
/// @param millis how long samples are kept
/// @param bytes how large blocks and whatever else counts may be together; 0 for no limit
///
/// Thread safety: immutable.
public record BlockRetention(long millis, long bytes) {
    /// The blocks that are too old, newest first.
    public List<Block> tooOld(List<Block> blocks) {
        List<Block> newestFirst = newestFirst(blocks);
        if (newestFirst.isEmpty()) {
            return List.of();
        }
        long end = newestFirst.getFirst().meta().endTime();
        return newestFirst.stream()
                .skip(1)
                .filter(b -> end - b.meta().endTime() >= millis)
                .toList();
    }

    /// The blocks that are too much, newest first.
    ///
    /// @param others bytes of what counts beside blocks
    public List<Block> tooMuch(List<Block> blocks, long others) {
        if (bytes == 0) {
            return List.of();
        }
        List<Block> gone = new ArrayList<>();
        long sum = others;
        for (Block block : newestFirst(blocks)) {
            sum += block.sizeBytes();
            if (sum > bytes) {
                gone.add(block);
            }
        }
        return gone;
    }

    private static List<Block> newestFirst(List<Block> blocks) {
        return blocks.stream()
                .sorted(Comparator.comparingLong((Block b) -> b.meta().endTime()).reversed())
                .toList();
    }
}
