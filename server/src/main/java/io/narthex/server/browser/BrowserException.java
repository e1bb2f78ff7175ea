package io.narthex.server.browser;

/// A page that can't be shown; the message names the place and the remedy.
public final class BrowserException extends Exception {
    /// With the place and the remedy.
    public BrowserException(String message) {
        super(message);
    }

    /// The message, never null.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
