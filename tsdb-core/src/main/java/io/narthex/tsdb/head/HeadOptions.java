package io.narthex.tsdb.head;

import io.narthex.tsdb.cardinality.SeriesLimits;

import java.time.InstantSource;

/// What the head needs of the store's options, in milliseconds.
///
/// @param limits on the number of series
/// @param outOfOrderWindow how much older than the store's newest sample a sample may be that is
///     older than its series' newest; 0 for no such samples
/// @param maxBytes 0 for no limit
/// @param maxExemplars 0 for none
/// @param maxTailBytes of the log, kept for tails behind what a restart needs
///
/// Thread safety: immutable.
public record HeadOptions(
        long retention,
        long chunkRange,
        SeriesLimits limits,
        long outOfOrderWindow,
        long maxBytes,
        long maxQuerierAge,
        InstantSource clock,
        int maxExemplars,
        long maxTailBytes) {}
