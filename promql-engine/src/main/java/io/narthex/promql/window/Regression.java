package io.narthex.promql.window;

/// Least squares over one window: `deriv` and `predict_linear`.
///
/// Thread safety: stateless.
final class Regression {
    /// A line through the samples.
    private record Line(double slope, double intercept) {}

    private Regression() {}

    static double deriv(Windows in, int first, int last, int k) {
        return fit(in, first, last, in.plan().times()[first]).slope();
    }

    /// The line's value some seconds after the evaluation time, offset or not.
    static double predictLinear(Windows in, int first, int last, int k) {
        Line line = fit(in, first, last, in.evalTime(k));
        return line.slope() * in.param(0, k) + line.intercept();
    }

    /// @param origin time of x = 0
    private static Line fit(Windows in, int first, int last, long origin) {
        double[] v = in.values();
        if (isConstant(v, first, last)) {
            return Double.isInfinite(v[first])
                    ? new Line(Double.NaN, Double.NaN)
                    : new Line(0, v[first]);
        }
        long[] times = in.plan().times();
        Kahan x = new Kahan(0);
        Kahan y = new Kahan(0);
        Kahan xy = new Kahan(0);
        Kahan xx = new Kahan(0);
        for (int i = first; i <= last; i++) {
            double t = (times[i] - origin) / 1e3;
            x.add(t);
            y.add(v[i]);
            xy.add(t * v[i]);
            xx.add(t * t);
        }
        double n = last - first + 1;
        double covariance = xy.total() - x.total() * y.total() / n;
        double variance = xx.total() - x.total() * x.total() / n;
        double slope = covariance / variance;
        return new Line(slope, y.total() / n - slope * x.total() / n);
    }

    private static boolean isConstant(double[] v, int first, int last) {
        for (int i = first + 1; i <= last; i++) {
            if (v[i] != v[first]) {
                return false;
            }
        }
        return true;
    }
}
