package io.narthex.model.histogram;

import io.narthex.model.number.GoText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What can be wrong with a native histogram, in Prometheus' words.
///
/// Thread safety: stateless.
final class HistogramProblem {
    private HistogramProblem() {}

    /// The first problem of an integer histogram; null if there is none.
    static @Nullable String of(Histogram h) {
        boolean custom = h.hasCustomBounds();
        String problem =
                custom
                        ? ofCustom(
                                Spans.problemOfCustom(
                                        h.bounds(), h.positive().spans(), h.positive().size()),
                                h.zeroCount() != 0,
                                h.zeroThreshold(),
                                h.negative().spans(),
                                h.negative().size())
                        : ofExponential(h);
        if (problem == null) {
            problem = side("positive", h.positive().problemOfCounts());
        }
        return problem != null ? problem : ofTotal(h);
    }

    private static @Nullable String ofExponential(Histogram h) {
        if (!HistogramSchema.isExponential(h.schema())) {
            return HistogramSchema.invalid(h.schema());
        }
        return first(
                side("positive", h.positive().problemOfSpans()),
                side("negative", h.negative().problemOfSpans()),
                side("negative", h.negative().problemOfCounts()),
                ofBounds(h.bounds()));
    }

    private static @Nullable String ofTotal(Histogram h) {
        long found = h.positive().total() + h.negative().total() + h.zeroCount();
        String counts =
                Long.toUnsignedString(found)
                        + " observations found in buckets, but the Count field is "
                        + Long.toUnsignedString(h.count())
                        + ": histogram's observation count should ";
        // Observations of NaN are counted, but in no bucket.
        if (Double.isNaN(h.sum())) {
            return Long.compareUnsigned(found, h.count()) > 0
                    ? counts + "be at least the number of observations found in the buckets"
                    : null;
        }
        return found == h.count()
                ? null
                : counts
                        + "equal the number of observations found in the buckets"
                        + " (in absence of NaN)";
    }

    /// The first problem of a float histogram; null if there is none. Totals need not fit, since
    /// floats round.
    static @Nullable String of(FloatHistogram h) {
        String problem = h.hasCustomBounds() ? ofCustom(h) : ofExponential(h);
        if (problem == null && h.count() < 0) {
            problem =
                    "observation count is  "
                            + GoText.g(h.count())
                            + ": histogram's observation count is negative";
        }
        return problem != null ? problem : side("positive", ofCounts(h.positive()));
    }

    private static @Nullable String ofCustom(FloatHistogram h) {
        return ofCustom(
                Spans.problemOfCustom(h.bounds(), h.positive().spans(), h.positive().size()),
                h.zeroCount() != 0,
                h.zeroThreshold(),
                List.of(),
                h.negative().size());
    }

    private static @Nullable String ofExponential(FloatHistogram h) {
        if (!HistogramSchema.isExponential(h.schema())) {
            return HistogramSchema.invalid(h.schema());
        }
        return first(
                side("negative", ofCounts(h.negative())),
                h.zeroCount() < 0
                        ? "zero bucket has observation count of "
                                + GoText.g(h.zeroCount())
                                + ": "
                                + NEGATIVE_BUCKET
                        : null,
                ofBounds(h.bounds()));
    }

    private static @Nullable String ofCounts(Buckets buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.count(i) < 0) {
                return negativeBucket(i, GoText.g(buckets.count(i)));
            }
        }
        return null;
    }

    private static @Nullable String ofCustom(
            @Nullable String ofBounds,
            boolean hasZeroCount,
            double zeroThreshold,
            List<Buckets.Span> negativeSpans,
            int negativeBuckets) {
        if (ofBounds != null) {
            return "custom buckets: " + ofBounds;
        }
        if (hasZeroCount) {
            return "custom buckets: must have zero count of 0";
        }
        if (zeroThreshold != 0) {
            return "custom buckets: must have zero threshold of 0";
        }
        if (!negativeSpans.isEmpty()) {
            return "custom buckets: must not have negative spans";
        }
        return negativeBuckets > 0 ? "custom buckets: must not have negative buckets" : null;
    }

    private static @Nullable String ofBounds(double[] bounds) {
        return bounds.length > 0
                ? "histogram with exponential schema must not have custom bounds"
                : null;
    }

    private static @Nullable String side(String name, @Nullable String problem) {
        return problem == null ? null : name + " side: " + problem;
    }

    private static @Nullable String first(@Nullable String... problems) {
        for (String problem : problems) {
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static final String NEGATIVE_BUCKET =
            "histogram has a bucket whose observation count is negative";

    static String negativeBucket(int i, String count) {
        return "bucket number %d has observation count of %s: %s"
                .formatted(i + 1, count, NEGATIVE_BUCKET);
    }

    static String negativeOffset(int i, int offset) {
        return "span number %d with offset %d: histogram has a span whose offset is negative"
                .formatted(i + 1, offset);
    }

    static String bucketsMismatch(long need, int have) {
        return "spans need %d buckets, have %d buckets: histogram spans specify different number of"
                        .formatted(need, have)
                + " buckets than provided";
    }

    static String boundsFall(double previous, double current) {
        return String.format(
                        Locale.ROOT, "previous bound is %f and current is %f: ", previous, current)
                + "histogram custom bounds must be in strictly increasing order";
    }

    static String tooFewBounds(int bounds, long reach) {
        return ("only %d custom bounds defined which is insufficient to cover total span length of"
                        + " %d: histogram custom bounds are too few")
                .formatted(bounds, reach);
    }
}
