package io.narthex.promql.aggregate;

/// The sum, with Neumaier's compensation, as Prometheus adds.
final class SumFold extends Fold {
    private double[] sum = new double[0];
    private double[] compensation = new double[0];

    @Override
    void clear(int steps) {
        if (sum.length < steps) {
            sum = new double[steps];
            compensation = new double[steps];
        }
    }

    @Override
    void first(int k, double v) {
        sum[k] = v;
        compensation[k] = 0;
    }

    @Override
    void next(int k, double v) {
        double old = sum[k];
        double t = old + v;
        if (Double.isInfinite(t)) {
            compensation[k] = 0;
        } else if (Math.abs(old) >= Math.abs(v)) {
            compensation[k] += (old - t) + v;
        } else {
            compensation[k] += (v - t) + old;
        }
        sum[k] = t;
    }

    @Override
    public double result(int k) {
        return sum[k] + compensation[k];
    }
}
