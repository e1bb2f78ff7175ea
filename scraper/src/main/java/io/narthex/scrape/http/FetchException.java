package io.narthex.scrape.http;

import java.io.Serial;

/// A target gave no usable answer; the message says why, in the words of Prometheus.
public final class FetchException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final boolean tooLarge;

    FetchException(String reason) {
        this(reason, false);
    }

    private FetchException(String reason, boolean tooLarge) {
        super(reason);
        this.tooLarge = tooLarge;
    }

    /// A failure with the URL before the reason, as Go's HTTP client tells it.
    static FetchException get(ScrapeRequest request, String reason) {
        return new FetchException("Get \"" + request.url() + "\": " + reason);
    }

    static FetchException bodyTooLarge() {
        return new FetchException("body size limit exceeded", true);
    }

    /// Whether the body was larger than allowed.
    public boolean tooLarge() {
        return tooLarge;
    }
}
