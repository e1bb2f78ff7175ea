package io.narthex.http;

import io.narthex.model.Labels;

import java.util.List;

/// A sealed chunk of a series, with what its bits mean.
///
/// @param labels the series
/// @param matching how many series meet what was asked for; this is the first of them
/// @param number of the chunk, 1 for the oldest; 0 where the series has none yet
/// @param chunks how many the series has
/// @param encoding such as `lfor`
/// @param bytes all of the chunk
/// @param fields in the order of the bits, without gaps
/// @param samples what is decoded; empty for native histograms
///
/// Thread safety: immutable; nobody may write to the array.
public record ChunkPicture(
        Labels labels,
        int matching,
        int number,
        int chunks,
        String encoding,
        byte[] bytes,
        List<Field> fields,
        List<Sample> samples) {
    /// A part of a chunk.
    ///
    /// @param bit where it starts, the highest bit of the first byte being 0
    /// @param part what it is, in small letters and dashes
    /// @param values what it says, in the part's order
    /// @param meaning both as a sentence
    public record Field(int bit, int bits, String part, List<String> values, String meaning) {}

    /// A sample that is stored.
    ///
    /// @param time epoch milliseconds
    public record Sample(long time, double value) {}
}
