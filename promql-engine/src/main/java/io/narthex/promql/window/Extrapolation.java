package io.narthex.promql.window;

/// How far `rate`, `increase` and `delta` stretch what happened between the first and the last
/// sample of a window towards the window's borders, after Prometheus' `extrapolatedRate`.
///
/// A border is reached if the outermost sample is nearer than 1.1 average sample intervals;
/// otherwise half an interval is assumed. A counter is never stretched below zero, which needs
/// values: that part is in [ExtrapolatedRate].
///
/// Thread safety: immutable.
final class Extrapolation {
    /// Grows the zero limit a little, so that rounding can only send a step to the exact formula in
    /// vain, never past it.
    private static final double MARGIN = 1 + 1e-9;

    private final double rangeSeconds;
    private final double[] sampled;
    private final double[] toStart;
    private final double[] toEnd;
    private final double[] increaseFactor;
    private final double[] rateFactor;
    private final double zeroLimit;

    Extrapolation(WindowPlan plan) {
        int steps = plan.first().length;
        rangeSeconds = plan.grid().range() / 1000.0;
        sampled = new double[steps];
        toStart = new double[steps];
        toEnd = new double[steps];
        increaseFactor = new double[steps];
        rateFactor = new double[steps];
        double limit = 0;
        for (int k = 0; k < steps; k++) {
            if (plan.size(k) >= 2) {
                measure(plan, k);
                limit = Math.max(limit, toStart[k] / sampled[k]);
            }
        }
        zeroLimit = limit * MARGIN;
    }

    private void measure(WindowPlan plan, int k) {
        long end = plan.grid().end(k);
        long firstTime = plan.times()[plan.first()[k]];
        long lastTime = plan.times()[plan.last()[k]];
        double start = (firstTime - (end - plan.grid().range())) / 1000.0;
        double tail = (end - lastTime) / 1000.0;
        sampled[k] = (lastTime - firstTime) / 1000.0;
        double average = sampled[k] / (plan.last()[k] - plan.first()[k]);
        double threshold = average * 1.1;
        toStart[k] = start >= threshold ? average / 2 : start;
        toEnd[k] = tail >= threshold ? average / 2 : tail;
        increaseFactor[k] = factor(k, toStart[k], false);
        rateFactor[k] = factor(k, toStart[k], true);
    }

    private double factor(int k, double start, boolean perSecond) {
        double factor = (sampled[k] + start + toEnd[k]) / sampled[k];
        return perSecond ? factor / rangeSeconds : factor;
    }

    /// Factor per window where zero is not near.
    double[] factors(boolean perSecond) {
        return perSecond ? rateFactor : increaseFactor;
    }

    /// The zero clamp can only act in a window whose first value is below its increase times this.
    double zeroLimit() {
        return zeroLimit;
    }

    /// The factor of a window in which the counter is known to have been zero before the first
    /// sample, so that nothing is stretched to the left. A window of one sample is not stretched to
    /// the right either.
    ///
    /// @param sampledSeconds from that zero to the last sample
    double factorWithoutStart(int k, double sampledSeconds, boolean perSecond) {
        double factor = (sampledSeconds + toEnd[k]) / sampledSeconds;
        return perSecond ? factor / rangeSeconds : factor;
    }

    /// The factor of a counter's window, with the stretch to the left ending where the counter
    /// would have been zero.
    ///
    /// @param increase last value minus first, resets added
    /// @param firstValue the first sample's value
    double clampedFactor(int k, double increase, double firstValue, boolean perSecond) {
        if (increase > 0 && firstValue >= 0) {
            double toZero = sampled[k] * (firstValue / increase);
            if (toZero < toStart[k]) {
                return factor(k, toZero, perSecond);
            }
        }
        return factors(perSecond)[k];
    }
}
