package io.narthex.promql.function;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// The functions of one number, by name.
///
/// Thread safety: immutable.
public final class MathFunctions {
    private static final double LN_2 = 0.693147180559945309417232121458176568;

    private static final Map<String, DoubleUnaryOperator> BY_NAME =
            Map.ofEntries(
                    Map.entry("abs", Math::abs),
                    Map.entry("ceil", Math::ceil),
                    Map.entry("floor", Math::floor),
                    Map.entry("exp", Math::exp),
                    Map.entry("sqrt", Math::sqrt),
                    Map.entry("ln", Math::log),
                    Map.entry("log2", MathFunctions::log2),
                    Map.entry("log10", Math::log10),
                    Map.entry("sgn", Math::signum),
                    Map.entry("sin", Math::sin),
                    Map.entry("cos", Math::cos),
                    Map.entry("tan", Math::tan),
                    Map.entry("asin", Math::asin),
                    Map.entry("acos", Math::acos),
                    Map.entry("atan", Math::atan),
                    Map.entry("sinh", Math::sinh),
                    Map.entry("cosh", Math::cosh),
                    Map.entry("tanh", Math::tanh),
                    Map.entry("asinh", MathFunctions::asinh),
                    Map.entry("acosh", MathFunctions::acosh),
                    Map.entry("atanh", MathFunctions::atanh),
                    Map.entry("deg", v -> v * 180 / Math.PI),
                    Map.entry("rad", v -> v * Math.PI / 180));

    private MathFunctions() {}

    /// The function of a name, or null.
    public static @Nullable DoubleUnaryOperator byName(String name) {
        return BY_NAME.get(name);
    }

    /// Go's `Max`: an infinity wins over NaN, which Java's does not let it.
    public static double max(double a, double b) {
        boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(a, b);
    }

    /// Go's `Min`: a negative infinity wins over NaN.
    public static double min(double a, double b) {
        boolean infinite = a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(a, b);
    }

    /// The nearest multiple of a number, the greater one of two.
    ///
    /// Multiplying by the inverse and dividing by it again rounds less than the other way round.
    public static double round(double v, double toNearest) {
        double inverse = 1 / toNearest;
        return Math.floor(v * inverse + 0.5) / inverse;
    }

    /// Exact for powers of two, which a quotient of logarithms is not.
    private static double log2(double v) {
        if (!(v > 0) || Double.isInfinite(v)) {
            return Math.log(v);
        }
        int exponent = Math.getExponent(v);
        if (exponent < Double.MIN_EXPONENT) {
            // Subnormal: scaled up, exactly, to where the exponent says all.
            return log2(v * 0x1p54) - 54;
        }
        // In [0.5, 1): numbers just below 1, whose logarithm is tiny, then lose nothing.
        double fraction = Math.scalb(v, -exponent - 1);
        return fraction == 0.5 ? exponent : Math.log(fraction) * (1 / LN_2) + (exponent + 1);
    }

    private static double asinh(double v) {
        double a = Math.abs(v);
        double r;
        if (a > 0x1p28) {
            r = Math.log(a) + Math.log(2);
        } else if (a > 2) {
            r = Math.log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
        } else {
            r = Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        }
        return Math.copySign(r, v);
    }

    private static double acosh(double v) {
        if (v < 1) {
            return Double.NaN;
        }
        if (v > 0x1p28) {
            return Math.log(v) + Math.log(2);
        }
        if (v > 2) {
            return Math.log(2 * v - 1 / (v + Math.sqrt(v * v - 1)));
        }
        double t = v - 1;
        return Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    private static double atanh(double v) {
        return Math.copySign(0.5 * Math.log1p(2 * Math.abs(v) / (1 - Math.abs(v))), v);
    }
}
