package io.narthex.scrape.loop;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;
import io.narthex.scrape.ScraperStats;

import java.util.concurrent.atomic.LongAdder;

/// What all loops count together.
///
/// Thread safety: safe for concurrent calls.
public final class ScrapeCounters {
    private final LongAdder scrapes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder outOfBounds = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder exemplarsOutOfOrder = new LongAdder();
    private final LongAdder sampleLimit = new LongAdder();
    private final LongAdder bodySizeLimit = new LongAdder();
    private final LongAdder bucketLimit = new LongAdder();
    private final LongAdder invalidTargets = new LongAdder();

    void scraped(boolean success) {
        scrapes.increment();
        if (!success) {
            failed.increment();
        }
    }

    void committed(CommitResult result) {
        samples.add(result.accepted());
        for (CommitResult.Rejection rejection : result.rejections()) {
            refused(rejection.status());
        }
    }

    /// Counts the markers at the end of a target. Some are too old where the target came back,
    /// which is as it should be.
    void marked(CommitResult result) {
        samples.add(result.accepted());
    }

    void refused(AppendStatus status) {
        switch (status) {
            case OUT_OF_ORDER -> outOfOrder.increment();
            case DUPLICATE -> duplicates.increment();
            case OUT_OF_BOUNDS, TOO_OLD -> outOfBounds.increment();
            case OK,
                    UNKNOWN_REF,
                    INVALID_LABELS,
                    SERIES_LIMIT,
                    INVALID_HISTOGRAM,
                    UNSUPPORTED_HISTOGRAM ->
                    refused.increment();
        }
    }

    /// Counts an exemplar.
    void exemplar(AppendStatus status) {
        if (status == AppendStatus.OUT_OF_ORDER) {
            exemplarsOutOfOrder.increment();
        }
    }

    void sampleLimitExceeded() {
        sampleLimit.increment();
    }

    void bucketLimitExceeded() {
        bucketLimit.increment();
    }

    void bodySizeLimitExceeded() {
        bodySizeLimit.increment();
    }

    /// Counts a target whose labels are unusable.
    public void invalidTarget() {
        invalidTargets.increment();
    }

    /// The sums so far.
    public ScraperStats stats() {
        return new ScraperStats(
                scrapes.sum(),
                failed.sum(),
                samples.sum(),
                outOfOrder.sum(),
                duplicates.sum(),
                outOfBounds.sum(),
                refused.sum(),
                exemplarsOutOfOrder.sum(),
                sampleLimit.sum(),
                bodySizeLimit.sum(),
                bucketLimit.sum(),
                invalidTargets.sum());
    }
}
