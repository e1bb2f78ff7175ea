package io.narthex.tsdb.chunk;

/// Bytes that are no chunk of their encoding. Whoever knows the file makes a report of it that
/// names the place.
public final class MalformedChunkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param reason what is wrong, for people
    public MalformedChunkException(String reason) {
        super(reason, null, false, false);
    }

    /// What is wrong.
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
