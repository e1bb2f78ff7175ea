package io.narthex.tsdb.cardinality;

/// How many series came and went in the last hour.
///
/// @param created series created
/// @param removed series dropped
///
/// Thread safety: immutable.
public record SeriesChurn(long created, long removed) {}
