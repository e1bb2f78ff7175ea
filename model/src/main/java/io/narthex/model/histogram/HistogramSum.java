package io.narthex.model.histogram;

import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.number.CompensatedSum;

import java.util.Arrays;

/// A growing sum of histograms.
///
/// Histograms with different exponential schemas meet in the coarser one, those with different
/// zero thresholds in a threshold that cuts no populated bucket of either, those with different
/// custom bounds in the bounds that both have. Exponential and custom buckets can't be added.
///
/// Rounding errors are compensated for (Neumaier 1974), so the order of many summands matters
/// little.
///
/// Thread safety: for one thread.
public final class HistogramSum implements HistogramAccumulator {
    private int schema;
    private double zeroThreshold;
    private final CompensatedSum zeroCount;
    private final CompensatedSum count;
    private final CompensatedSum sum;
    private final BucketSums positive;
    private final BucketSums negative;
    private double[] bounds;
    private ResetHint hint;
    private boolean resetSeen;
    private boolean noResetSeen;
    private boolean boundsReconciled;

    /// Starts with a first summand.
    public HistogramSum(FloatHistogram first) {
        schema = first.schema();
        zeroThreshold = first.zeroThreshold();
        zeroCount = new CompensatedSum(first.zeroCount());
        count = new CompensatedSum(first.count());
        sum = new CompensatedSum(first.sum());
        positive = new BucketSums(first.positive());
        negative = new BucketSums(first.negative());
        bounds = first.bounds();
        hint = first.resetHint();
        note(hint);
    }

    private HistogramSum(HistogramSum other) {
        schema = other.schema;
        zeroThreshold = other.zeroThreshold;
        zeroCount = new CompensatedSum(other.zeroCount);
        count = new CompensatedSum(other.count);
        sum = new CompensatedSum(other.sum);
        positive = new BucketSums(other.positive);
        negative = new BucketSums(other.negative);
        bounds = other.bounds;
        hint = other.hint;
        resetSeen = other.resetSeen;
        noResetSeen = other.noResetSeen;
        boundsReconciled = other.boundsReconciled;
    }

    /// An independent copy.
    HistogramSum copy() {
        return new HistogramSum(this);
    }

    /// Adds a histogram.
    ///
    /// @return false if one has exponential, the other custom buckets; then nothing has changed
    @Override
    public boolean add(FloatHistogram other) {
        return add(other, 1);
    }

    /// Subtracts a histogram. Hints are treated as in [#add].
    ///
    /// @return false if one has exponential, the other custom buckets; then nothing has changed
    public boolean subtract(FloatHistogram other) {
        return add(other, -1);
    }

    private boolean add(FloatHistogram other, double sign) {
        boolean custom = schema == HistogramSchema.CUSTOM;
        if (custom != other.hasCustomBounds()) {
            return false;
        }
        adjustHint(other.resetHint());
        FloatHistogram fitting = custom ? reconcileBounds(other) : reconcileExponential(other);
        zeroCount.add(sign * fitting.zeroCount());
        count.add(sign * fitting.count());
        sum.add(sign * fitting.sum());
        positive.add(fitting.positive(), sign);
        negative.add(fitting.negative(), sign);
        return true;
    }

    /// A gauge makes a gauge of anything; otherwise what one of the two does not know, the sum does
    /// not know either.
    private void adjustHint(ResetHint other) {
        note(other);
        if (hint == other || hint == ResetHint.GAUGE) {
            return;
        }
        if (other == ResetHint.GAUGE) {
            hint = ResetHint.GAUGE;
            return;
        }
        hint = ResetHint.UNKNOWN;
    }

    private void note(ResetHint summand) {
        resetSeen |= summand == ResetHint.COUNTER_RESET;
        noResetSeen |= summand == ResetHint.NOT_COUNTER_RESET;
    }

    private FloatHistogram reconcileExponential(FloatHistogram other) {
        FloatHistogram fitting = other;
        if (zeroThreshold != other.zeroThreshold()) {
            fitting = reconcileZeroBuckets(other);
        }
        if (fitting.schema() < schema) {
            int levels = schema - fitting.schema();
            positive.regroup(index -> HistogramSchema.coarserIndex(index, levels));
            negative.regroup(index -> HistogramSchema.coarserIndex(index, levels));
            schema = fitting.schema();
        }
        return fitting.toSchema(schema);
    }

    /// Widens the smaller zero bucket until both are equal and end at no populated bucket's inside.
    private FloatHistogram reconcileZeroBuckets(FloatHistogram other) {
        HistogramSum theirs = new HistogramSum(other);
        // Neither is true of NaN, which equals nothing.
        while (zeroThreshold > theirs.zeroThreshold || zeroThreshold < theirs.zeroThreshold) {
            if (zeroThreshold > theirs.zeroThreshold) {
                theirs.widenZeroBucket(zeroThreshold);
            } else {
                widenZeroBucket(theirs.zeroThreshold);
            }
        }
        return theirs.toHistogram();
    }

    /// Makes the zero bucket reach to a threshold, or to the end of the populated bucket that the
    /// threshold lies in, and takes in the buckets within.
    void widenZeroBucket(double threshold) {
        double widened = threshold;
        double before;
        do {
            before = widened;
            widened = endOfBucketAround(positive, widened);
            widened = endOfBucketAround(negative, widened);
        } while (widened > before); // also ends for NaN
        zeroThreshold = widened;
        swallow(positive);
        swallow(negative);
    }

    private double endOfBucketAround(BucketSums side, double threshold) {
        for (int i = 0; i < side.size() && lower(side, i) < threshold; i++) {
            double upper = ExponentialBounds.upper(side.index(i), schema);
            if (upper > threshold && side.value(i) != 0) {
                return upper;
            }
        }
        return threshold;
    }

    private void swallow(BucketSums side) {
        int n = 0;
        for (; n < side.size() && lower(side, n) < zeroThreshold; n++) {
            zeroCount.add(side.sum(n));
            zeroCount.add(side.lost(n));
        }
        side.dropFirst(n);
    }

    private double lower(BucketSums side, int i) {
        return ExponentialBounds.upper(side.index(i) - 1, schema);
    }

    private FloatHistogram reconcileBounds(FloatHistogram other) {
        if (Arrays.equals(bounds, other.bounds())) {
            return other;
        }
        boundsReconciled = true;
        double[] common = CustomBounds.common(bounds, other.bounds());
        double[] mine = bounds;
        positive.regroup(index -> CustomBounds.bucketOf(mine, index, common));
        bounds = common;
        BucketSums theirs = new BucketSums(other.positive());
        theirs.regroup(index -> CustomBounds.bucketOf(other.bounds(), index, common));
        return FloatHistogram.custom(
                other.count(), other.sum(), theirs.toBuckets(), common, other.resetHint());
    }

    /// Multiplies what has been added so far.
    public void multiply(double factor) {
        zeroCount.multiply(factor);
        count.multiply(factor);
        sum.multiply(factor);
        positive.multiply(factor);
        negative.multiply(factor);
        hint = factor < 0 ? ResetHint.GAUGE : hint;
    }

    /// Divides what has been added so far by a number other than zero.
    public void divide(double divisor) {
        zeroCount.divide(divisor);
        count.divide(divisor);
        sum.divide(divisor);
        positive.divide(divisor);
        negative.divide(divisor);
        hint = divisor < 0 ? ResetHint.GAUGE : hint;
    }

    @Override
    public FloatHistogram toHistogram() {
        return new FloatHistogram(
                schema,
                zeroThreshold,
                zeroCount.value(),
                count.value(),
                sum.value(),
                positive.toBuckets(),
                negative.toBuckets(),
                bounds,
                hint);
    }

    @Override
    public boolean hintsCollided() {
        return resetSeen && noResetSeen;
    }

    @Override
    public boolean pollBoundsReconciled() {
        boolean was = boundsReconciled;
        boundsReconciled = false;
        return was;
    }

    /// Whether any number is infinite.
    boolean hasOverflow() {
        return toHistogram().hasOverflow();
    }
}
