package io.narthex.promql.function;

import io.narthex.model.histogram.Bucket;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.number.CompensatedSum;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What PromQL's functions read from a native histogram.
///
/// Observations are thought to lie evenly in custom buckets and in the zero bucket, and evenly on a
/// logarithmic scale in exponential ones. With buckets on one side of zero only, zero is where the
/// zero bucket's observations begin.
///
/// Thread safety: stateless.
public final class NativeHistogram {
    /// What observations of NaN did to a result.
    public enum NanEffect {
        NONE,
        /// The rank lies beyond all buckets.
        RESULT_IS_NAN,
        /// They count as larger than anything.
        SKEWED_HIGHER,
        /// They are in no fraction.
        EXCLUDED
    }

    /// A result.
    public record Reading(double value, NanEffect effect) {
        private static Reading of(double value) {
            return new Reading(value, NanEffect.NONE);
        }
    }

    private static final Bucket NONE = new Bucket(0, 0, false, false, 0);

    private NativeHistogram() {}

    /// The function of a name that needs nothing but the histogram, or null where there is none.
    public static @Nullable ToDoubleFunction<FloatHistogram> measure(String name) {
        return switch (name) {
            case "histogram_count" -> FloatHistogram::count;
            case "histogram_sum" -> FloatHistogram::sum;
            case "histogram_avg" -> h -> h.sum() / h.count();
            case "histogram_stddev" -> h -> Math.sqrt(variance(h));
            case "histogram_stdvar" -> NativeHistogram::variance;
            default -> null;
        };
    }

    private static double variance(FloatHistogram h) {
        double mean = h.sum() / h.count();
        CompensatedSum squares = new CompensatedSum();
        for (Bucket b : h.ascending()) {
            if (b.count() != 0) {
                double delta = middle(b, h.hasCustomBounds()) - mean;
                squares.add(b.count() * delta * delta);
            }
        }
        return squares.value() / h.count();
    }

    private static double middle(Bucket b, boolean custom) {
        if (custom) {
            return (b.upper() + b.lower()) / 2;
        }
        if (b.lower() <= 0 && b.upper() >= 0) {
            return 0;
        }
        double mean = Math.sqrt(b.upper() * b.lower());
        return b.upper() < 0 ? -mean : mean;
    }

    /// `histogram_quantile`.
    public static Reading quantile(double q, FloatHistogram h) {
        if (q < 0) {
            return Reading.of(Double.NEGATIVE_INFINITY);
        }
        if (q > 1) {
            return Reading.of(Double.POSITIVE_INFINITY);
        }
        if (h.count() == 0 || Double.isNaN(q)) {
            return Reading.of(Double.NaN);
        }
        // NaN observations are in no bucket, so ranks can only be counted from below.
        boolean fromBelow = Double.isNaN(h.sum()) || q < 0.5;
        double rank = (fromBelow ? q : 1 - q) * h.count();
        List<Bucket> buckets = fromBelow ? h.ascending() : h.ascending().reversed();
        double count = 0;
        int at = -1;
        while (at + 1 < buckets.size()) {
            Bucket b = buckets.get(++at);
            count += b.count();
            if (b.count() != 0 && count >= rank) {
                break;
            }
        }
        return within(h, buckets, at, Math.min(count, h.count()), rank, fromBelow);
    }

    /// @param at the bucket that the rank lies in, the last one if it lies beyond, or -1
    private static Reading within(
            FloatHistogram h,
            List<Bucket> buckets,
            int at,
            double count,
            double rank,
            boolean fromBelow) {
        Bucket b = at < 0 ? NONE : buckets.get(at);
        double lower = b.lower();
        double upper = b.upper();
        boolean custom = h.hasCustomBounds();
        if (!custom && lower < 0 && upper > 0) {
            lower = startsAtZero(h) ? 0 : lower;
            upper = endsAtZero(h) ? 0 : upper;
        } else if (custom && lower == Double.NEGATIVE_INFINITY) {
            if (upper <= 0) {
                return Reading.of(upper);
            }
            lower = 0;
        } else if (custom && upper == Double.POSITIVE_INFINITY) {
            return Reading.of(lower);
        }
        if (count < rank) {
            return Double.isNaN(h.sum())
                    ? new Reading(Double.NaN, NanEffect.RESULT_IS_NAN)
                    : Reading.of(upper);
        }
        double into = fromBelow ? rank - (count - b.count()) : count - rank;
        if (!Double.isNaN(h.sum())) {
            return Reading.of(interpolated(lower, upper, into / b.count(), custom));
        }
        double total = count;
        for (Bucket further : buckets.subList(at + 1, buckets.size())) {
            // As in Prometheus 3.14: having counted on, it interpolates in the last bucket.
            b = further;
            lower = b.lower();
            upper = b.upper();
            total += b.count();
        }
        return new Reading(
                interpolated(lower, upper, into / b.count(), custom),
                total < h.count() ? NanEffect.SKEWED_HIGHER : NanEffect.NONE);
    }

    private static double interpolated(
            double lower, double upper, double fraction, boolean custom) {
        if (custom || (lower <= 0 && upper >= 0)) {
            return lower + (upper - lower) * fraction;
        }
        double logLower = Bucket.log2(Math.abs(lower));
        double logUpper = Bucket.log2(Math.abs(upper));
        return lower > 0
                ? Math.pow(2, logLower + (logUpper - logLower) * fraction)
                : -Math.pow(2, logUpper + (logLower - logUpper) * (1 - fraction));
    }

    private static boolean startsAtZero(FloatHistogram h) {
        return h.negative().size() == 0 && h.positive().size() > 0;
    }

    private static boolean endsAtZero(FloatHistogram h) {
        return h.positive().size() == 0 && h.negative().size() > 0;
    }

    /// `histogram_fraction`: the share of observations between two values.
    public static Reading fraction(double lower, double upper, FloatHistogram h) {
        if (h.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Reading.of(Double.NaN);
        }
        if (lower >= upper) {
            return Reading.of(0);
        }
        List<Bucket> buckets = h.ascending();
        double total = 0;
        for (Bucket b : buckets) {
            total += b.count();
        }
        boolean nans = Double.isNaN(h.sum());
        double most = nans ? total : h.count();
        double below = Math.min(most, rank(lower, buckets, h, most));
        double above = Math.min(most, rank(upper, buckets, h, most));
        return new Reading(
                (above - below) / h.count(),
                nans && total < h.count() ? NanEffect.EXCLUDED : NanEffect.NONE);
    }

    /// How many observations lie below a value.
    private static double rank(double value, List<Bucket> buckets, FloatHistogram h, double all) {
        double rank = 0;
        for (Bucket b : buckets) {
            boolean zero = b.lower() <= 0 && b.upper() >= 0;
            double lower = zero && startsAtZero(h) ? 0 : b.lower();
            double upper = zero && endsAtZero(h) ? 0 : b.upper();
            if (lower >= value) {
                return rank;
            }
            if (upper > value) {
                if (lower == Double.NEGATIVE_INFINITY) {
                    return b.count(); // nobody knows how they lie
                }
                Bucket cut = new Bucket(lower, upper, false, false, b.count());
                return rank + b.count() * cut.fractionBelow(value, zero || h.hasCustomBounds());
            }
            rank += b.count();
        }
        return all;
    }
}
