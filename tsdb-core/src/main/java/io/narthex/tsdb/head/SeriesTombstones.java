package io.narthex.tsdb.head;

import io.narthex.tsdb.merge.Intervals;

import java.util.ArrayList;
import java.util.List;

/// What is deleted of one series in memory: only what was there at the time.
///
/// What comes in order later is newer than all of it. What comes out of order later may have a time
/// that was deleted, and counts; so a deletion of late samples says how many there were.
///
/// @param inOrder deleted times of samples that came in order
/// @param late deletions of samples that came out of order
///
/// Thread safety: immutable.
record SeriesTombstones(Intervals inOrder, List<Late> late) {
    static final SeriesTombstones NONE = new SeriesTombstones(Intervals.NONE, List.of());

    /// A deletion of late samples.
    ///
    /// @param mint oldest time, inclusive
    /// @param maxt newest time, inclusive
    /// @param arrived how many late samples of the series had come before
    record Late(long mint, long maxt, long arrived) {}

    /// These and one more.
    ///
    /// @param newest the newest time that came in order; `Long.MIN_VALUE` for none
    /// @param arrived how many late samples have come
    SeriesTombstones with(long mint, long maxt, long newest, long arrived) {
        Intervals times = inOrder;
        if (newest != Long.MIN_VALUE && mint <= newest) {
            times = times.with(mint, Math.min(maxt, newest));
        }
        List<Late> more = late;
        if (arrived > 0) {
            more = new ArrayList<>(late);
            more.add(new Late(mint, maxt, arrived));
        }
        return new SeriesTombstones(times, List.copyOf(more));
    }

    /// Without what hides nothing any more.
    ///
    /// @param oldest the oldest time in memory that came in order
    /// @param oldestLate the oldest time that came out of order
    SeriesTombstones from(long oldest, long oldestLate) {
        return new SeriesTombstones(
                Intervals.of(inOrder.ranges().stream().filter(r -> r.maxt() >= oldest).toList()),
                late.stream().filter(l -> l.maxt() >= oldestLate).toList());
    }

    boolean isEmpty() {
        return inOrder.isEmpty() && late.isEmpty();
    }

    /// Whether a late sample is deleted.
    ///
    /// @param number how many late samples of the series came before it
    boolean hidesLate(long t, long number) {
        for (Late l : late) {
            if (t >= l.mint && t <= l.maxt && number < l.arrived) {
                return true;
            }
        }
        return false;
    }
}
