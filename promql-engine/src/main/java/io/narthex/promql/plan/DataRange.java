package io.narthex.promql.plan;

import io.narthex.promql.parser.TimeShift.Extension;

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
            case LogicalNode.Selector s -> selector(s, 0, lookback, start, end);
            case LogicalNode.RangeSelector r ->
                    selector(r.selector(), r.range(), lookback, start, end);
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

    /// @param range length of the range; 0 for an instant selector
    private static DataRange selector(
            LogicalNode.Selector s, long range, long lookback, long start, long end) {
        boolean looksBack = range == 0 || s.extension() != Extension.NONE;
        long length = looksBack ? range + lookback : range;
        DataRange plain = window(s.at(), s.offset(), length, start, end);
        return s.extension() == Extension.SMOOTHED
                ? new DataRange(plain.mint, plain.maxt + lookback)
                : plain;
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
