package io.narthex.promql.aggregate;

/// The mean: compensated sum over count, and from the sample that makes the sum overflow on an
/// incremental mean, as Prometheus does.
final class AverageFold extends Fold {
    /// The sum, or the mean once `incremental`.
    private double[] value = new double[0];

    private double[] compensation = new double[0];
    private double[] count = new double[0];
    private boolean[] incremental = new boolean[0];

    @Override
    void clear(int steps) {
        if (value.length < steps) {
            value = new double[steps];
            compensation = new double[steps];
            count = new double[steps];
            incremental = new boolean[steps];
        }
    }

    @Override
    void first(int k, double v) {
        value[k] = v;
        compensation[k] = 0;
        count[k] = 1;
        incremental[k] = false;
    }

    @Override
    void next(int k, double v) {
        double n = ++count[k];
        if (!incremental[k]) {
            if (!Double.isInfinite(value[k] + v)) {
                add(k, v, value[k], compensation[k]);
                return;
            }
            incremental[k] = true;
            value[k] /= n - 1;
            compensation[k] /= n - 1;
        }
        double share = (n - 1) / n;
        add(k, v / n, share * value[k], share * compensation[k]);
    }

    private void add(int k, double v, double sum, double c) {
        double t = sum + v;
        double lost = Math.abs(sum) >= Math.abs(v) ? (sum - t) + v : (v - t) + sum;
        compensation[k] = Double.isInfinite(t) ? 0 : c + lost;
        value[k] = t;
    }

    @Override
    public double result(int k) {
        return incremental[k]
                ? value[k] + compensation[k]
                : value[k] / count[k] + compensation[k] / count[k];
    }
}
