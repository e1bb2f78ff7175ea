package io.narthex.promql.test.naive;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/// Sums, means and order statistics without any rounding on the way.
///
/// Thread safety: stateless.
final class NaiveSums {
    private NaiveSums() {}

    static double sum(double[] values) {
        return allFinite(values)
                ? exact(values).doubleValue() + 0.0
                : Arrays.stream(values).reduce(0, Double::sum);
    }

    static double mean(double[] values) {
        return allFinite(values)
                ? exact(values)
                        .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                        .doubleValue()
                : Arrays.stream(values).reduce(0, Double::sum) / values.length;
    }

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static BigDecimal exact(double[] values) {
        return Arrays.stream(values)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// The mean square distance from the mean.
    static double variance(double[] values) {
        double mean = mean(values);
        return mean(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray());
    }

    /// The smallest or largest value; NaN only where there is nothing else.
    static double extremum(double[] values, boolean max) {
        double best = Double.NaN;
        for (double v : values) {
            if (Double.isNaN(best) || (max ? v > best : v < best)) {
                best = v;
            }
        }
        return best;
    }

    /// The value below which a share q of the values lies, interpolated; NaN counts as lowest.
    static double quantile(double q, double[] values) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] sorted =
                Arrays.stream(values)
                        .boxed()
                        .sorted(
                                (a, b) ->
                                        Double.isNaN(a) || Double.isNaN(b)
                                                ? Boolean.compare(b.isNaN(), a.isNaN())
                                                : Double.compare(a, b))
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = rank - below;
        return sorted[below] * (1 - weight) + sorted[above] * weight;
    }
}
