package io.narthex.promql.function;

import java.util.Arrays;

/// A classic histogram at one step: cumulative counts of observations by upper bound.
///
/// Buckets are added in ascending order of their bounds; those with equal bounds are added up.
///
/// Thread safety: for one worker, which uses it over and over.
public final class ClassicHistogram {
    /// Counts that differ by less, relative to their sum, differ by rounding only.
    private static final double TOLERANCE = 1e-12;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;

    private boolean forced;
    private double lowestForced;
    private double highestForced;
    private double largestForced;

    /// Empties the histogram.
    public void clear() {
        size = 0;
        forced = false;
    }

    /// Adds a bucket.
    ///
    /// @param bound the upper bound, inclusive; not below the last one added
    /// @param count observations up to the bound
    public void add(double bound, double count) {
        if (size > 0 && bounds[size - 1] == bound) {
            counts[size - 1] += count;
            return;
        }
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        bounds[size] = bound;
        counts[size++] = count;
    }

    /// Whether no bucket was added.
    public boolean isEmpty() {
        return size == 0;
    }

    /// The value below which a part of the observations lies, linear within buckets. The counts are
    /// made monotonic for it, see [#wasForced].
    ///
    /// @param q the part, from 0 to 1; below gives negative, above gives positive infinity
    /// @return NaN where there is no answer
    public double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        makeMonotonic();
        double observations = counts[size - 1];
        return size < 2 || observations == 0 ? Double.NaN : atRank(q * observations);
    }

    private double atRank(double rank) {
        int b = firstReaching(rank);
        if (b == size - 1) {
            return bounds[size - 2];
        }
        if (b == 0) {
            return bounds[0] <= 0 ? bounds[0] : bounds[0] * (rank / counts[0]);
        }
        double below = counts[b - 1];
        double part = (rank - below) / (counts[b] - below);
        return bounds[b - 1] + (bounds[b] - bounds[b - 1]) * part;
    }

    /// The first bucket but the last with so many observations. Halving is not only fast: where a
    /// count is NaN, it decides where the search ends.
    private int firstReaching(double rank) {
        int from = 0;
        int to = size - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (counts[middle] >= rank) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /// Takes rounding errors out of the counts, and then whatever decreases.
    private void makeMonotonic() {
        lowestForced = Double.POSITIVE_INFINITY;
        highestForced = Double.NEGATIVE_INFINITY;
        largestForced = 0;
        double before = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count == before) {
                continue;
            }
            if (almostEqual(before, count)) {
                counts[i] = before;
            } else if (count < before) {
                counts[i] = before;
                forced = true;
                lowestForced = Math.min(lowestForced, bounds[i]);
                highestForced = Math.max(highestForced, bounds[i]);
                largestForced = Math.max(largestForced, before - count);
            } else {
                before = count;
            }
        }
    }

    private static boolean almostEqual(double a, double b) {
        if (Double.isNaN(a) && Double.isNaN(b)) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// Whether the last [#quantile] had to raise a count that was below its predecessor's.
    public boolean wasForced() {
        return forced;
    }

    /// The lowest bound whose count was raised.
    public double lowestForced() {
        return lowestForced;
    }

    /// The highest bound whose count was raised.
    public double highestForced() {
        return highestForced;
    }

    /// The most by which a count was raised.
    public double largestForced() {
        return largestForced;
    }

    /// The part of the observations between two values, linear within buckets.
    ///
    /// @return NaN where there is no answer
    public double fraction(double lower, double upper) {
        double all = counts[size - 1];
        if (bounds[size - 1] != Double.POSITIVE_INFINITY
                || all == 0
                || Double.isNaN(lower)
                || Double.isNaN(upper)) {
            return Double.NaN;
        }
        return lower >= upper ? 0 : (rank(upper, all) - rank(lower, all)) / all;
    }

    /// The number of observations up to a value, at most all of them.
    private double rank(double value, double all) {
        double below = 0;
        double start = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
        for (int i = 0; i < size; i++) {
            if (start >= value) {
                return Math.min(below, all);
            }
            if (bounds[i] > value) {
                double inside = (counts[i] - below) * (value - start) / (bounds[i] - start);
                // A bucket without a start is all or nothing.
                double rank = start == Double.NEGATIVE_INFINITY ? counts[i] : below + inside;
                return rank > all ? all : rank;
            }
            below = counts[i];
            start = bounds[i];
        }
        return all;
    }
}
