package io.narthex.promql.test.naive.function;

import io.narthex.promql.parser.BinaryOp;

import java.util.Arrays;
import java.util.Comparator;

/// Arithmetic, sums, means and order statistics.
///
/// Thread safety: stateless.
public final class Numbers {
    private Numbers() {}

    public static double arithmetic(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            // Unlike Java, Go and C hold that one to any power is one.
            case POW -> a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
            default -> throw new IllegalStateException("BUG: no arithmetic: " + op.symbol());
        };
    }

    public static boolean holds(BinaryOp op, double a, double b) {
        return switch (op) {
            case EQL -> a == b;
            case NEQ -> a != b;
            case LTE -> a <= b;
            case LSS -> a < b;
            case GTE -> a >= b;
            case GTR -> a > b;
            default -> throw new IllegalStateException("BUG: no comparison: " + op.symbol());
        };
    }

    /// Infinity is the greater one even beside NaN.
    static double max(double a, double b) {
        double infinity = Double.POSITIVE_INFINITY;
        return a == infinity || b == infinity ? infinity : Math.max(a, b);
    }

    static double min(double a, double b) {
        return -max(-a, -b);
    }

    /// Ties go up.
    static double round(double v, double to) {
        double inverse = 1 / to;
        return Math.floor(v * inverse + 0.5) / inverse;
    }

    /// A sum that carries along what rounding loses (Kahan, Neumaier), if it is asked to.
    private static final class Sum {
        private final boolean carries;
        private double sum;
        private double lost;

        Sum(boolean carries) {
            this.carries = carries;
        }

        void add(double x) {
            double next = sum + x;
            double big = Math.abs(sum) >= Math.abs(x) ? sum : x;
            double small = Math.abs(sum) >= Math.abs(x) ? x : sum;
            lost = carries && !Double.isInfinite(next) ? lost + ((big - next) + small) : 0;
            sum = next;
        }

        double total() {
            return sum + lost;
        }
    }

    static double sum(double[] values) {
        Sum sum = new Sum(true);
        Arrays.stream(values).forEach(sum::add);
        return sum.total();
    }

    /// The sum divided by the number; where it would overflow, the mean of what came before it and
    /// the next value, by their weights, and so on.
    static double mean(double[] values) {
        Sum sum = new Sum(true);
        double weight = 1;
        double n = 0;
        for (double v : values) {
            n++;
            if (n > 1 && (weight != 1 || Double.isInfinite(sum.sum + v))) {
                double scale = weight == 1 ? 1 / n : (n - 1) / n;
                weight = n;
                sum.sum *= scale;
                sum.lost *= scale;
                sum.add(v / n);
            } else {
                sum.add(v);
            }
        }
        return weight == 1 ? sum.sum / n + sum.lost / n : sum.total();
    }

    /// The mean square distance from the mean, as both change with each value (Welford).
    static double variance(double[] values, boolean carries) {
        Sum mean = new Sum(carries);
        Sum squares = new Sum(carries);
        double n = 0;
        for (double v : values) {
            double distance = v - mean.total();
            mean.add(distance / ++n);
            squares.add(distance * (v - mean.total()));
        }
        return squares.total() / n;
    }

    /// The greatest or least value; NaN only where there is nothing else.
    static double extremum(double[] values, boolean greatest) {
        double best = Double.NaN;
        for (double v : values) {
            best = Double.isNaN(best) || (greatest ? v > best : v < best) ? v : best;
        }
        return best;
    }

    /// The value below which a share q of the values lies, interpolated; NaN counts as lowest.
    static double quantile(double q, double... values) {
        if (Double.isNaN(q) || q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : q > 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        Comparator<Double> nanFirst = Comparator.comparing(v -> !v.isNaN());
        var order = nanFirst.thenComparing(Comparator.naturalOrder());
        double[] sorted = Arrays.stream(values).boxed().sorted(order).mapToDouble(v -> v).toArray();
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = rank - below;
        return sorted[below] * (1 - weight) + sorted[above] * weight;
    }

    /// The median distance from the median.
    static double medianDeviation(double[] values) {
        double median = quantile(0.5, values);
        boolean unknown = Arrays.stream(values).anyMatch(Double::isNaN);
        double[] distances = Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
        return unknown ? Double.NaN : quantile(0.5, distances);
    }
}
