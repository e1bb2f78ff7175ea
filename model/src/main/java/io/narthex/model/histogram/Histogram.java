package io.narthex.model.histogram;

import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.number.GoText;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.StringJoiner;

/// A native histogram with integer counts, as targets and senders offer it. Queries see it as a
/// [FloatHistogram], where schemas, buckets and bounds are explained.
///
/// What was read from outside may contradict itself; [#problem] tells. Methods other than that want
/// a histogram without a problem.
///
/// Thread safety: immutable as long as nobody writes to the arrays, which nobody may.
///
/// @param zeroCount observations in the zero bucket, unsigned
/// @param count all observations, those of NaN included, unsigned
/// @param sum of all observations; the stale marker in a histogram that ends a series
/// @param bounds upper bounds of custom buckets, ascending, without infinity; otherwise empty
/// @param resetHint what the writer knows about a counter reset before this sample
public record Histogram(
        int schema,
        double zeroThreshold,
        long zeroCount,
        long count,
        double sum,
        DeltaBuckets positive,
        DeltaBuckets negative,
        double[] bounds,
        ResetHint resetHint) {

    /// A histogram with custom buckets.
    public static Histogram custom(
            long count, double sum, DeltaBuckets buckets, double[] bounds, ResetHint hint) {
        return new Histogram(
                HistogramSchema.CUSTOM, 0, 0, count, sum, buckets, DeltaBuckets.NONE, bounds, hint);
    }

    /// Whether the buckets have custom bounds.
    public boolean hasCustomBounds() {
        return schema == HistogramSchema.CUSTOM;
    }

    /// What makes this histogram unfit to be stored, in Prometheus' words; null if nothing does.
    /// Resolutions finer than [HistogramSchema#MAX] are to be reduced first.
    public @Nullable String problem() {
        return HistogramProblem.of(this);
    }

    /// The same data with another hint.
    public Histogram withHint(ResetHint hint) {
        return hint == resetHint ? this : with(schema, positive, negative, hint);
    }

    /// The same data with float counts.
    ///
    /// @throws IllegalArgumentException if spans and counts do not fit each other
    public FloatHistogram toFloat() {
        return new FloatHistogram(
                schema,
                zeroThreshold,
                unsigned(zeroCount),
                unsigned(count),
                sum,
                positive.toBuckets(),
                negative.toBuckets(),
                bounds,
                resetHint);
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    /// Without empty buckets, except in gaps that are shorter than a span is worth.
    ///
    /// @param maxEmpty the longest run of empty buckets that stays; 0 for none
    public Histogram compact(int maxEmpty) {
        return with(schema, positive.compact(maxEmpty), negative.compact(maxEmpty), resetHint);
    }

    /// In a coarser exponential schema.
    ///
    /// @throws IllegalArgumentException if the target is not coarser, or if spans and counts do not
    ///     fit each other
    public Histogram reduceResolution(int target) {
        HistogramSchema.requireCoarser(schema, target);
        int levels = schema - target;
        return with(target, positive.coarser(levels), negative.coarser(levels), resetHint);
    }

    /// In an exponential schema that is not finer than one; custom buckets and coarser schemas
    /// stay.
    ///
    /// @throws IllegalArgumentException if spans and counts do not fit each other
    public Histogram limitResolution(int finest) {
        return hasCustomBounds() || schema <= finest ? this : reduceResolution(finest);
    }

    private Histogram with(
            int newSchema, DeltaBuckets newPositive, DeltaBuckets newNegative, ResetHint newHint) {
        return new Histogram(
                newSchema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                newPositive,
                newNegative,
                bounds,
                newHint);
    }

    /// Whether all data are the same, whatever the hints say. Sums are compared by their bits.
    public boolean hasSameData(Histogram other) {
        return schema == other.schema
                && zeroThreshold == other.zeroThreshold
                && zeroCount == other.zeroCount
                && count == other.count
                && Double.doubleToRawLongBits(sum) == Double.doubleToRawLongBits(other.sum)
                && positive.equals(other.positive)
                && negative.equals(other.negative)
                && Arrays.equals(bounds, other.bounds);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Histogram other && resetHint == other.resetHint && hasSameData(other);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(
                new int[] {
                    schema,
                    Long.hashCode(count),
                    Double.hashCode(sum),
                    positive.hashCode(),
                    negative.hashCode(),
                    Arrays.hashCode(bounds)
                });
    }

    /// As Prometheus writes it, such as `{count:4, sum:2.5, [-0.001,0.001]:1, (0.5,1]:3}`.
    @Override
    public String toString() {
        FloatHistogram h = toFloat();
        StringJoiner out = new StringJoiner(", ", "{", "}");
        out.add("count:" + Long.toUnsignedString(count)).add("sum:" + GoText.g(sum));
        long[] counts = negative.counts();
        for (int i = counts.length - 1; i >= 0; i--) {
            addUnlessEmpty(out, h.negativeBucket(i), counts[i]);
        }
        addUnlessEmpty(out, h.zeroBucket(), zeroCount);
        counts = positive.counts();
        for (int i = 0; i < counts.length; i++) {
            addUnlessEmpty(out, h.positiveBucket(i), counts[i]);
        }
        return out.toString();
    }

    private static void addUnlessEmpty(StringJoiner out, Bucket bucket, long count) {
        if (count != 0) {
            out.add(bucket.interval() + ":" + Long.toUnsignedString(count));
        }
    }
}
