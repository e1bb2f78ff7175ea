package io.narthex.scrape;

/// What a scraper has counted since it was created.
///
/// @param scrapes finished scrapes, failed ones included
/// @param failedScrapes scrapes that failed
/// @param samples samples that the store took, reports about scrapes included
/// @param outOfOrder samples that the store refused because newer ones are there
/// @param duplicates samples that the store refused because their timestamp holds another value
/// @param outOfBounds samples that the store refused as too old or too far in the future
/// @param refused samples that the store refused for any other reason
/// @param exemplarsOutOfOrder exemplars that the store refused because newer ones are there
/// @param sampleLimitExceeded scrapes that failed at `sample_limit`
/// @param bodySizeLimitExceeded scrapes that failed at `body_size_limit`
/// @param bucketLimitExceeded scrapes that failed at `native_histogram_bucket_limit`
/// @param invalidTargets targets that were dropped because their labels were unusable
///
/// Thread safety: immutable.
public record ScraperStats(
        long scrapes,
        long failedScrapes,
        long samples,
        long outOfOrder,
        long duplicates,
        long outOfBounds,
        long refused,
        long exemplarsOutOfOrder,
        long sampleLimitExceeded,
        long bodySizeLimitExceeded,
        long bucketLimitExceeded,
        long invalidTargets) {}
