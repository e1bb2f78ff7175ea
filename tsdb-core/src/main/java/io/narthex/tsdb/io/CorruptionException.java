package io.narthex.tsdb.io;

import java.io.IOException;
import java.nio.file.Path;

/// A file is not what it should be, and going on without it would be wrong.
public final class CorruptionException extends IOException {
    /// Creates the exception.
    public CorruptionException(Path file, long offset, String reason) {
        super(file + " at " + offset + ": " + reason);
    }
}
