package io.narthex.tsdb.pressure;

/// How a store's disk is.
///
/// @param usable bytes that the store may still use, as of the last look; `Long.MAX_VALUE` where
///     nobody knows, or the store has no directory
/// @param reserve bytes of the reserve file that are there
/// @param unlogged samples accepted in memory only since the start, whatever became of them
///
/// Thread safety: immutable.
public record DiskStatus(DiskStage stage, long usable, long reserve, long unlogged) {
    /// That of a store without a directory.
    public static final DiskStatus NONE = new DiskStatus(DiskStage.NORMAL, Long.MAX_VALUE, 0, 0);
}
