package io.narthex.tsdb.compact;

import io.narthex.tsdb.block.BlockMeta;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which blocks are to become one, by Prometheus' rules: first those that overlap; then those that
/// fill an aligned range three times as long as the last, or lie in one that is over; then single
/// blocks of which much is deleted. The newest block is left alone, as out-of-order samples may
/// still bring another like it.
///
/// Thread safety: immutable.
public final class CompactionPlan {
    private static final int FACTOR = 3;
    private static final int MOST_LEVELS = 10;
    private static final Duration LONGEST_EVER = Duration.ofDays(31);

    /// A block is a tenth of what is kept at most, since it is dropped as a whole.
    private static final int RETENTION_SHARE = 10;

    /// The share of series with deletions from which a large block is written again.
    private static final double MANY_TOMBSTONES = 0.05;

    /// Lengths of blocks in milliseconds, ascending.
    private final List<Long> ranges;

    private CompactionPlan(List<Long> ranges) {
        this.ranges = ranges;
    }

    /// @param shortest the length of a block from the head
    /// @param retention how long samples are kept; zero for ever
    public static CompactionPlan of(Duration shortest, Duration retention) {
        Duration longest = LONGEST_EVER;
        if (retention.isPositive()) {
            Duration share = retention.dividedBy(RETENTION_SHARE);
            longest = share.compareTo(longest) < 0 ? share : longest;
        }
        return upTo(shortest, longest);
    }

    /// @param shortest the length of a block from the head
    /// @param longest how long a block becomes at most
    public static CompactionPlan upTo(Duration shortest, Duration longest) {
        List<Long> ranges = new ArrayList<>();
        long range = shortest.toMillis();
        ranges.add(range);
        while (ranges.size() < MOST_LEVELS && range * FACTOR <= longest.toMillis()) {
            range *= FACTOR;
            ranges.add(range);
        }
        return new CompactionPlan(List.copyOf(ranges));
    }

    /// The lengths of blocks, in milliseconds, ascending.
    public List<Long> ranges() {
        return ranges;
    }

    /// The blocks that are to become one next; none where all is well.
    public List<BlockMeta> next(List<BlockMeta> blocks) {
        List<BlockMeta> byTime = new ArrayList<>(blocks);
        byTime.sort(Comparator.comparingLong(BlockMeta::mint));
        List<BlockMeta> found = overlapping(byTime);
        if (!found.isEmpty() || byTime.isEmpty()) {
            return found;
        }
        byTime.removeLast();
        found = fullRange(byTime);
        return found.isEmpty() ? muchDeleted(byTime) : found;
    }

    /// The first group of blocks that overlap, directly or through others.
    private static List<BlockMeta> overlapping(List<BlockMeta> byTime) {
        List<BlockMeta> group = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (BlockMeta block : byTime) {
            if (!group.isEmpty() && block.mint() >= end) {
                if (group.size() > 1) {
                    return group;
                }
                group.clear();
            }
            group.add(block);
            end = Math.max(end, block.endTime());
        }
        return group.size() > 1 ? group : List.of();
    }

    private List<BlockMeta> fullRange(List<BlockMeta> byTime) {
        if (byTime.isEmpty()) {
            return List.of();
        }
        long newest = byTime.getLast().mint();
        for (long range : ranges.subList(1, ranges.size())) {
            for (List<BlockMeta> part : split(byTime, range)) {
                long from = part.getFirst().mint();
                long to = part.getLast().endTime();
                if (part.size() > 1 && (to - from == range || to <= newest)) {
                    return part;
                }
            }
        }
        return List.of();
    }

    /// The blocks that fit aligned ranges, range by range.
    private static List<List<BlockMeta>> split(List<BlockMeta> byTime, long range) {
        List<List<BlockMeta>> parts = new ArrayList<>();
        long begin = 0;
        List<BlockMeta> part = new ArrayList<>();
        for (BlockMeta block : byTime) {
            long aligned = Math.floorDiv(block.mint(), range) * range;
            if (block.endTime() > aligned + range) {
                continue;
            }
            if (part.isEmpty() || aligned != begin) {
                part = new ArrayList<>();
                parts.add(part);
                begin = aligned;
            }
            part.add(block);
        }
        return parts;
    }

    private List<BlockMeta> muchDeleted(List<BlockMeta> byTime) {
        long large = ranges.get(ranges.size() / 2);
        for (BlockMeta block : byTime.reversed()) {
            long tombstones = block.stats().tombstones();
            if (block.endTime() - block.mint() < large) {
                // A small one will be written again soon anyway, unless nothing of it is left.
                return tombstones > 0 && tombstones >= block.stats().series()
                        ? List.of(block)
                        : List.of();
            }
            if (tombstones > MANY_TOMBSTONES * (block.stats().series() + 1)) {
                return List.of(block);
            }
        }
        return List.of();
    }
}
