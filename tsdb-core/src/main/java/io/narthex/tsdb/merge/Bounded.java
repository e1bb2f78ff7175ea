package io.narthex.tsdb.merge;

import io.narthex.model.SeriesData;

/// A series whose samples' times are known to lie between two, without any of them being read.
///
/// Thread safety: as [SeriesData] says.
public interface Bounded extends SeriesData {
    /// A time that no sample is older than; anything where there are none.
    long oldest();

    /// A time that no sample is newer than; anything where there are none.
    long newest();
}
