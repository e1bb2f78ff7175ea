package io.narthex.promql.aggregate;

/// The number of series with a value; `group` only says that there is one.
final class CountFold extends Fold {
    private final boolean one;
    private double[] count = new double[0];

    CountFold(boolean one) {
        this.one = one;
    }

    @Override
    void clear(int steps) {
        if (count.length < steps) {
            count = new double[steps];
        }
    }

    @Override
    void first(int k, double v) {
        count[k] = 1;
    }

    @Override
    void next(int k, double v) {
        count[k]++;
    }

    @Override
    public double result(int k) {
        return one ? 1 : count[k];
    }
}
