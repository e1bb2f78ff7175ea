package io.narthex.tsdb.block;

/// How the times of a series' chunks are given in an index of packed series; the order is the
/// format's.
///
/// Thread safety: immutable.
enum ChunkTimes {
    /// By themselves.
    OWN,
    /// By how much they differ from those of the series before, chunk by chunk.
    NEAR,
    /// Those of the series before.
    SAME;

    static final int BITS = 2;

    private static final ChunkTimes[] ALL = values();

    static ChunkTimes of(MappedCursor in, int number) {
        if (number >= ALL.length) {
            throw in.corrupt("chunk times of kind " + number);
        }
        return ALL[number];
    }
}
