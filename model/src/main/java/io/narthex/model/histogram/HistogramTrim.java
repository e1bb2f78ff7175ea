package io.narthex.model.histogram;

/// Keeping the observations on one side of a value, as far as buckets can tell: what PromQL's `</`
/// and `>/` do.
///
/// A bucket that the value cuts is split as quantiles are interpolated; the sum becomes what the
/// kept buckets' middles give. Buckets that reach to infinity are kept or dropped as a whole,
/// unless zero is a natural end.
///
/// Thread safety: stateless.
public final class HistogramTrim {
    private final double limit;
    private final boolean below;
    private final boolean custom;
    private double count;
    private double sum;
    private boolean trimmed;

    private HistogramTrim(double limit, boolean below, boolean custom) {
        this.limit = limit;
        this.below = below;
        this.custom = custom;
    }

    /// The part of a bucket that stays, and the value that stands for it.
    private record Kept(double count, double middle) {}

    /// The observations below (or at) a limit.
    public static FloatHistogram below(FloatHistogram h, double limit) {
        return new HistogramTrim(limit, true, h.hasCustomBounds()).trim(h);
    }

    /// The observations above (or at) a limit.
    public static FloatHistogram above(FloatHistogram h, double limit) {
        return new HistogramTrim(limit, false, h.hasCustomBounds()).trim(h);
    }

    private FloatHistogram trim(FloatHistogram h) {
        int[] positiveIndexes = new int[h.positive().size()];
        double[] positiveCounts = new double[positiveIndexes.length];
        for (int i = 0; i < positiveIndexes.length; i++) {
            positiveIndexes[i] = h.positive().index(i);
            positiveCounts[i] = keep(h.positiveBucket(i), true);
        }
        int[] negativeIndexes = new int[h.negative().size()];
        double[] negativeCounts = new double[negativeIndexes.length];
        for (int i = 0; i < negativeIndexes.length; i++) {
            negativeIndexes[i] = h.negative().index(i);
            negativeCounts[i] = keep(h.negativeBucket(i), false);
        }
        double zeroCount = h.zeroCount() > 0 ? keepZero(h) : h.zeroCount();
        if (!trimmed) {
            return h;
        }
        return new FloatHistogram(
                        h.schema(),
                        h.zeroThreshold(),
                        zeroCount,
                        count,
                        sum,
                        Buckets.of(positiveIndexes, positiveCounts),
                        Buckets.of(negativeIndexes, negativeCounts),
                        h.bounds(),
                        h.resetHint())
                .compact();
    }

    private double keep(Bucket b, boolean positive) {
        if (b.count() == 0) {
            return 0;
        }
        boolean inside = below ? b.upper() <= limit : b.lower() >= limit;
        boolean cut = below ? b.lower() < limit : b.upper() > limit;
        if (inside) {
            return account(b, new Kept(b.count(), middle(b.lower(), b.upper(), positive)));
        }
        if (!cut) {
            trimmed = true;
            return 0;
        }
        boolean endless = Double.isInfinite(b.lower()) || Double.isInfinite(b.upper());
        return account(b, endless ? splitEndless(b) : split(b, positive));
    }

    private double account(Bucket b, Kept kept) {
        count += kept.count();
        sum += kept.middle() * kept.count();
        trimmed |= kept.count() != b.count();
        return kept.count();
    }

    private Kept split(Bucket b, boolean positive) {
        double under = b.count() * b.fractionBelow(limit, custom);
        return below
                ? new Kept(under, middle(b.lower(), limit, positive))
                : new Kept(b.count() - under, middle(limit, b.upper(), positive));
    }

    private Kept splitEndless(Bucket b) {
        if (b.lower() == Double.NEGATIVE_INFINITY) {
            return below ? lowestBelow(b) : lowestAbove(b);
        }
        // Nobody knows how the observations lie up to infinity.
        return below ? new Kept(0, finite(b.lower())) : new Kept(b.count(), limit);
    }

    private Kept lowestBelow(Bucket b) {
        if (limit > 0 && b.upper() > 0 && Double.isFinite(b.upper())) {
            return new Kept(b.count() * limit / b.upper(), limit / 2);
        }
        return b.upper() <= 0 ? new Kept(b.count(), limit) : new Kept(0, finite(b.upper()));
    }

    private Kept lowestAbove(Bucket b) {
        if (limit >= 0 && Double.isFinite(b.upper())) {
            return new Kept(b.count() * (1 - limit / b.upper()), (limit + b.upper()) / 2);
        }
        return new Kept(0, finite(b.upper()));
    }

    /// With buckets on one side only, zero is where the zero bucket's observations begin.
    private double keepZero(FloatHistogram h) {
        boolean hasPositive = h.positive().hasObservations();
        boolean hasNegative = h.negative().hasObservations();
        double lower = hasPositive && !hasNegative ? 0 : -h.zeroThreshold();
        double upper = hasNegative && !hasPositive ? 0 : h.zeroThreshold();
        Bucket zero = h.zeroBucket();
        // Without a width it ends on both sides at once: what is cut away there goes first.
        if (below && limit <= lower) {
            return account(zero, new Kept(0, 0));
        }
        if (below ? limit >= upper : limit <= lower) {
            return account(zero, new Kept(zero.count(), (lower + upper) / 2));
        }
        if (!below && limit >= upper) {
            return account(zero, new Kept(0, 0));
        }
        double share = (below ? limit - lower : upper - limit) / (upper - lower);
        double middle = (below ? lower + limit : limit + upper) / 2;
        return account(zero, new Kept(zero.count() * share, middle));
    }

    private double middle(double lower, double upper, boolean positive) {
        if (Double.isInfinite(lower)) {
            if (Double.isInfinite(upper)) {
                return 0;
            }
            return upper > 0 ? upper / 2 : upper;
        }
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (custom) {
            return (lower + upper) / 2;
        }
        double mean = Math.sqrt(Math.abs(lower * upper));
        return positive ? mean : -mean;
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? 0 : value;
    }
}
