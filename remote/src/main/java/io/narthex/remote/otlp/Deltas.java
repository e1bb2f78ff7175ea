package io.narthex.remote.otlp;

/// What becomes of differences, points that tell what has come since the one before (delta
/// temporality).
public enum Deltas {
    /// They are refused.
    REFUSED,
    /// They are stored as they come.
    STORED,
    /// They are added up, and the sum is stored.
    ADDED_UP
}
