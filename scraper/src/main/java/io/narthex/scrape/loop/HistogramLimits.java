package io.narthex.scrape.loop;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.histogram.HistogramSchema;
import io.narthex.scrape.HistogramScraping;

import org.jspecify.annotations.Nullable;

/// Reduces the resolution of native histograms to what the store and the job take.
///
/// Thread safety: immutable.
final class HistogramLimits {
    /// The factor from bucket to bucket of the finest schema, and a little less.
    private static final double LEAST_FACTOR = 1.00271;

    private final int finest;
    private final int maxBuckets;

    HistogramLimits(HistogramScraping scraping) {
        this.finest = finest(scraping.minBucketFactor());
        this.maxBuckets = scraping.bucketLimit() == 0 ? Integer.MAX_VALUE : scraping.bucketLimit();
    }

    /// The finest schema whose buckets grow by a factor at least.
    static int finest(double factor) {
        double schema = Math.floor(-log2(log2(factor <= 1 ? LEAST_FACTOR : factor)));
        return (int) Math.clamp(schema, HistogramSchema.MIN, HistogramSchema.MAX);
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /// The histogram as it may be stored; null if it has too many buckets at any resolution. What
    /// contradicts itself stays as it is: [Histogram#problem] tells.
    @Nullable Histogram fit(Histogram h) {
        if (!HistogramSchema.isKnown(h.schema())) {
            return h;
        }
        Histogram fitting = h.limitResolution(finest);
        while (fitting.positive().size() + fitting.negative().size() > maxBuckets) {
            if (!canReduce(fitting.schema())) {
                return null;
            }
            fitting = fitting.reduceResolution(fitting.schema() - 1);
        }
        return fitting;
    }

    /// The same for float counts.
    @Nullable FloatHistogram fit(FloatHistogram h) {
        if (!HistogramSchema.isKnown(h.schema())) {
            return h;
        }
        FloatHistogram fitting = h.limitResolution(finest);
        while (fitting.positive().size() + fitting.negative().size() > maxBuckets) {
            if (!canReduce(fitting.schema())) {
                return null;
            }
            fitting = fitting.reduceResolution(fitting.schema() - 1);
        }
        return fitting;
    }

    private static boolean canReduce(int schema) {
        return schema != HistogramSchema.CUSTOM && schema > HistogramSchema.MIN;
    }
}
