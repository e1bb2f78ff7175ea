package io.narthex.tsdb.io;

/// When what was acknowledged is made to survive a power cut. The end of the process alone, also by
/// kill -9, loses nothing in any mode.
public enum SyncMode {
    /// Before it is acknowledged; writers that wait at the same time share one sync.
    ALWAYS,
    /// Every second: a power cut may cost the samples of the last one.
    INTERVAL,
    /// When the operating system likes, and when the store is closed.
    NONE
}
