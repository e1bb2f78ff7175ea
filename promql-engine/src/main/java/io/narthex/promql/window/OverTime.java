package io.narthex.promql.window;

import io.narthex.model.number.CompensatedSum;

/// Statistics over the values of one window: sum, mean, variance.
///
/// Sums are compensated ([CompensatedSum]) and run over each window from its first sample: one
/// carried from window to window would round differently than the definition.
///
/// Thread safety: stateless.
final class OverTime {
    private OverTime() {}

    static double sum(Windows in, int first, int last, int k) {
        double[] v = in.values();
        CompensatedSum sum = new CompensatedSum();
        for (int i = first; i <= last; i++) {
            sum.add(v[i]);
        }
        return Double.isInfinite(sum.sum()) ? sum.sum() : sum.value();
    }

    /// The mean; where the sum would overflow, it goes on as a running mean from that sample.
    static double avg(Windows in, int first, int last, int k) {
        double[] v = in.values();
        CompensatedSum sum = new CompensatedSum(v[first]);
        for (int i = first + 1; i <= last; i++) {
            double before = sum.sum();
            double lost = sum.lost();
            sum.add(v[i]);
            if (Double.isInfinite(sum.sum())) {
                return runningMean(v, first, i, last, before, lost);
            }
        }
        double count = last - first + 1;
        return sum.sum() / count + sum.lost() / count;
    }

    private static double runningMean(
            double[] v, int first, int from, int last, double sum, double lost) {
        double soFar = from - first;
        CompensatedSum mean = new CompensatedSum(sum / soFar, lost / soFar);
        for (int i = from; i <= last; i++) {
            double count = i - first + 1;
            mean.scaleAndAdd((count - 1) / count, v[i] / count);
        }
        return mean.value();
    }

    /// The population variance, after Welford.
    static double stdvar(Windows in, int first, int last, int k) {
        double[] v = in.values();
        CompensatedSum mean = new CompensatedSum();
        CompensatedSum squares = new CompensatedSum();
        for (int i = first; i <= last; i++) {
            double delta = v[i] - mean.value();
            mean.add(delta / (i - first + 1));
            squares.add(delta * (v[i] - mean.value()));
        }
        return squares.value() / (last - first + 1);
    }

    static double stddev(Windows in, int first, int last, int k) {
        return Math.sqrt(stdvar(in, first, last, k));
    }

    static double count(Windows in, int first, int last, int k) {
        return last - first + 1;
    }

    static double present(Windows in, int first, int last, int k) {
        return 1;
    }

    static double first(Windows in, int first, int last, int k) {
        return in.values()[first];
    }

    static double last(Windows in, int first, int last, int k) {
        return in.values()[last];
    }

    static double timeOfFirst(Windows in, int first, int last, int k) {
        return in.plan().times()[first] / 1000.0;
    }

    static double timeOfLast(Windows in, int first, int last, int k) {
        return in.plan().times()[last] / 1000.0;
    }
}
