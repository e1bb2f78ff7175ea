package io.narthex.promql.aggregate;

import java.util.Arrays;

/// Quantiles of a few or many numbers without sorting them.
///
/// Thread safety: stateless.
public final class OrderStatistic {
    /// Below this, sorting is faster than partitioning.
    private static final int SMALL = 24;

    /// Partitioning that has not ended by then goes badly, and sorting takes over.
    private static final int MOST_ROUNDS = 48;

    private OrderStatistic() {}

    /// The quantile, linear between the two closest ranks; NaN ranks lowest.
    ///
    /// @param q below 0 gives negative, above 1 positive infinity
    /// @param values at least one; left in another order
    /// @param n how many of them count
    public static double quantile(double q, double[] values, int n) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        int nans = nansToFront(values, n);
        double rank = q * (n - 1);
        double floor = Math.floor(rank);
        int lower = (int) floor;
        int upper = Math.min(n - 1, lower + 1);
        double weight = rank - floor;
        if (lower < nans) {
            return Double.NaN;
        }
        select(values, nans, n - 1, lower);
        double high = upper == lower ? values[lower] : least(values, upper, n);
        return values[lower] * (1 - weight) + high * weight;
    }

    private static int nansToFront(double[] values, int n) {
        int nans = 0;
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(values[i])) {
                values[i] = values[nans];
                values[nans++] = Double.NaN;
            }
        }
        return nans;
    }

    /// The value of the rank after one that was selected: the least of those behind it.
    private static double least(double[] values, int from, int n) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = from; i < n; i++) {
            if (values[i] < least) {
                least = values[i];
            }
        }
        return least;
    }

    /// Moves the value of a rank to its place, no greater ones before it and no lesser ones behind
    /// it.
    private static void select(double[] v, int first, int last, int rank) {
        int from = first;
        int to = last;
        for (int round = 0; to - from > SMALL && round < MOST_ROUNDS; round++) {
            double pivot = median(v[from], v[(from + to) >>> 1], v[to]);
            int i = from;
            int j = to;
            while (i <= j) {
                while (v[i] < pivot) {
                    i++;
                }
                while (v[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swapped = v[i];
                    v[i++] = v[j];
                    v[j--] = swapped;
                }
            }
            if (rank <= j) {
                to = j;
            } else if (rank >= i) {
                from = i;
            } else {
                return;
            }
        }
        Arrays.sort(v, from, to + 1);
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
