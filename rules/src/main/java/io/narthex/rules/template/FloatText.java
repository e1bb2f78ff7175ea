package io.narthex.rules.template;

import io.narthex.model.number.GoText;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Floats as Go's `strconv.FormatFloat` writes them, correctly rounded.
///
/// Thread safety: stateless.
final class FloatText {
    /// As many digits as give the value back.
    static final int SHORTEST = -1;

    /// No double has more digits behind the point; what is asked beyond is zeros.
    private static final int MAX_FRACTION = 1_100;

    private FloatText() {}

    /// `%g` with a number of digits.
    static String g(double value, int precision) {
        if (!Double.isFinite(value)) {
            return GoText.plain(value);
        }
        int digits = precision == 0 ? 1 : precision;
        BigDecimal rounded =
                precision == SHORTEST
                        ? shortest(value)
                        : exact(value)
                                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        int limit = precision == SHORTEST ? 6 : digits;
        if (value == 0) {
            return sign(value) + "0";
        }
        return exponent < -4 || exponent >= limit
                ? sign(value) + scientific(rounded.abs(), 'e')
                : rounded.toPlainString();
    }

    /// `%f` with a number of digits behind the point.
    static String f(double value, int precision) {
        if (!Double.isFinite(value)) {
            return GoText.plain(value);
        }
        if (precision == SHORTEST) {
            return GoText.plain(value);
        }
        int scale = Math.min(precision, MAX_FRACTION);
        BigDecimal rounded = exact(value).abs().setScale(scale, RoundingMode.HALF_EVEN);
        return sign(value) + rounded.toPlainString() + "0".repeat(precision - scale);
    }

    /// `%e` with a number of digits behind the point.
    static String e(double value, int precision) {
        if (!Double.isFinite(value)) {
            return GoText.plain(value);
        }
        if (precision == SHORTEST) {
            BigDecimal digits = shortest(value).abs();
            return sign(value) + (value == 0 ? "0e+00" : scientific(digits, 'e'));
        }
        int scale = Math.min(precision, MAX_FRACTION);
        String zeros = "0".repeat(precision - scale);
        BigDecimal rounded =
                exact(value).abs().round(new MathContext(scale + 1, RoundingMode.HALF_EVEN));
        int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().toString();
        digits += "0".repeat(scale + 1 - digits.length());
        String fraction = digits.substring(1) + zeros;
        String point = fraction.isEmpty() ? "" : ".";
        return sign(value) + digits.charAt(0) + point + fraction + exponent(exponent, 'e');
    }

    /// `%x`: a hexadecimal mantissa, a power of two.
    static String x(double value, int precision) {
        if (!Double.isFinite(value)) {
            return GoText.plain(value);
        }
        if (value == 0) {
            String zeros = precision > 0 ? "." + "0".repeat(precision) : "";
            return sign(value) + "0x0" + zeros + "p+00";
        }
        int exponent = Math.getExponent(value);
        long mantissa = Double.doubleToRawLongBits(value) & ((1L << 52) - 1);
        if (exponent < Double.MIN_EXPONENT) {
            int shift = Long.numberOfLeadingZeros(mantissa) - 11;
            exponent = Double.MIN_EXPONENT - shift;
            mantissa = mantissa << shift;
        } else {
            mantissa |= 1L << 52;
        }
        if (precision >= 0 && precision < 13) {
            int drop = 52 - 4 * precision;
            long unit = 1L << drop;
            long rest = mantissa & (unit - 1);
            mantissa -= rest;
            boolean odd = (mantissa & unit) != 0;
            mantissa += rest > unit / 2 || rest == unit / 2 && odd ? unit : 0;
            if (mantissa >= 1L << 53) {
                mantissa >>= 1;
                exponent++;
            }
        }
        String digits = "%013x".formatted(mantissa & ((1L << 52) - 1));
        digits =
                precision < 0
                        ? digits.replaceFirst("0+$", "")
                        : (digits + "0".repeat(Math.max(0, precision - 13)))
                                .substring(0, precision);
        String point = digits.isEmpty() ? "" : ".";
        return sign(value) + "0x1" + point + digits + exponent(exponent, 'p');
    }

    /// `%b`: a whole mantissa, a power of two.
    private static String b(double value) {
        if (!Double.isFinite(value)) {
            return GoText.plain(value);
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        long fraction = Double.doubleToRawLongBits(value) & ((1L << 52) - 1);
        boolean normal = Math.getExponent(value) >= Double.MIN_EXPONENT;
        long mantissa = normal ? fraction | 1L << 52 : fraction;
        return sign(value) + mantissa + "p" + (exponent < 0 ? "" : "+") + exponent;
    }

    private static BigDecimal exact(double value) {
        return new BigDecimal(value);
    }

    private static BigDecimal shortest(double value) {
        return value == 0
                ? BigDecimal.ZERO
                : new BigDecimal(GoText.plain(value)).stripTrailingZeros();
    }

    private static String sign(double value) {
        return value < 0 || 1 / value < 0 ? "-" : "";
    }

    private static String scientific(BigDecimal value, char letter) {
        String digits = value.unscaledValue().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0)
                + fraction
                + exponent(value.precision() - value.scale() - 1, letter);
    }

    private static String exponent(int exponent, char letter) {
        return "%c%c%02d".formatted(letter, exponent < 0 ? '-' : '+', Math.abs(exponent));
    }

    /// By the verb of a format.
    static String of(double value, int verb, int precision) {
        return switch (verb) {
            case 'b' -> b(value);
            case 'e' -> e(value, precision);
            case 'E' -> upper(e(value, precision));
            case 'f', 'F' -> f(value, precision);
            case 'G' -> upper(g(value, precision));
            case 'x' -> x(value, precision);
            case 'X' -> upper(x(value, precision));
            default -> g(value, precision);
        };
    }

    /// `+Inf` and `NaN` stay as they are.
    private static String upper(String number) {
        return number.endsWith("f") && number.contains("Inf") || number.equals("NaN")
                ? number
                : number.toUpperCase(Locale.ROOT);
    }
}
