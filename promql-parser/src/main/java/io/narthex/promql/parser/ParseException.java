package io.narthex.promql.parser;

/// A query text that is not valid PromQL. The message is Prometheus', position included:
/// `1:5: parse error: unexpected end of input`.
public final class ParseException extends RuntimeException {
    private final String message;
    private final PositionRange position;

    /// @param message the whole text shown to the user, with its `line:column` prefix
    /// @param position the offending characters
    public ParseException(String message, PositionRange position) {
        super(message);
        this.message = message;
        this.position = position;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /// The offending characters, as byte offsets into the query text.
    public PositionRange position() {
        return position;
    }
}
