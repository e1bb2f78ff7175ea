package io.narthex.tsdb.io;

import java.nio.file.Path;

/// A stretch of a file that could not be read and was left out; what is around it was kept.
///
/// @param offset where it starts in the file
/// @param bytes how long it is
/// @param reason what is wrong, for people
/// @param samplesLost samples that were in it; [#UNKNOWN] where nobody can tell
///
/// Thread safety: immutable.
public record Corruption(Path file, long offset, long bytes, String reason, long samplesLost) {
    /// The number of lost samples is not known.
    public static final long UNKNOWN = -1;

    /// The same, with the number of lost samples found out later.
    public Corruption withSamplesLost(long samples) {
        return new Corruption(file, offset, bytes, reason, samples);
    }

    /// One line for the log.
    @Override
    public String toString() {
        return file
                + " at "
                + offset
                + ": "
                + reason
                + ", "
                + bytes
                + " bytes left out, "
                + (samplesLost == UNKNOWN ? "unknown" : Long.toString(samplesLost))
                + " samples lost";
    }
}
