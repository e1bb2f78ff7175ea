package io.narthex.promql.plan;

import org.jspecify.annotations.Nullable;

/// The times of the samples that a plan may look at, so that one snapshot covers all of them.
///
/// @param mint inclusive
/// @param maxt inclusive; below `mint` where the plan looks at no samples
public record DataRange(long mint, long maxt) {
    private static final DataRange NONE = new DataRange(Long.MAX_VALUE, Long.MIN_VALUE);

    /// The samples that a plan needs for evaluations from `start` to `end`.
    public static DataRange of(LogicalNode node, long start, long end, long lookback) {
        return switch (node) {
            case LogicalNode.Selector s -> window(s.at(), s.offset(), lookback, start, end);
            case LogicalNode.RangeSelector r ->
                    window(r.selector().at(), r.selector().offset(), r.range(), start, end);
            case LogicalNode.Subquery s -> {
                DataRange inner = window(s.at(), s.offset(), s.range(), start, end);
                yield of(s.input(), inner.mint, inner.maxt, lookback);
            }
            default -> {
                DataRange all = NONE;
                for (LogicalNode child : node.children()) {
                    all = all.union(of(child, start, end, lookback));
                }
                yield all;
            }
        };
    }

    /// Whether the plan looks at no samples.
    public boolean isEmpty() {
        return mint > maxt;
    }

    private static DataRange window(
            @Nullable Long at, long offset, long range, long start, long end) {
        long first = (at == null ? start : at) - offset;
        long last = (at == null ? end : at) - offset;
        return new DataRange(first - range + 1, last);
    }

    private DataRange union(DataRange other) {
        return new DataRange(Math.min(mint, other.mint), Math.max(maxt, other.maxt));
    }
}
