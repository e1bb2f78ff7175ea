package io.narthex.tsdb.block;

import java.util.List;
import java.util.TreeSet;

/// What a block says of itself in `meta.json`.
///
/// Thread safety: immutable.
///
/// @param mint the oldest time it may hold, epoch milliseconds
/// @param endTime the time behind the newest it may hold: `maxTime` in the file
/// @param encodings the names of encodings of ours that occur; empty where Prometheus may read it
public record BlockMeta(
        Ulid ulid,
        long mint,
        long endTime,
        Stats stats,
        Compaction compaction,
        List<String> encodings) {
    /// The hint of a block whose samples came out of order, as Prometheus writes it.
    private static final String OUT_OF_ORDER = "from-out-of-order";

    /// How much a block holds.
    public record Stats(
            long samples,
            long floatSamples,
            long histogramSamples,
            long series,
            long chunks,
            long tombstones) {
        /// The same with another number of tombstones.
        public Stats withTombstones(long number) {
            return new Stats(samples, floatSamples, histogramSamples, series, chunks, number);
        }
    }

    /// A block that another was made of.
    public record Parent(Ulid ulid, long mint, long endTime) {}

    /// How a block came about.
    ///
    /// @param level how often its samples were written, 1 from the head
    /// @param sources the blocks of level 1 that it descends from, sorted
    /// @param parents the blocks that it replaces; empty for one from the head
    /// @param hints as Prometheus writes them, such as `from-out-of-order`
    public record Compaction(
            int level, List<Ulid> sources, List<Parent> parents, List<String> hints) {
        /// A block from the head: of itself.
        public static Compaction fromHead(Ulid ulid) {
            return new Compaction(1, List.of(ulid), List.of(), List.of());
        }

        /// A block from the head, of samples that came out of order.
        public static Compaction fromLateSamples(Ulid ulid) {
            return new Compaction(1, List.of(ulid), List.of(), List.of(OUT_OF_ORDER));
        }

        /// A block that replaces others.
        public static Compaction of(List<BlockMeta> parents) {
            TreeSet<Ulid> sources = new TreeSet<>();
            TreeSet<String> hints = new TreeSet<>();
            int level = 0;
            for (BlockMeta parent : parents) {
                sources.addAll(parent.compaction.sources);
                level = Math.max(level, parent.compaction.level);
            }
            // A hint is true of the new block only if it is of every old one.
            hints.addAll(parents.getFirst().compaction.hints);
            parents.forEach(p -> hints.retainAll(p.compaction.hints));
            return new Compaction(
                    level + 1,
                    List.copyOf(sources),
                    parents.stream().map(p -> new Parent(p.ulid, p.mint, p.endTime)).toList(),
                    List.copyOf(hints));
        }
    }

    /// The same with another number of tombstones.
    public BlockMeta withTombstones(long number) {
        return new BlockMeta(
                ulid, mint, endTime, stats.withTombstones(number), compaction, encodings);
    }

    /// Whether all of its samples came out of order.
    public boolean isOutOfOrder() {
        return compaction.hints.contains(OUT_OF_ORDER);
    }

    /// Whether Prometheus may read the block.
    public boolean isPrometheus() {
        return encodings.isEmpty();
    }

    /// Whether the two have a time in common.
    public boolean overlaps(BlockMeta other) {
        return mint < other.endTime && other.mint < endTime;
    }
}
