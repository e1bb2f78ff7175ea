package io.narthex.scrape;

/// What becomes of the start timestamps that targets tell.
///
/// @param zeros whether each new one is stored as a sample of its own with the value 0
/// @param stored whether they are stored with their samples
///
/// Thread safety: immutable.
public record StartTimestamps(boolean zeros, boolean stored) {
    /// They are passed over.
    public static final StartTimestamps NONE = new StartTimestamps(false, false);
}
