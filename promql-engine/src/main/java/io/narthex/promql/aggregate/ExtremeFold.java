package io.narthex.promql.aggregate;

/// The least or the greatest value; NaN only where all are NaN.
final class ExtremeFold extends Fold {
    private final boolean greatest;
    private double[] extreme = new double[0];

    ExtremeFold(boolean greatest) {
        this.greatest = greatest;
    }

    @Override
    void clear(int steps) {
        if (extreme.length < steps) {
            extreme = new double[steps];
        }
    }

    @Override
    void first(int k, double v) {
        extreme[k] = v;
    }

    @Override
    void next(int k, double v) {
        double old = extreme[k];
        if (Double.isNaN(old) || (greatest ? old < v : old > v)) {
            extreme[k] = v;
        }
    }

    @Override
    public double result(int k) {
        return extreme[k];
    }
}
