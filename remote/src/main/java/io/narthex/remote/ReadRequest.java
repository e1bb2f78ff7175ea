package io.narthex.remote;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// A remote read request.
///
/// @param queries what is asked for
/// @param streamed whether chunks in a stream are the first form of answer that is accepted here,
///     else samples are
record ReadRequest(List<Query> queries, boolean streamed) {
    /// One query.
    ///
    /// @param mint oldest time, epoch milliseconds, inclusive
    /// @param maxt newest time, inclusive
    record Query(long mint, long maxt, List<LabelMatcher> matchers) {}
}
