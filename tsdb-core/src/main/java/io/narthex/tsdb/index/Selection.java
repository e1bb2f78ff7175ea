package io.narthex.tsdb.index;

import io.narthex.model.Labels;

/// What a selector found: series in canonical order. Kept and given again while no series comes or
/// goes.
///
/// Thread safety: immutable; nobody may write to the arrays.
///
/// @param slots the series' slots
/// @param refs the series' references, for telling a slot's present series from a later one
/// @param fingerprint unique for the content among all selections of this index
public record Selection(int[] slots, long[] refs, Labels[] labels, long fingerprint) {
    /// The number of series.
    public int size() {
        return slots.length;
    }
}
