package io.narthex.server.report;

/// A report that can't be written; the message names the place and the remedy.
public final class ReportException extends Exception {
    /// With the place and the remedy.
    public ReportException(String message) {
        super(message);
    }

    /// The message, never null.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
