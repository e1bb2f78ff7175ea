package io.narthex.promql.parser;

import java.math.BigDecimal;

/// Numbers and durations as Go prints them, which is what clients of Prometheus see.
///
/// Thread safety: stateless.
final class GoText {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
    };

    /// Years and weeks are only used where they leave no rest.
    private static final int EXACT_UNITS = 2;

    private GoText() {}

    /// Go's `%v`: the shortest digits, with an exponent below 0.0001 and from a million on.
    static String general(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        if (v == 0) {
            return 1 / v < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(v)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (v < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /// A duration of whole milliseconds such as `1h30m`.
    static String duration(double seconds) {
        long millis = Math.round(Math.abs(seconds) * 1000);
        if (millis == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder(seconds < 0 ? "-" : "");
        for (int i = 0; i < UNITS.length; i++) {
            long n = millis / UNIT_MILLIS[i];
            if (n > 0 && (i >= EXACT_UNITS || millis % UNIT_MILLIS[i] == 0)) {
                out.append(n).append(UNITS[i]);
                millis -= n * UNIT_MILLIS[i];
            }
        }
        return out.toString();
    }
}
