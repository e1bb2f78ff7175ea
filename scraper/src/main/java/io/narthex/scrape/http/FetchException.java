package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;

import java.io.Serial;

/// A target gave no usable answer.
public final class FetchException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient ScrapeError error;

    FetchException(ScrapeError error) {
        super(error.text());
        this.error = error;
    }

    static FetchException bodyTooLarge() {
        return new FetchException(
                new ScrapeError(ScrapeProblem.TOO_LARGE, "body size limit exceeded"));
    }

    /// Why there is none.
    public ScrapeError error() {
        return error;
    }
}
