package io.narthex.scrape.loop;

import java.io.Serial;

/// A scrape fails as a whole; the message says why.
final class ScrapeFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final boolean sampleLimit;

    ScrapeFailure(String reason) {
        this(reason, false);
    }

    private ScrapeFailure(String reason, boolean sampleLimit) {
        super(reason);
        this.sampleLimit = sampleLimit;
    }

    static ScrapeFailure sampleLimitExceeded() {
        return new ScrapeFailure("sample limit exceeded", true);
    }

    /// Whether there were too many samples.
    boolean isSampleLimit() {
        return sampleLimit;
    }
}
