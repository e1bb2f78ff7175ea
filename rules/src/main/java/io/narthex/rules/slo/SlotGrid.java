package io.narthex.rules.slo;

/// Slots of equal length, one after the other: the first is `(from, from + width]`.
///
/// @param from start of the first slot, epoch milliseconds, exclusive
/// @param width of a slot in milliseconds
/// @param count how many slots
///
/// Thread safety: immutable.
record SlotGrid(long from, long width, int count) {
    /// One slot for a span.
    static SlotGrid single(long from, long to) {
        return new SlotGrid(from, Math.max(1, to - from), 1);
    }

    /// The end of the last slot, inclusive.
    long to() {
        return from + width * count;
    }

    /// The end of a slot, inclusive.
    long end(int slot) {
        return from + width * (slot + 1);
    }

    /// Which slot a time within the grid falls into.
    int slot(long time) {
        return (int) ((time - from - 1) / width);
    }
}
