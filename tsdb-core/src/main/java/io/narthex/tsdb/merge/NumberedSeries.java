package io.narthex.tsdb.merge;

import io.narthex.model.SeriesSet;

/// Series that their source numbers, so that what is known of one is found by its number.
///
/// Thread safety: as [SeriesSet] says.
public interface NumberedSeries extends SeriesSet {
    /// Whose numbers they are; compared by identity.
    Object source();

    /// The number of the series at a position: small, since arrays are indexed by it. Another one
    /// may get it later, with another reference.
    int number(int ordinal);
}
