package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

import java.util.Arrays;
import java.util.List;

/// A part of a chunk, for people to look at.
///
/// @param bit where it starts, counted from the chunk's start, the highest bit of a byte first
/// @param bits how long it is
/// @param part what it is
/// @param values what it says, in the order of the part's sentence
///
/// Thread safety: immutable.
public record ChunkField(int bit, int bits, ChunkPart part, List<String> values) {
    /// Copies the list.
    public ChunkField {
        values = List.copyOf(values);
    }

    static ChunkField of(int bit, int bits, ChunkPart part, Object... values) {
        return new ChunkField(bit, bits, part, Arrays.stream(values).map(String::valueOf).toList());
    }

    /// What it is and what it says, as a sentence.
    public String meaning() {
        return part.sentence(values.toArray());
    }

    /// A value as a field has it.
    static String text(double value) {
        return StaleNaN.isStale(value) ? "stale marker" : Double.toString(value);
    }
}
