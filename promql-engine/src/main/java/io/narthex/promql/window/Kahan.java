package io.narthex.promql.window;

/// Compensated summation after Kahan and Neumaier, with Prometheus' treatment of infinities: once
/// the sum overflows, the compensation is dropped.
///
/// Thread safety: for one thread.
final class Kahan {
    private double sum;
    private double compensation;

    Kahan(double sum) {
        this(sum, 0);
    }

    Kahan(double sum, double compensation) {
        this.sum = sum;
        this.compensation = compensation;
    }

    void add(double x) {
        double t = sum + x;
        compensation = next(sum, compensation, x, t);
        sum = t;
    }

    /// Scales what was summed before adding: a step of a running mean.
    void addScaled(double scale, double x) {
        double scaled = scale * sum;
        double t = scaled + x;
        compensation = next(scaled, scale * compensation, x, t);
        sum = t;
    }

    private static double next(double sum, double compensation, double x, double t) {
        if (Double.isInfinite(t)) {
            return 0;
        }
        return Math.abs(sum) >= Math.abs(x)
                ? compensation + ((sum - t) + x)
                : compensation + ((x - t) + sum);
    }

    double sum() {
        return sum;
    }

    double compensation() {
        return compensation;
    }

    /// Sum and compensation together.
    double total() {
        return sum + compensation;
    }
}
