package io.narthex.model.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go prints them, which is what clients of Prometheus see.
///
/// Thread safety: stateless.
public final class GoText {
    private GoText() {}

    /// Go's `%g` (and `%v`) of a float: the shortest digits that give it back, with an exponent
    /// below 1e-04 and from 1e+06 on.
    public static String g(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return plain(value);
        }
        return general(shortest(value), 6);
    }

    /// Go's `%.2g` of a float: two digits, with an exponent below 1e-04 and from 1e+02 on.
    public static String twoDigits(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return plain(value);
        }
        MathContext two = new MathContext(2, RoundingMode.HALF_EVEN);
        return general(new BigDecimal(value).round(two).stripTrailingZeros(), 2);
    }

    /// Go's `FormatFloat(v, 'f', -1, 64)`: the shortest digits that give it back, never with an
    /// exponent.
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return shortest(value).toPlainString();
    }

    /// Go's `FormatFloat(v, 'E', -1, 64)`: the shortest digits that give it back, always with an
    /// exponent, such as `1.5E+00`.
    public static String exponential(double value) {
        if (!Double.isFinite(value)) {
            return plain(value);
        }
        if (value == 0) {
            return plain(value) + "E+00";
        }
        BigDecimal digits = shortest(value);
        int exponent = digits.precision() - digits.scale() - 1;
        return scientific(digits, exponent).replace('e', 'E');
    }

    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() != 2) {
            return digits;
        }
        // Java never writes fewer than two digits: 4.9E-324, where one gives the value back.
        BigDecimal digit = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return digit.doubleValue() == value ? digit : digits;
    }

    /// @param limit the least exponent that is written as one
    private static String general(BigDecimal value, int limit) {
        int exponent = value.precision() - value.scale() - 1;
        return exponent < -4 || exponent >= limit
                ? scientific(value, exponent)
                : value.toPlainString();
    }

    private static String scientific(BigDecimal value, int exponent) {
        String digits = value.unscaledValue().abs().toString();
        StringBuilder out = new StringBuilder();
        if (value.signum() < 0) {
            out.append('-');
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return (size < 10 ? out.append('0') : out).append(size).toString();
    }
}
