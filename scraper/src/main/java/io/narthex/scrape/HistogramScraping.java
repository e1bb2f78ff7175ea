package io.narthex.scrape;

/// Which histograms a job wants of those that its targets have.
///
/// @param takesNative `scrape_native_histograms`: whether native histograms are scraped
/// @param convertsClassic `convert_classic_histograms_to_nhcb`: whether classic histograms become
///     native ones with custom buckets
/// @param keepsClassic `always_scrape_classic_histograms`: whether the series of a classic
///     histogram are scraped although there is a native one of it
/// @param bucketLimit `native_histogram_bucket_limit`: the resolution of native histograms is
///     reduced until they have so few buckets; 0 for no limit
/// @param minBucketFactor `native_histogram_min_bucket_factor`: the least factor from bucket to
///     bucket, the resolution of others is reduced; 0 for none
///
/// Thread safety: immutable.
public record HistogramScraping(
        boolean takesNative,
        boolean convertsClassic,
        boolean keepsClassic,
        int bucketLimit,
        double minBucketFactor) {
    /// Classic histograms only, as they are.
    public static final HistogramScraping NONE = new HistogramScraping(false, false, false, 0, 0);

    /// Refuses a negative limit.
    public HistogramScraping {
        if (bucketLimit < 0) {
            throw new IllegalArgumentException("native_histogram_bucket_limit is negative");
        }
    }

    /// These with or without native histograms.
    public HistogramScraping withNative(boolean takes) {
        return new HistogramScraping(
                takes, convertsClassic, keepsClassic, bucketLimit, minBucketFactor);
    }

    /// These with classic histograms converted or not.
    public HistogramScraping withConversion(boolean converts) {
        return new HistogramScraping(
                takesNative, converts, keepsClassic, bucketLimit, minBucketFactor);
    }

    /// These with or without classic histograms of which there are native ones.
    public HistogramScraping withClassic(boolean keeps) {
        return new HistogramScraping(
                takesNative, convertsClassic, keeps, bucketLimit, minBucketFactor);
    }

    /// These with another limit of buckets.
    public HistogramScraping withBucketLimit(int limit) {
        return new HistogramScraping(
                takesNative, convertsClassic, keepsClassic, limit, minBucketFactor);
    }

    /// These with another least factor.
    public HistogramScraping withMinBucketFactor(double factor) {
        return new HistogramScraping(
                takesNative, convertsClassic, keepsClassic, bucketLimit, factor);
    }
}
