package io.narthex.tsdb.head;

import java.time.InstantSource;

/// What the head needs of the store's options, in milliseconds.
///
/// @param maxSeries 0 for no limit
/// @param maxBytes 0 for no limit
///
/// Thread safety: immutable.
public record HeadOptions(
        long retention,
        long chunkRange,
        long maxSeries,
        long maxBytes,
        long maxQuerierAge,
        InstantSource clock) {}
