package io.narthex.tsdb.head;

import io.narthex.tsdb.io.Corruption;

import java.util.List;

/// What opening a head found in its files.
///
/// @param checkpoint whether there was a checkpoint
/// @param series series restored
/// @param chunks sealed chunks found
/// @param samples samples that came from the log
/// @param logBytes bytes of the log that were read
/// @param corruptions what had to be left out
/// @param millis how long it took
///
/// Thread safety: immutable.
public record Recovery(
        boolean checkpoint,
        long series,
        long chunks,
        long samples,
        long logBytes,
        List<Corruption> corruptions,
        long millis) {
    /// Nothing was there, because there are no files.
    public static final Recovery NONE = new Recovery(false, 0, 0, 0, 0, List.of(), 0);
}
