package io.narthex.remote;

import java.util.EnumSet;
import java.util.Set;

/// What a receiver takes and does beyond storing samples.
///
/// @param accepted the messages that are taken, at least one
/// @param zstd whether bodies may be compressed with zstd too, which no version of the protocol
///     knows
/// @param zeroStarts whether a start timestamp is stored as a sample of its own with the value 0
/// @param storedStarts whether start timestamps are stored with their samples
/// @param typeAndUnitLabels whether the metadata's type and unit become labels
///
/// Thread safety: immutable.
public record WriteFeatures(
        Set<WriteMessage> accepted,
        boolean zstd,
        boolean zeroStarts,
        boolean storedStarts,
        boolean typeAndUnitLabels) {
    /// Both messages, in snappy, start timestamps passed over.
    public static final WriteFeatures DEFAULTS =
            new WriteFeatures(EnumSet.allOf(WriteMessage.class), false, false, false, false);

    /// @throws IllegalArgumentException if no message is accepted
    public WriteFeatures {
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("a receiver has to accept at least one message");
        }
        accepted = Set.copyOf(accepted);
    }
}
