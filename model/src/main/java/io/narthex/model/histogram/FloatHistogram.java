package io.narthex.model.histogram;

import io.narthex.model.number.GoText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/// A native histogram with float counts.
///
/// With an exponential schema s from -4 to 8, positive bucket i holds observations in
/// `(2^((i-1)/2^s), 2^(i/2^s)]`, negative ones mirror them, and the zero bucket holds what is no
/// farther from zero than its threshold. With [HistogramSchema#CUSTOM], bucket i ends at
/// `bounds[i]`, the last at infinity, and there are neither negative buckets nor a zero bucket.
///
/// Where observations were NaN, `sum` is NaN, and `count` is larger than the buckets' total.
///
/// Thread safety: immutable as long as nobody writes to the arrays, which nobody may.
///
/// @param bounds upper bounds of custom buckets, ascending, without infinity; otherwise empty
/// @param resetHint what the writer knows about a counter reset before this sample
public record FloatHistogram(
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        Buckets positive,
        Buckets negative,
        double[] bounds,
        ResetHint resetHint) {
    /// What the writer knows about a counter reset before this sample.
    public enum ResetHint {
        UNKNOWN,
        COUNTER_RESET,
        NOT_COUNTER_RESET,
        GAUGE
    }

    /// A histogram with custom buckets.
    public static FloatHistogram custom(
            double count, double sum, Buckets buckets, double[] bounds, ResetHint hint) {
        return new FloatHistogram(
                HistogramSchema.CUSTOM, 0, 0, count, sum, buckets, Buckets.NONE, bounds, hint);
    }

    /// A histogram without observations, laid out like this one.
    public FloatHistogram empty() {
        return new FloatHistogram(
                schema, 0, 0, 0, 0, Buckets.NONE, Buckets.NONE, bounds, ResetHint.UNKNOWN);
    }

    /// Whether the buckets have custom bounds.
    public boolean hasCustomBounds() {
        return schema == HistogramSchema.CUSTOM;
    }

    /// The same data with another hint.
    public FloatHistogram withHint(ResetHint hint) {
        return hint == resetHint
                ? this
                : new FloatHistogram(
                        schema,
                        zeroThreshold,
                        zeroCount,
                        count,
                        sum,
                        positive,
                        negative,
                        bounds,
                        hint);
    }

    /// Every count and the sum times a factor; a negative one makes a gauge.
    public FloatHistogram multiply(double factor) {
        return new FloatHistogram(
                schema,
                zeroThreshold,
                zeroCount * factor,
                count * factor,
                sum * factor,
                positive.multiply(factor),
                negative.multiply(factor),
                bounds,
                factor < 0 ? ResetHint.GAUGE : resetHint);
    }

    /// Every count and the sum divided by a number; a negative one makes a gauge, zero removes the
    /// buckets.
    public FloatHistogram divide(double divisor) {
        return new FloatHistogram(
                schema,
                zeroThreshold,
                zeroCount / divisor,
                count / divisor,
                sum / divisor,
                divisor == 0 ? Buckets.NONE : positive.divide(divisor),
                divisor == 0 ? Buckets.NONE : negative.divide(divisor),
                bounds,
                divisor < 0 ? ResetHint.GAUGE : resetHint);
    }

    /// Without empty buckets.
    public FloatHistogram compact() {
        return withBuckets(schema, positive.compact(), negative.compact());
    }

    /// What makes this histogram unfit to be stored, in Prometheus' words; null if nothing does.
    /// Resolutions finer than [HistogramSchema#MAX] are to be reduced first.
    public @Nullable String problem() {
        return HistogramProblem.of(this);
    }

    /// In a coarser exponential schema.
    ///
    /// @throws IllegalArgumentException if the target is not coarser
    public FloatHistogram reduceResolution(int target) {
        HistogramSchema.requireCoarser(schema, target);
        return toSchema(target);
    }

    /// In an exponential schema that is not finer than one; custom buckets and coarser schemas
    /// stay.
    public FloatHistogram limitResolution(int finest) {
        return hasCustomBounds() || schema <= finest ? this : reduceResolution(finest);
    }

    /// In a coarser exponential schema.
    ///
    /// @param target not above the own schema
    public FloatHistogram toSchema(int target) {
        return target == schema
                ? this
                : withBuckets(
                        target,
                        positive.coarser(schema - target),
                        negative.coarser(schema - target));
    }

    private FloatHistogram withBuckets(int newSchema, Buckets newPositive, Buckets newNegative) {
        return new FloatHistogram(
                newSchema,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                newPositive,
                newNegative,
                bounds,
                resetHint);
    }

    /// The bound at which a positive bucket ends.
    double upperBound(int index) {
        if (schema != HistogramSchema.CUSTOM) {
            return ExponentialBounds.upper(index, schema);
        }
        if (index < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }

    /// The i-th positive bucket, with its nominal bounds.
    public Bucket positiveBucket(int i) {
        int index = positive.index(i);
        double lower = upperBound(index - 1);
        double upper = upperBound(index);
        boolean custom = hasCustomBounds();
        return new Bucket(
                lower,
                upper,
                custom ? index == 0 : lower < 0,
                custom || upper > 0,
                positive.count(i));
    }

    /// The i-th negative bucket, counted away from zero, with its nominal bounds.
    public Bucket negativeBucket(int i) {
        int index = negative.index(i);
        return new Bucket(
                -upperBound(index), -upperBound(index - 1), true, false, negative.count(i));
    }

    /// All buckets in ascending order, the zero bucket where it holds something. Bounds end where
    /// the zero bucket begins.
    public List<Bucket> ascending() {
        List<Bucket> all = new ArrayList<>(positive.size() + negative.size() + 1);
        for (int i = negative.size() - 1; i >= 0; i--) {
            Bucket b = negativeBucket(i);
            boolean cut = b.upper() < 0 && b.upper() > -zeroThreshold;
            all.add(cut ? bucket(b, b.lower(), -zeroThreshold) : b);
        }
        if (zeroCount > 0) {
            all.add(zeroBucket());
        }
        for (int i = 0; i < positive.size(); i++) {
            Bucket b = positiveBucket(i);
            boolean cut = b.lower() > 0 && b.lower() < zeroThreshold;
            all.add(cut ? bucket(b, zeroThreshold, b.upper()) : b);
        }
        return all;
    }

    /// The zero bucket.
    public Bucket zeroBucket() {
        return new Bucket(-zeroThreshold, zeroThreshold, true, true, zeroCount);
    }

    private static Bucket bucket(Bucket b, double lower, double upper) {
        return new Bucket(lower, upper, b.lowerInclusive(), b.upperInclusive(), b.count());
    }

    /// Whether any number is infinite.
    public boolean hasOverflow() {
        return Double.isInfinite(zeroCount)
                || Double.isInfinite(count)
                || Double.isInfinite(sum)
                || positive.hasOverflow()
                || negative.hasOverflow();
    }

    /// Whether the bits of all data are the same, whatever the hints say.
    public boolean hasSameData(FloatHistogram other) {
        return schema == other.schema
                && zeroThreshold == other.zeroThreshold
                && sameBits(zeroCount, other.zeroCount)
                && sameBits(count, other.count)
                && sameBits(sum, other.sum)
                && positive.equals(other.positive)
                && negative.equals(other.negative)
                && Arrays.equals(bounds, other.bounds);
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FloatHistogram other
                && resetHint == other.resetHint
                && hasSameData(other);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(
                new int[] {
                    schema,
                    Double.hashCode(count),
                    Double.hashCode(sum),
                    positive.hashCode(),
                    negative.hashCode(),
                    Arrays.hashCode(bounds)
                });
    }

    /// As Prometheus writes it, such as `{count:4, sum:2.5, [-0.001,0.001]:1, (0.5,1]:3}`.
    @Override
    public String toString() {
        StringJoiner out = new StringJoiner(", ", "{", "}");
        out.add("count:" + GoText.g(count)).add("sum:" + GoText.g(sum));
        for (int i = negative.size() - 1; i >= 0; i--) {
            addUnlessEmpty(out, negativeBucket(i));
        }
        addUnlessEmpty(out, zeroBucket());
        for (int i = 0; i < positive.size(); i++) {
            addUnlessEmpty(out, positiveBucket(i));
        }
        return out.toString();
    }

    private static void addUnlessEmpty(StringJoiner out, Bucket bucket) {
        if (bucket.count() != 0) {
            out.add(bucket.toString());
        }
    }
}
