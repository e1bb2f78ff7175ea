package io.narthex.promql.window;

/// Statistics over the values of one window: sum, mean, variance.
///
/// Sums are compensated ([Kahan]) and run over each window from its first sample: a sum carried
/// from window to window would round differently than the definition.
///
/// Thread safety: stateless.
final class OverTime {
    private OverTime() {}

    static double sum(Windows in, int first, int last, int k) {
        double[] v = in.values();
        Kahan sum = new Kahan(0);
        for (int i = first; i <= last; i++) {
            sum.add(v[i]);
        }
        return Double.isInfinite(sum.sum()) ? sum.sum() : sum.total();
    }

    /// The mean; where the sum would overflow, it goes on as a running mean from that sample.
    static double avg(Windows in, int first, int last, int k) {
        double[] v = in.values();
        Kahan sum = new Kahan(v[first]);
        for (int i = first + 1; i <= last; i++) {
            double before = sum.sum();
            double compensation = sum.compensation();
            sum.add(v[i]);
            if (Double.isInfinite(sum.sum())) {
                return runningMean(v, first, i, last, before, compensation);
            }
        }
        double count = last - first + 1;
        return sum.sum() / count + sum.compensation() / count;
    }

    private static double runningMean(
            double[] v, int first, int from, int last, double sum, double compensation) {
        double soFar = from - first;
        Kahan mean = new Kahan(sum / soFar, compensation / soFar);
        for (int i = from; i <= last; i++) {
            double count = i - first + 1;
            mean.addScaled((count - 1) / count, v[i] / count);
        }
        return mean.total();
    }

    /// The population variance, after Welford.
    static double stdvar(Windows in, int first, int last, int k) {
        double[] v = in.values();
        Kahan mean = new Kahan(0);
        Kahan squares = new Kahan(0);
        for (int i = first; i <= last; i++) {
            double delta = v[i] - mean.total();
            mean.add(delta / (i - first + 1));
            squares.add(delta * (v[i] - mean.total()));
        }
        return squares.total() / (last - first + 1);
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
