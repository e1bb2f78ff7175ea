package io.narthex.promql.window;

import io.narthex.promql.QueryException;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// `double_exponential_smoothing`: Holt's linear method.
///
/// Thread safety: stateless.
final class Smoothing {
    private Smoothing() {}

    /// Smooths the windows of two floats or more.
    ///
    /// @throws QueryException.Execution if a factor is not between 0 and 1, even where a window has
    ///     too few samples
    static void floats(Windows in, double[] out, long[] present) {
        requireFactors(in);
        new PerWindow(2, Smoothing::smooth).evaluate(in, out, present);
    }

    /// The same, where histograms are left out.
    static MixedFunction mixed(WindowFunction floats) {
        MixedFunction onlyFloats = MixedFunctions.floatsOnly(floats);
        return (in, out, notes) -> {
            requireFactors(in.allAsFloats());
            onlyFloats.evaluate(in, out, notes);
        };
    }

    private static void requireFactors(Windows in) {
        for (int k = 0; k < in.plan().grid().count(); k++) {
            if (in.plan().isPresent(k)) {
                requireFactor("smoothing factor. Expected: 0 < sf < 1", in.param(0, k));
                requireFactor("trend factor. Expected: 0 < tf < 1", in.param(1, k));
            }
        }
    }

    private static double smooth(Windows in, int first, int last, int k) {
        double level = in.param(0, k);
        double trend = in.param(1, k);
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

    private static void requireFactor(String what, double value) {
        if (value <= 0 || value >= 1) {
            String shown =
                    Double.isInfinite(value)
                            ? (value > 0 ? "+Inf" : "-Inf")
                            : new BigDecimal(value)
                                    .setScale(6, RoundingMode.HALF_EVEN)
                                    .toPlainString();
            throw new QueryException.Execution("invalid " + what + ", got: " + shown);
        }
    }
}
