package io.narthex.tsdb.block;

import java.util.Arrays;

/// What a selector found in a block.
///
/// Thread safety: immutable; nobody may write to the array.
///
/// @param series numbers of the [SeriesDirectory], ascending
/// @param fingerprint as [io.narthex.model.SeriesSet#fingerprint] has it
record BlockSelection(int[] series, long fingerprint) {
    long bytes() {
        return series.length * (long) Integer.BYTES;
    }

    /// Names a part of a selection by what is in it.
    ///
    /// @param all the fingerprint of the selection
    record Part(long all, int[] series) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Part other
                    && all == other.all
                    && Arrays.equals(series, other.series);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(all) + Arrays.hashCode(series);
        }
    }
}
