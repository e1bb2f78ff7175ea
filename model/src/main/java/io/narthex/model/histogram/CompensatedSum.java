package io.narthex.model.histogram;

/// A sum that keeps what was lost in rounding beside it (Neumaier 1974).
///
/// Thread safety: for one thread.
final class CompensatedSum {
    private double sum;
    private double lost;

    CompensatedSum(double first) {
        sum = first;
    }

    CompensatedSum(CompensatedSum other) {
        sum = other.sum;
        lost = other.lost;
    }

    void add(double value) {
        double next = sum + value;
        if (Double.isInfinite(next)) {
            lost = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - next) + value;
        } else {
            lost += (value - next) + sum;
        }
        sum = next;
    }

    void multiply(double factor) {
        sum *= factor;
        lost *= factor;
    }

    void divide(double divisor) {
        sum /= divisor;
        lost /= divisor;
    }

    double value() {
        return sum + lost;
    }
}
