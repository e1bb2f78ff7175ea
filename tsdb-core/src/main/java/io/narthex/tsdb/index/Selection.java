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

    /// Some of the series. It has no fingerprint: another choice would give another part.
    ///
    /// @param ordinals which, ascending
    public Selection part(int[] ordinals) {
        int n = ordinals.length;
        int[] slotsOfPart = new int[n];
        long[] refsOfPart = new long[n];
        Labels[] labelsOfPart = new Labels[n];
        for (int i = 0; i < n; i++) {
            slotsOfPart[i] = slots[ordinals[i]];
            refsOfPart[i] = refs[ordinals[i]];
            labelsOfPart[i] = labels[ordinals[i]];
        }
        return new Selection(slotsOfPart, refsOfPart, labelsOfPart, 0);
    }

    /// The number of series.
    public int size() {
        return slots.length;
    }

    /// The bytes of the arrays.
    long bytes() {
        return slots.length * BYTES_EACH;
    }
}
