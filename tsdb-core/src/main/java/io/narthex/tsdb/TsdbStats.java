package io.narthex.tsdb;

/// What a store holds in memory and has done, for its own metrics; one moment's figures.
///
/// @param series series in the store
/// @param seriesCreated series created since the start
/// @param seriesRemoved series dropped since the start
/// @param seriesRefused new series refused at a limit since the start
/// @param samplesAppended samples stored since the start, exact repeats not counted
/// @param outOfOrder samples refused as out of order since the start
/// @param duplicates samples refused as duplicates since the start
/// @param outOfBounds samples refused as out of bounds since the start
/// @param tooOld samples refused as older than the out-of-order window since the start
/// @param outOfOrderAppended samples stored out of order since the start
/// @param unknownRefs samples refused at commit for a reference that was gone
/// @param chunks sealed chunks in the store
/// @param chunksCreated chunks sealed since the start
/// @param chunksRemoved chunks dropped by retention since the start
/// @param bytes memory held for samples, columns, labels and exemplars, in part estimated; not that
///     of sealed chunks in mapped files
/// @param sampleBytes memory in use by sealed chunks and open blocks
/// @param minTime oldest sample time, epoch milliseconds; `Long.MAX_VALUE` while empty
/// @param maxTime newest sample time; `Long.MIN_VALUE` while empty
/// @param commitSeq number of commits published so far
/// @param openQueriers queriers open now
/// @param openAppenders appenders open now
/// @param queriersClosedByForce queriers that maintenance had to close
/// @param garbageCollections maintenance runs since the start
public record TsdbStats(
        long series,
        long seriesCreated,
        long seriesRemoved,
        long seriesRefused,
        long samplesAppended,
        long outOfOrder,
        long duplicates,
        long outOfBounds,
        long tooOld,
        long outOfOrderAppended,
        long unknownRefs,
        long chunks,
        long chunksCreated,
        long chunksRemoved,
        long bytes,
        long sampleBytes,
        long minTime,
        long maxTime,
        long commitSeq,
        long openQueriers,
        long openAppenders,
        long queriersClosedByForce,
        long garbageCollections) {}
