package io.narthex.tsdb.exemplar;

/// What an exemplar store holds and has done; one moment's figures.
///
/// @param capacity exemplars that it may hold; 0 where it keeps none
/// @param exemplars that it holds
/// @param series that have some
/// @param appended exemplars stored since the start
/// @param outOfOrder exemplars refused as out of order since the start
/// @param oldestTime timestamp of the exemplar that came first, epoch milliseconds; 0 while empty
/// @param bytes memory that it takes; that of series is estimated
///
/// Thread safety: immutable.
public record ExemplarStats(
        int capacity,
        int exemplars,
        int series,
        long appended,
        long outOfOrder,
        long oldestTime,
        long bytes) {}
