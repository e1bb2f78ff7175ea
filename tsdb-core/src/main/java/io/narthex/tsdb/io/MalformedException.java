package io.narthex.tsdb.io;

/// Bytes that do not mean anything; whoever knows the file turns it into a [Corruption].
public final class MalformedException extends RuntimeException {
    /// Creates the exception.
    public MalformedException(String reason) {
        super(reason);
    }

    /// What is wrong.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
