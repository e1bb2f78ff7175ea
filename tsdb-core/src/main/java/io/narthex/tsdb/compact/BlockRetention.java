package io.narthex.tsdb.compact;

import io.narthex.tsdb.block.Block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which blocks are to go, by Prometheus' rules: those that end so long before the newest block
/// ends, and the oldest ones while all are too large. A block goes as a whole or not at all.
///
/// Unlike there, a block from the future, which somebody must have put there, does not make all
/// others old: time is counted back from now then.
///
/// @param millis how long samples are kept
///
/// Thread safety: immutable.
public record BlockRetention(long millis) {
    /// The blocks that are too old, newest first.
    ///
    /// @param now epoch milliseconds
    public List<Block> tooOld(List<Block> blocks, long now) {
        List<Block> newestFirst = newestFirst(blocks);
        if (newestFirst.isEmpty()) {
            return List.of();
        }
        long end = Math.min(newestFirst.getFirst().meta().endTime(), now);
        return newestFirst.stream()
                .skip(1)
                .filter(b -> end - b.meta().endTime() >= millis)
                .toList();
    }

    /// The blocks that are too much, newest first.
    ///
    /// @param others bytes of what counts beside blocks
    /// @param limit how large blocks and others may be together
    public static List<Block> tooMuch(List<Block> blocks, long others, long limit) {
        List<Block> gone = new ArrayList<>();
        long sum = others;
        for (Block block : newestFirst(blocks)) {
            sum += block.sizeBytes();
            if (sum > limit) {
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
