package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

/// A part of a chunk, for people to look at.
///
/// @param bit where it starts, counted from the chunk's start, the highest bit of a byte first
/// @param bits how long it is
/// @param meaning what it is and what it says
public record ChunkField(int bit, int bits, String meaning) {
    /// A value as a field's meaning has it.
    static String text(double value) {
        return StaleNaN.isStale(value) ? "stale marker" : Double.toString(value);
    }
}
