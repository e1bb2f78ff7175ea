package io.narthex.remote.otlp;

import io.narthex.remote.wire.LongList;

import java.util.Arrays;

/// What the points of one series come to so far.
///
/// Zero buckets of exponential histograms are taken to be equally wide, since nothing here reads
/// how wide they are.
///
/// Thread safety: for one thread at a time.
final class DeltaSum {
    private long start;
    private long time;
    private double value;
    private long count;
    private boolean hasSum;
    private double sum;
    private long[] bounds = new long[0];
    private int scale;
    private long zeroCount;

    /// The buckets of a histogram, or the positive ones of an exponential histogram.
    private DenseBuckets buckets = DenseBuckets.NONE;

    private DenseBuckets negative = DenseBuckets.NONE;

    /// Begins with a point.
    void begin(DataPoint point) {
        start = point.start;
        time = point.time;
        value = point.value;
        count = point.count;
        hasSum = point.hasSum;
        sum = point.sum;
        bounds = point.bounds.toLongs();
        scale = point.scale;
        zeroCount = point.zeroCount;
        buckets = new DenseBuckets(point.offset, point.counts.toLongs());
        negative = new DenseBuckets(point.negativeOffset, point.negativeCounts.toLongs());
    }

    /// Adds a point; returns false, and does not, where it is of a time that was added already.
    boolean add(OtlpType type, DataPoint point) {
        if (Long.compareUnsigned(point.start, start) < 0
                || Long.compareUnsigned(point.time, time) <= 0) {
            return false;
        }
        switch (type) {
            case HISTOGRAM -> addHistogram(point);
            case EXPONENTIAL_HISTOGRAM -> addExponential(point);
            case GAUGE, COUNTER, UP_DOWN_COUNTER, SUMMARY -> value += point.value;
        }
        time = point.time;
        return true;
    }

    private void addHistogram(DataPoint point) {
        long[] pointBounds = point.bounds.toLongs();
        if (!Arrays.equals(bounds, pointBounds)) {
            // Nothing fits together: the series begins anew.
            begin(point);
            return;
        }
        buckets = buckets.plus(new DenseBuckets(0, point.counts.toLongs()));
        addTotals(point);
    }

    private void addExponential(DataPoint point) {
        DenseBuckets morePositive = new DenseBuckets(point.offset, point.counts.toLongs());
        DenseBuckets moreNegative =
                new DenseBuckets(point.negativeOffset, point.negativeCounts.toLongs());
        // The coarser of both scales is taken, and a coarser one yet where that is too many.
        int target = Math.min(scale, point.scale);
        int own = levels(scale, target);
        int others = levels(point.scale, target);
        int levels =
                Math.max(
                        DenseBuckets.levelsToFit(
                                buckets.reduced(own), morePositive.reduced(others)),
                        DenseBuckets.levelsToFit(
                                negative.reduced(own), moreNegative.reduced(others)));
        buckets = buckets.reduced(own + levels).plus(morePositive.reduced(others + levels));
        negative = negative.reduced(own + levels).plus(moreNegative.reduced(others + levels));
        scale = target - levels;
        zeroCount += point.zeroCount;
        addTotals(point);
    }

    /// How often neighbours become one from a scale to a coarser one; more than 32 times is no
    /// different from 32.
    private static int levels(int from, int to) {
        return (int) Math.min((long) from - to, Integer.SIZE);
    }

    private void addTotals(DataPoint point) {
        count += point.count;
        hasSum &= point.hasSum;
        sum = hasSum ? sum + point.sum : 0;
    }

    /// Makes a point tell what was added up, in place of what it told. Its exemplars stay.
    void copyTo(DataPoint point) {
        point.start = start;
        point.value = value;
        point.count = count;
        point.hasSum = hasSum;
        point.sum = sum;
        point.scale = scale;
        point.zeroCount = zeroCount;
        point.offset = buckets.offset();
        point.negativeOffset = negative.offset();
        copy(buckets.counts(), point.counts);
        copy(negative.counts(), point.negativeCounts);
    }

    private static void copy(long[] counts, LongList into) {
        into.clear();
        for (long bucket : counts) {
            into.add(bucket);
        }
    }

    /// How much memory bounds and buckets take.
    long bytes() {
        return (long) Long.BYTES
                * (bounds.length + buckets.counts().length + negative.counts().length);
    }
}
