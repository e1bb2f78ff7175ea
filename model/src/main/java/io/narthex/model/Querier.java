package io.narthex.model;

import java.util.List;

/// One snapshot of a store, for one query.
///
/// A commit is either wholly visible or not at all, to every selection made here. What was selected
/// stays readable until [#close], even if the store drops it meanwhile.
///
/// Thread safety: `select`, `labelNames`, `labelValues` and `close` belong to the query's owner
/// thread; each [SeriesCursor] taken from a selection belongs to one worker.
public interface Querier extends AutoCloseable {
    /// The series that all matchers accept, in canonical order (see [SeriesSet]).
    ///
    /// @throws IllegalStateException if the querier is closed
    SeriesSet select(SelectHints hints, List<LabelMatcher> matchers);

    /// Whether any series of this snapshot may hold native histograms. `true` may also mean "not
    /// known"; `false` is a promise, for any selection.
    default boolean mayHoldHistograms() {
        return true;
    }

    /// The label names of the series that all matchers accept, sorted in [Utf8Order]; of all series
    /// where the list is empty.
    ///
    /// @param limit how many at most; 0 for all
    List<String> labelNames(List<LabelMatcher> matchers, int limit);

    /// The values of one label among the series that all matchers accept, sorted in [Utf8Order].
    ///
    /// @param limit how many at most; 0 for all
    List<String> labelValues(String name, List<LabelMatcher> matchers, int limit);

    /// Lets the store free what this snapshot held. May be called twice.
    @Override
    void close();
}
