package io.narthex.promql;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// What a query would cost, estimated from the index alone.
///
/// @param series series that the selectors find, each selector's counted for itself
/// @param samples samples of those series in the time that the query looks at
/// @param rows rows of the result, at most
/// @param steps evaluation times
/// @param bytes what the query would hold in memory: its result and one tile of its widest operator
/// @param selections what each selector finds
///
/// Thread safety: immutable.
public record QueryCost(
        long series, long samples, long rows, long steps, long bytes, List<Selection> selections) {
    /// Copies the list.
    public QueryCost {
        selections = List.copyOf(selections);
    }

    /// What one selector finds.
    ///
    /// @param matchers what was asked of the series
    /// @param mint the earliest time that is looked at, epoch milliseconds
    /// @param maxt the latest
    /// @param series how many there are
    /// @param samples how many these have in that time, extrapolated from some of the series
    public record Selection(
            List<LabelMatcher> matchers, long mint, long maxt, long series, long samples) {}
}
