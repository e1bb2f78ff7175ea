package io.narthex.promql.aggregate;

/// The population variance or its root, by Welford's method without compensation, as in Prometheus.
final class VarianceFold extends Fold {
    private final boolean root;
    private double[] squares = new double[0];
    private double[] mean = new double[0];
    private double[] count = new double[0];

    VarianceFold(boolean root) {
        this.root = root;
    }

    @Override
    void clear(int steps) {
        if (squares.length < steps) {
            squares = new double[steps];
            mean = new double[steps];
            count = new double[steps];
        }
    }

    @Override
    void first(int k, double v) {
        squares[k] = Double.isFinite(v) ? 0 : Double.NaN;
        mean[k] = v;
        count[k] = 1;
    }

    @Override
    void next(int k, double v) {
        double delta = v - mean[k];
        mean[k] += delta / ++count[k];
        squares[k] += delta * (v - mean[k]);
    }

    @Override
    public double result(int k) {
        double variance = squares[k] / count[k];
        return root ? Math.sqrt(variance) : variance;
    }
}
