package io.narthex.tsdb;

/// What a store has of blocks and has done with them; all 0 for a store in memory.
///
/// @param blocks blocks open now
/// @param bytes of their files
/// @param headBytes of log, checkpoint and page files, as of the last maintenance
/// @param memory bytes held for queries of them, estimated
/// @param minTime the oldest time they may hold, epoch milliseconds; `Long.MAX_VALUE` for no blocks
/// @param cuts how often samples that are in blocks now were dropped from the head
/// @param written blocks written since the start, from the head or from others
/// @param chunksCopied chunks that came into them as they were stored before
/// @param chunksEncoded chunks of them whose samples were encoded anew
/// @param failures how often that failed
/// @param tooOld blocks dropped because of their age since the start
/// @param tooMuch blocks dropped because all were too large
///
/// Thread safety: immutable.
public record BlockStats(
        long blocks,
        long bytes,
        long headBytes,
        long memory,
        long minTime,
        long cuts,
        long written,
        long chunksCopied,
        long chunksEncoded,
        long failures,
        long tooOld,
        long tooMuch) {}
