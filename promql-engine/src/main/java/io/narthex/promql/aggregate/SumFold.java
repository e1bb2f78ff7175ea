package io.narthex.promql.aggregate;

import io.narthex.model.number.CompensatedSum;

/// The sum, compensated ([CompensatedSum]).
final class SumFold extends Fold {
    private double[] sum = new double[0];
    private double[] lost = new double[0];

    @Override
    void clear(int steps) {
        if (sum.length < steps) {
            sum = new double[steps];
            lost = new double[steps];
        }
    }

    @Override
    void first(int k, double v) {
        sum[k] = v;
        lost[k] = 0;
    }

    @Override
    void next(int k, double v) {
        double old = sum[k];
        double next = old + v;
        lost[k] = CompensatedSum.lost(old, lost[k], v, next);
        sum[k] = next;
    }

    @Override
    public double result(int k) {
        return sum[k] + lost[k];
    }
}
