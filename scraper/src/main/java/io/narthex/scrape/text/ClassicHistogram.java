package io.narthex.scrape.text;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.number.GoText;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Gathers the series of one classic histogram, and makes a native one with custom buckets of them.
///
/// Thread safety: for one thread; reuse it.
final class ClassicHistogram {
    /// As many as a native histogram may have on one side.
    private static final int MAX_BUCKETS = 1 << 16;

    /// The longest run of empty buckets that costs less than a further span.
    private static final int MAX_EMPTY = 2;

    /// From here on floats are no `long`s.
    private static final double TOO_LARGE = 0x1p63;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;
    private boolean ascending;
    private double count;
    private boolean hasCount;
    private double sum;
    private @Nullable String problem;

    /// Forgets everything.
    void clear() {
        size = 0;
        ascending = true;
        count = 0;
        hasCount = false;
        sum = 0;
        problem = null;
    }

    /// Takes a bucket.
    ///
    /// @param cumulative the observations in it and in all below
    void bucket(double bound, double cumulative) {
        if (problem != null) {
            return;
        }
        if (Double.isNaN(bound)) {
            problem = "bucket boundary must not be NaN";
        } else if (cumulative < 0) {
            problem =
                    "bucket count must be non-negative: le=%s, count=%s"
                            .formatted(GoText.g(bound), GoText.g(cumulative));
        } else if (size == MAX_BUCKETS) {
            problem = "more than " + MAX_BUCKETS + " buckets";
        } else if (size == 0 || bound != bounds[size - 1]) { // of two the first one counts
            ascending &= size == 0 || bounds[size - 1] < bound;
            add(bound, cumulative);
        }
    }

    private void add(double bound, double cumulative) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        bounds[size] = bound;
        counts[size++] = cumulative;
    }

    /// Takes the number of all observations.
    void count(double all) {
        if (problem != null) {
            return;
        }
        if (all < 0) {
            problem = "count must be non-negative: count=" + GoText.g(all);
        }
        count = all;
        hasCount = true;
    }

    /// Takes the sum of all observations.
    void sum(double all) {
        sum = all;
    }

    /// Ends the histogram: sorts the buckets, and adds the one that holds everything.
    ///
    /// @return what is wrong with it; null if nothing is
    @Nullable String end() {
        if (problem != null) {
            return problem;
        }
        if (!ascending) {
            sort();
        }
        if (!hasCount && size > 0) {
            count = counts[size - 1];
        }
        if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
            add(Double.POSITIVE_INFINITY, count);
        }
        problem = fall();
        if (problem == null && count != counts[size - 1]) {
            problem =
                    "count mismatch: count=%s != le=+Inf count=%s"
                            .formatted(GoText.g(count), GoText.g(counts[size - 1]));
        }
        return problem;
    }

    private void sort() {
        double[] unsortedBounds = bounds.clone();
        double[] unsortedCounts = counts.clone();
        List<Integer> order =
                IntStream.range(0, size)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> unsortedBounds[i]))
                        .toList();
        size = 0;
        for (int i : order) {
            if (size == 0 || bounds[size - 1] != unsortedBounds[i]) {
                add(unsortedBounds[i], unsortedCounts[i]);
            }
        }
    }

    private @Nullable String fall() {
        for (int i = 1; i < size; i++) {
            if (counts[i] < counts[i - 1]) {
                return "count is not cumulative: %s < %s"
                        .formatted(GoText.g(counts[i]), GoText.g(counts[i - 1]));
            }
        }
        return null;
    }

    /// Whether all counts are whole, once it has ended well.
    boolean isInteger() {
        for (int i = 0; i < size; i++) {
            if (counts[i] != Math.rint(counts[i]) || !(counts[i] < TOO_LARGE)) {
                return false;
            }
        }
        return true;
    }

    /// The native histogram, if all counts are whole.
    Histogram toHistogram(ResetHint hint) {
        long[] deltas = new long[size];
        long before = 0;
        long beforeDelta = 0;
        for (int i = 0; i < size; i++) {
            long own = (long) counts[i] - before;
            deltas[i] = own - beforeDelta;
            before = (long) counts[i];
            beforeDelta = own;
        }
        DeltaBuckets buckets = DeltaBuckets.of(List.of(new Span(0, size)), deltas);
        return Histogram.custom((long) count, sum, buckets, finiteBounds(), hint)
                .compact(MAX_EMPTY);
    }

    /// The native histogram with float counts.
    FloatHistogram toFloatHistogram(ResetHint hint) {
        double[] own = new double[size];
        double before = 0;
        for (int i = 0; i < size; i++) {
            own[i] = counts[i] - before;
            before = counts[i];
        }
        return FloatHistogram.custom(count, sum, Buckets.run(0, own), finiteBounds(), hint)
                .compact();
    }

    private double[] finiteBounds() {
        return Arrays.copyOf(bounds, size - 1);
    }
}
