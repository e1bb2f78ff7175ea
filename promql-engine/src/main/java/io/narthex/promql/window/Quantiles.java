package io.narthex.promql.window;

import java.util.Arrays;

/// Order statistics over the values of one window.
///
/// Thread safety: stateless.
final class Quantiles {
    private Quantiles() {}

    static double quantileOverTime(Windows in, int first, int last, int k) {
        double q = in.param(0, k);
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        return interpolated(q, sorted(in.values(), first, last, in));
    }

    /// The median of the distances from the median; NaN if a value is NaN.
    static double medianAbsoluteDeviation(Windows in, int first, int last, int k) {
        double[] v = sorted(in.values(), first, last, in);
        if (Double.isNaN(v[0])) {
            return Double.NaN;
        }
        double median = interpolated(0.5, v);
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.abs(v[i] - median);
        }
        return interpolated(0.5, sorted(v, 0, v.length - 1, in));
    }

    /// Linear between the two closest ranks.
    private static double interpolated(double q, double[] ascending) {
        double rank = q * (ascending.length - 1);
        double floor = Math.floor(rank);
        int lower = (int) Math.max(0, floor);
        int upper = Math.min(ascending.length - 1, lower + 1);
        double weight = rank - floor;
        return ascending[lower] * (1 - weight) + ascending[upper] * weight;
    }

    /// A sorted copy with NaN in front: Prometheus sorts NaN lowest, Java highest.
    private static double[] sorted(double[] v, int first, int last, Windows in) {
        double[] out = Arrays.copyOfRange(v, first, last + 1);
        CheckedSort.sort(out, in::checkpoint);
        int nans = 0;
        while (nans < out.length && Double.isNaN(out[out.length - 1 - nans])) {
            nans++;
        }
        if (nans > 0) {
            System.arraycopy(out, 0, out, nans, out.length - nans);
            Arrays.fill(out, 0, nans, Double.NaN);
        }
        return out;
    }
}
