package io.narthex.promql.window;

import io.narthex.model.number.CompensatedSum;

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
        CompensatedSum x = new CompensatedSum();
        CompensatedSum y = new CompensatedSum();
        CompensatedSum xy = new CompensatedSum();
        CompensatedSum xx = new CompensatedSum();
        for (int i = first; i <= last; i++) {
            double t = (times[i] - origin) / 1e3;
            x.add(t);
            y.add(v[i]);
            xy.add(t * v[i]);
            xx.add(t * t);
        }
        double n = last - first + 1;
        double covariance = xy.value() - x.value() * y.value() / n;
        double variance = xx.value() - x.value() * x.value() / n;
        double slope = covariance / variance;
        return new Line(slope, y.value() / n - slope * x.value() / n);
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
