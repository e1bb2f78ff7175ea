package io.narthex.tsdb.head;

/// What the head holds and has done, at one moment; the names are those of the store's own figures.
///
/// @param bytes memory of samples, columns and exemplars and, estimated, labels and index; not of
///     sealed chunks in mapped files
/// @param sampleBytes sealed chunks, in memory or files, and open blocks
///
/// Thread safety: immutable.
public record HeadStats(
        long seriesCreated,
        long seriesRemoved,
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
        long garbageCollections,
        long truncations) {
    /// Columns (120, as arrays grow by doubling), table, order and postings (60), and a label set
    /// of ten labels whose strings are shared (120). With what open blocks, chunk lists and label
    /// pairs are counted for, it comes within a tenth of the heap of 200,000 series.
    static final long BYTES_PER_SERIES = 300;

    static HeadStats of(
            HeadCounters c,
            SampleWriter writer,
            int openQueriers,
            int openAppenders,
            long commitSeq,
            long bytes) {
        return new HeadStats(
                c.seriesCreated,
                c.seriesRemoved,
                c.samplesAppended,
                c.outOfOrder,
                c.duplicates,
                c.outOfBounds,
                c.tooOld,
                c.outOfOrderAppended,
                c.unknownRefs,
                c.chunks,
                c.chunksCreated,
                c.chunksRemoved,
                bytes,
                writer.sampleBytes(),
                writer.minTime(),
                writer.maxTime(),
                commitSeq,
                openQueriers,
                openAppenders,
                c.queriersClosedByForce,
                c.garbageCollections,
                c.truncations);
    }
}
