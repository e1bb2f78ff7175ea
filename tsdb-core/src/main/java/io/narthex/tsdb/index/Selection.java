package io.narthex.tsdb.index;

import io.narthex.model.Labels;

/// What a selector found: series in canonical order. Kept and given again while no series of them
/// comes or goes.
///
/// Thread safety: immutable; nobody may write to the arrays.
///
/// @param slots the series' slots
/// @param refs the series' references, for telling a slot's present series from a later one
/// @param fingerprint of the content, see [Fingerprints]; 0 for none
public record Selection(int[] slots, long[] refs, Labels[] labels, long fingerprint) {
    /// Of a series: slot, reference, and a reference to its labels.
    private static final long BYTES_EACH = 16;

    /// The number of series.
    public int size() {
        return slots.length;
    }

    /// The bytes of the arrays.
    long bytes() {
        return slots.length * BYTES_EACH;
    }
}
