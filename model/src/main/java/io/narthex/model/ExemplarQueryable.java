package io.narthex.model;

import java.util.List;

/// A store whose exemplars can be read.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface ExemplarQueryable {
    /// A store without exemplars.
    ExemplarQueryable NONE = (mint, maxt, selectors) -> List.of();

    /// The exemplars of the series that any selector matches.
    ///
    /// @param mint oldest timestamp, epoch milliseconds, inclusive
    /// @param maxt newest timestamp, inclusive
    /// @param selectors each a list of matchers that must all hold
    /// @return series that have some, ascending by labels
    List<ExemplarSeries> exemplars(long mint, long maxt, List<List<LabelMatcher>> selectors);
}
