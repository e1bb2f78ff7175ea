package io.narthex.model.number;

/// A sum that keeps what was lost in rounding beside it (Kahan 1965, Neumaier 1974), with
/// Prometheus' treatment of infinities: once the sum overflows, what was lost is forgotten.
///
/// Code that keeps many sums in arrays, one per step or bucket, uses [#lost] alone.
///
/// Thread safety: for one thread.
public final class CompensatedSum {
    private double sum;
    private double lost;

    /// Nothing summed yet.
    public CompensatedSum() {
        this(0, 0);
    }

    /// Starts with a first summand.
    public CompensatedSum(double first) {
        this(first, 0);
    }

    /// Goes on from a sum and what it has lost.
    public CompensatedSum(double sum, double lost) {
        this.sum = sum;
        this.lost = lost;
    }

    /// An independent copy.
    public CompensatedSum(CompensatedSum other) {
        this(other.sum, other.lost);
    }

    /// What a sum has lost once a summand is added.
    ///
    /// @param sum before the addition
    /// @param lost before the addition
    /// @param next `sum + summand`, rounded
    public static double lost(double sum, double lost, double summand, double next) {
        if (Double.isInfinite(next)) {
            return 0;
        }
        return Math.abs(sum) >= Math.abs(summand)
                ? lost + ((sum - next) + summand)
                : lost + ((summand - next) + sum);
    }

    /// Adds a summand.
    public void add(double summand) {
        double next = sum + summand;
        lost = lost(sum, lost, summand, next);
        sum = next;
    }

    /// Scales what was summed, then adds: a step of a running mean.
    public void scaleAndAdd(double factor, double summand) {
        double scaled = factor * sum;
        double next = scaled + summand;
        lost = lost(scaled, factor * lost, summand, next);
        sum = next;
    }

    /// Multiplies what was summed.
    public void multiply(double factor) {
        sum *= factor;
        lost *= factor;
    }

    /// Divides what was summed.
    public void divide(double divisor) {
        sum /= divisor;
        lost /= divisor;
    }

    /// The plain sum.
    public double sum() {
        return sum;
    }

    /// What the plain sum lacks.
    public double lost() {
        return lost;
    }

    /// The sum with what was lost.
    public double value() {
        return sum + lost;
    }
}
