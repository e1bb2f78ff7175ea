package io.narthex.tsdb.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Deleted times of one series: ranges, ascending, apart from each other.
///
/// Thread safety: immutable.
public record Intervals(List<Range> ranges) {
    /// Nothing is deleted.
    public static final Intervals NONE = new Intervals(List.of());

    /// Both ends inclusive, epoch milliseconds.
    public record Range(long mint, long maxt) {}

    /// Any ranges; those that overlap or touch become one.
    public static Intervals of(List<Range> any) {
        List<Range> sorted = new ArrayList<>(any);
        sorted.sort(Comparator.comparingLong(Range::mint));
        List<Range> apart = new ArrayList<>();
        for (Range r : sorted) {
            Range last = apart.isEmpty() ? null : apart.getLast();
            // One behind the last: written so that the greatest time does not overflow.
            if (last == null || r.mint > last.maxt && r.mint - 1 > last.maxt) {
                apart.add(r);
            } else if (r.maxt > last.maxt) {
                apart.set(apart.size() - 1, new Range(last.mint, r.maxt));
            }
        }
        return new Intervals(List.copyOf(apart));
    }

    /// These and one more.
    public Intervals with(long mint, long maxt) {
        List<Range> more = new ArrayList<>(ranges);
        more.add(new Range(mint, maxt));
        return of(more);
    }

    /// Whether nothing is deleted.
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// Whether a time is deleted.
    public boolean contains(long t) {
        return contains(t, t);
    }

    /// Whether all of a range is deleted, both ends inclusive.
    public boolean contains(long mint, long maxt) {
        for (Range r : ranges) {
            if (r.mint <= mint && maxt <= r.maxt) {
                return true;
            }
        }
        return false;
    }
}
