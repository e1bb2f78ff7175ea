package io.narthex.tsdb.io;

import java.nio.file.Path;

/// A file does not hold what it must: where, and what is wrong. Unchecked, as it may come from any
/// read of what is mapped, a query's included; the message names file, offset and reason.
///
/// Whoever can go on without the part that is wrong keeps a [Corruption] instead.
public final class CorruptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final long offset;
    private final String reason;

    /// @param offset of the first byte that is known to be wrong
    /// @param reason what is wrong, for people
    public CorruptionException(Path file, long offset, String reason) {
        super(file + " at " + offset + ": " + reason);
        this.file = file;
        this.offset = offset;
        this.reason = reason;
    }

    /// The file.
    public Path file() {
        return file;
    }

    /// The offset of the first byte that is known to be wrong.
    public long offset() {
        return offset;
    }

    /// What is wrong.
    public String reason() {
        return reason;
    }
}
