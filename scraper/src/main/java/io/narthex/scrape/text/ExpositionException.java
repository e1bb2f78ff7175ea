package io.narthex.scrape.text;

import java.io.Serial;

/// A body is not what its format says; the message names the line and the reason.
public final class ExpositionException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// @param line from 1
    public ExpositionException(int line, String reason) {
        super("line " + line + ": " + reason);
    }
}
