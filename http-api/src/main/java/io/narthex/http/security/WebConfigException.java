package io.narthex.http.security;

import java.io.Serial;

/// The protection can't be read any more. The message is for the log, never for clients.
public final class WebConfigException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /// Creates the exception.
    public WebConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
