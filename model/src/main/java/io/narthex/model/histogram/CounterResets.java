package io.narthex.model.histogram;

import io.narthex.model.histogram.FloatHistogram.ResetHint;

import java.util.Arrays;

/// Whether a counter started again between two histograms.
///
/// Thread safety: stateless.
public final class CounterResets {
    private CounterResets() {}

    /// Whether `current` can't have grown out of `previous`. The hint of `current` decides where it
    /// says something; otherwise counts, buckets and layout do, also for a gauge.
    public static boolean between(FloatHistogram previous, FloatHistogram current) {
        if (current.resetHint() == ResetHint.COUNTER_RESET) {
            return true;
        }
        if (current.resetHint() == ResetHint.NOT_COUNTER_RESET) {
            return false;
        }
        if (current.count() < previous.count()
                || current.hasCustomBounds() != previous.hasCustomBounds()) {
            return true;
        }
        return current.hasCustomBounds()
                ? customFell(previous, current)
                : exponentialFell(previous, current);
    }

    private static boolean customFell(FloatHistogram previous, FloatHistogram current) {
        if (Arrays.equals(previous.bounds(), current.bounds())) {
            return anyFell(previous.positive(), current.positive());
        }
        double[] common = CustomBounds.common(previous.bounds(), current.bounds());
        return anyFell(regrouped(previous, common), regrouped(current, common));
    }

    private static Buckets regrouped(FloatHistogram h, double[] common) {
        BucketSums sums = new BucketSums(h.positive());
        sums.regroup(index -> CustomBounds.bucketOf(h.bounds(), index, common));
        return sums.toBuckets();
    }

    private static boolean exponentialFell(FloatHistogram previous, FloatHistogram current) {
        double threshold = current.zeroThreshold();
        if (current.schema() > previous.schema() || threshold < previous.zeroThreshold()) {
            return true;
        }
        FloatHistogram before = previous;
        if (threshold != previous.zeroThreshold()) {
            HistogramSum widened = new HistogramSum(previous);
            widened.widenZeroBucket(threshold);
            before = widened.toHistogram();
            if (before.zeroThreshold() != threshold) {
                return true; // the new threshold cuts a populated bucket
            }
        }
        if (current.zeroCount() < before.zeroCount()) {
            return true;
        }
        before = before.toSchema(current.schema());
        int first = firstBucketOutside(threshold, current.schema());
        return anyFell(from(before.positive(), first), from(current.positive(), first))
                || anyFell(from(before.negative(), first), from(current.negative(), first));
    }

    /// The lowest index whose bucket ends above the threshold.
    private static int firstBucketOutside(double threshold, int schema) {
        if (threshold == 0) {
            return Integer.MIN_VALUE;
        }
        int index = (int) Math.floor(Math.scalb(Bucket.log2(threshold), schema)) - 1;
        while (ExponentialBounds.upper(index, schema) <= threshold) {
            index++;
        }
        return index;
    }

    private static Buckets from(Buckets buckets, int first) {
        int skipped = 0;
        while (skipped < buckets.size() && buckets.index(skipped) < first) {
            skipped++;
        }
        if (skipped == 0) {
            return buckets;
        }
        BucketSums rest = new BucketSums(buckets);
        rest.dropFirst(skipped);
        return rest.toBuckets();
    }

    private static boolean anyFell(Buckets previous, Buckets current) {
        int at = 0;
        for (int i = 0; i < previous.size(); i++) {
            while (at < current.size() && current.index(at) < previous.index(i)) {
                at++;
            }
            boolean there = at < current.size() && current.index(at) == previous.index(i);
            if (there ? current.count(at) < previous.count(i) : previous.count(i) != 0) {
                return true;
            }
        }
        return false;
    }
}
