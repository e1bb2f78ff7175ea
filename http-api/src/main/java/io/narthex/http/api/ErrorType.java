package io.narthex.http.api;

/// The error types of the API, each with its HTTP status.
enum ErrorType {
    BAD_DATA("bad_data", 400),
    EXECUTION("execution", 422),
    CANCELED("canceled", 499),
    TIMEOUT("timeout", 503),
    INTERNAL("internal", 500),
    NOT_FOUND("not_found", 404),

    /// Narthex' own: the caller is known, and may not.
    FORBIDDEN("forbidden", 403),
    UNAVAILABLE("unavailable", 500),

    /// Too much to do at the moment. The word is Prometheus'; the status tells clients and proxies
    /// that it passes.
    OVERLOADED("unavailable", 503);

    private final String text;
    private final int status;

    ErrorType(String text, int status) {
        this.text = text;
        this.status = status;
    }

    /// The word in the envelope.
    String text() {
        return text;
    }

    int status() {
        return status;
    }
}
