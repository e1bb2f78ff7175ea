package io.narthex.tsdb.cardinality;

/// How often a new series was refused since the start, by the limit that was reached. A target
/// offers its series with every scrape, so one series counts once per scrape.
///
/// @param all by the limit on all series
/// @param job by the limit on a job's
/// @param metric by the limit on a metric's
/// @param memory by the limit on memory
///
/// Thread safety: immutable.
public record SeriesRefusals(long all, long job, long metric, long memory) {}
