package io.narthex.promql.aggregate;

import io.narthex.model.number.CompensatedSum;

/// The mean: compensated sum over count, and from the sample that makes the sum overflow on an
/// incremental mean, as Prometheus does.
final class AverageFold extends Fold {
    /// The sum, or the mean once `incremental`.
    private double[] value = new double[0];

    private double[] lost = new double[0];
    private double[] count = new double[0];
    private boolean[] incremental = new boolean[0];

    @Override
    void clear(int steps) {
        if (value.length < steps) {
            value = new double[steps];
            lost = new double[steps];
            count = new double[steps];
            incremental = new boolean[steps];
        }
    }

    @Override
    void first(int k, double v) {
        value[k] = v;
        lost[k] = 0;
        count[k] = 1;
        incremental[k] = false;
    }

    @Override
    void next(int k, double v) {
        double n = ++count[k];
        if (!incremental[k]) {
            if (!Double.isInfinite(value[k] + v)) {
                add(k, v, value[k], lost[k]);
                return;
            }
            incremental[k] = true;
            value[k] /= n - 1;
            lost[k] /= n - 1;
        }
        double share = (n - 1) / n;
        add(k, v / n, share * value[k], share * lost[k]);
    }

    private void add(int k, double v, double sum, double lostBefore) {
        double next = sum + v;
        lost[k] = CompensatedSum.lost(sum, lostBefore, v, next);
        value[k] = next;
    }

    @Override
    public double result(int k) {
        return incremental[k] ? value[k] + lost[k] : value[k] / count[k] + lost[k] / count[k];
    }
}
