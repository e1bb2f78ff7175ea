package io.narthex.http;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// What `/api/v1/admin/tsdb/…` asks of the store. What the methods throw becomes the answer: its
/// message must be fit for clients.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface StoreAdmin {
    /// Deletes samples.
    ///
    /// @param mint oldest time, epoch milliseconds, inclusive
    /// @param maxt newest time, inclusive
    /// @param matchers what all of the series meet; all series where there are none
    void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers);

    /// Gives back what deleted samples take.
    void cleanTombstones();

    /// Copies the store.
    ///
    /// @param withHead whether samples are wanted that are in no block yet
    /// @return the name of the copy, below the directory of all
    String snapshot(boolean withHead);
}
