package io.narthex.server.receive;

import java.io.Serial;

/// A request whose body is not looked at; the message says why.
final class BadBodyException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final int status;

    /// @param status the HTTP status to answer with
    BadBodyException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
