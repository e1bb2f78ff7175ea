package io.narthex.tsdb.index;

import io.narthex.tsdb.cardinality.IndexStats;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Keeps the largest of many counts.
///
/// Thread safety: for one thread.
public final class LargestCounts {
    private static final Comparator<IndexStats.Count> SMALLEST_FIRST =
            Comparator.comparingLong(IndexStats.Count::count)
                    .thenComparing(IndexStats.Count::name, Comparator.reverseOrder());

    private final int limit;
    private final PriorityQueue<IndexStats.Count> kept = new PriorityQueue<>(SMALLEST_FIRST);

    /// @param limit how many are kept, at least 1
    public LargestCounts(int limit) {
        this.limit = limit;
    }

    /// Whether a count would be kept whatever its name is; spares making the name.
    boolean isLarge(long count) {
        IndexStats.Count smallest = kept.peek();
        return kept.size() < limit || smallest == null || count >= smallest.count();
    }

    /// Takes a count.
    public void add(String name, long count) {
        kept.add(new IndexStats.Count(name, count));
        if (kept.size() > limit) {
            kept.remove();
        }
    }

    /// The largest, descending.
    public List<IndexStats.Count> list() {
        return kept.stream().sorted(SMALLEST_FIRST.reversed()).toList();
    }
}
