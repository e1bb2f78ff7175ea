package io.narthex.scrape.text;

import java.io.Serial;

/// A body is not what its format says; the message names the place and the reason.
public final class ExpositionException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// @param line from 1
    public ExpositionException(int line, String reason) {
        this("line " + line + ": " + reason);
    }

    private ExpositionException(String message) {
        super(message);
    }

    /// Something is wrong in a body that has no lines.
    ///
    /// @param position from 0
    /// @param family the metric family's name in quotes, or nothing
    static ExpositionException atByte(int position, String family, String reason) {
        return new ExpositionException(
                "byte "
                        + position
                        + (family.isEmpty() ? "" : " in metric family " + family)
                        + ": "
                        + reason);
    }
}
