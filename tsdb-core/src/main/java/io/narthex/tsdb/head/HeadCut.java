package io.narthex.tsdb.head;

import java.util.List;
import java.util.Map;

/// A stretch of the head that is to become a block, and the late samples that are to become others
/// with it.
///
/// @param start the oldest time of the stretch, epoch milliseconds
/// @param end the time behind its newest: from the moment of this record on nothing older can come
///     in order
/// @param lateRanges starts of earlier ranges in which there are out-of-order samples, ascending
/// @param lateSeen by reference, how many out-of-order samples of the series there were
///
/// Thread safety: immutable.
public record HeadCut(long start, long end, List<Long> lateRanges, Map<Long, Long> lateSeen) {
    /// Copies the collections.
    public HeadCut {
        lateRanges = List.copyOf(lateRanges);
        lateSeen = Map.copyOf(lateSeen);
    }
}
