package io.narthex.tsdb.head;

/// What the head has done since the start.
///
/// Thread safety: guarded by the commit lock.
final class HeadCounters {
    long seriesCreated;
    long seriesRemoved;
    long samplesAppended;
    long outOfOrder;
    long duplicates;
    long outOfBounds;
    long tooOld;
    long outOfOrderAppended;
    long unknownRefs;
    long chunks;
    long chunksCreated;
    long chunksRemoved;
    long queriersClosedByForce;
    long garbageCollections;
    long truncations;
}
