package io.narthex.scrape.loop;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;

import java.io.Serial;

/// A scrape fails as a whole.
final class ScrapeFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient ScrapeError error;
    private final boolean sampleLimit;

    ScrapeFailure(ScrapeError error) {
        this(error, false);
    }

    ScrapeFailure(ScrapeProblem problem, String reason) {
        this(new ScrapeError(problem, reason));
    }

    private ScrapeFailure(ScrapeError error, boolean sampleLimit) {
        super(error.text());
        this.error = error;
        this.sampleLimit = sampleLimit;
    }

    static ScrapeFailure sampleLimitExceeded() {
        return new ScrapeFailure(
                new ScrapeError(ScrapeProblem.LIMIT, "sample limit exceeded"), true);
    }

    /// Why it fails.
    ScrapeError error() {
        return error;
    }

    /// Whether there were too many samples.
    boolean isSampleLimit() {
        return sampleLimit;
    }
}
