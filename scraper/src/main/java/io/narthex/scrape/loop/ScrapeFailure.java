package io.narthex.scrape.loop;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;

import java.io.Serial;

/// A scrape fails as a whole.
public final class ScrapeFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient ScrapeError error;
    private final Limit limit;

    /// The limits whose failures are counted.
    private enum Limit {
        NONE,
        SAMPLES,
        BUCKETS
    }

    ScrapeFailure(ScrapeError error) {
        this(error, Limit.NONE);
    }

    ScrapeFailure(ScrapeProblem problem, String reason) {
        this(new ScrapeError(problem, reason));
    }

    private ScrapeFailure(ScrapeError error, Limit limit) {
        super(error.text());
        this.error = error;
        this.limit = limit;
    }

    static ScrapeFailure sampleLimitExceeded() {
        return new ScrapeFailure(
                new ScrapeError(ScrapeProblem.LIMIT, "sample limit exceeded"), Limit.SAMPLES);
    }

    static ScrapeFailure bucketLimitExceeded() {
        return new ScrapeFailure(
                new ScrapeError(
                        ScrapeProblem.LIMIT,
                        "histogram bucket limit exceeded",
                        "raise native_histogram_bucket_limit, or drop the histogram with"
                                + " metric_relabel_configs"),
                Limit.BUCKETS);
    }

    /// Why it fails.
    public ScrapeError error() {
        return error;
    }

    /// Whether a native histogram had too many buckets.
    boolean isBucketLimit() {
        return limit == Limit.BUCKETS;
    }

    /// Whether there were too many samples.
    boolean isSampleLimit() {
        return limit == Limit.SAMPLES;
    }
}
