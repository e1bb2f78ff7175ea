package io.narthex.promql.window;

import io.narthex.promql.QueryException;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// `double_exponential_smoothing`: Holt's linear method.
///
/// Thread safety: stateless.
final class Smoothing {
    private Smoothing() {}

    /// @throws QueryException.Execution if a factor is not between 0 and 1
    static double smooth(Windows in, int first, int last, int k) {
        double level = factor("smoothing factor. Expected: 0 < sf < 1", in.param(0, k));
        double trend = factor("trend factor. Expected: 0 < tf < 1", in.param(1, k));
        double[] v = in.values();
        double previous = 0;
        double smoothed = v[first];
        double slope = v[first + 1] - v[first];
        for (int i = first + 1; i <= last; i++) {
            if (i > first + 1) {
                slope = trend * (smoothed - previous) + (1 - trend) * slope;
            }
            previous = smoothed;
            smoothed = level * v[i] + (1 - level) * (smoothed + slope);
        }
        return smoothed;
    }

    private static double factor(String what, double value) {
        if (value <= 0 || value >= 1) {
            String shown =
                    Double.isInfinite(value)
                            ? (value > 0 ? "+Inf" : "-Inf")
                            : new BigDecimal(value)
                                    .setScale(6, RoundingMode.HALF_EVEN)
                                    .toPlainString();
            throw new QueryException.Execution("invalid " + what + ", got: " + shown);
        }
        return value;
    }
}
