package io.narthex.scrape.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// The text of `le` and `quantile` values: one spelling for each number, whatever the exposition
/// wrote, so that `le="1"` and `le="1.0"` are one series.
///
/// Thread safety: stateless.
final class BucketBound {
    /// Between these powers of ten the shortest text has no exponent.
    private static final int SMALL = -4;

    private static final int LARGE = 6;

    private BucketBound() {}

    /// The number's text in OpenMetrics' spelling, or the text itself where it is no number.
    static String normalized(String text) {
        NumberReader number = new NumberReader();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length > 0 && number.read(bytes, 0, bytes.length)
                ? text(number.value())
                : text;
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int power = shortest.precision() - shortest.scale() - 1;
        if (power >= SMALL && power < LARGE) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        return scientific(shortest, power);
    }

    private static String scientific(BigDecimal shortest, int power) {
        String digits = shortest.unscaledValue().abs().toString();
        StringBuilder out = new StringBuilder();
        out.append(shortest.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append(power < 0 ? "e-" : "e+");
        int size = Math.abs(power);
        return out.append(size < 10 ? "0" : "").append(size).toString();
    }
}
