package io.narthex.rules.template;

import java.util.List;

/// Numbers as people like to read them, with four digits.
///
/// Thread safety: stateless.
final class Humanize {
    private static final List<String> LARGE = List.of("k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final List<String> SMALL = List.of("m", "u", "n", "p", "f", "a", "z", "y");
    private static final List<String> BINARY =
            List.of("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");
    private static final int DIGITS = 4;

    private Humanize() {}

    /// With SI prefixes: `1.235M`, `120m`.
    static String decimal(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return FloatText.g(value, DIGITS);
        }
        return Math.abs(value) >= 1 ? large(value, 1000, LARGE) : small(value);
    }

    /// With binary prefixes: `1Mi`; what is less than one is left as it is.
    static String binary(double value) {
        if (Math.abs(value) <= 1 || !Double.isFinite(value)) {
            return FloatText.g(value, DIGITS);
        }
        return large(value, 1024, BINARY);
    }

    private static String large(double value, int base, List<String> prefixes) {
        double rest = value;
        String prefix = "";
        for (String next : prefixes) {
            if (Math.abs(rest) < base) {
                break;
            }
            prefix = next;
            rest /= base;
        }
        return FloatText.g(rest, DIGITS) + prefix;
    }

    private static String small(double value) {
        double rest = value;
        String prefix = "";
        for (String next : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = next;
            rest *= 1000;
        }
        return FloatText.g(rest, DIGITS) + prefix;
    }

    /// Seconds as `1d 2h 3m 4s`; less than a minute with fractions, less than a second with a
    /// prefix.
    static String duration(double value) {
        if (!Double.isFinite(value)) {
            return FloatText.g(value, DIGITS);
        }
        if (value == 0) {
            return FloatText.g(value, DIGITS) + "s";
        }
        if (Math.abs(value) < 1) {
            return small(value) + "s";
        }
        String sign = value < 0 ? "-" : "";
        double positive = Math.abs(value);
        long all = NumberSyntax.toLong(positive);
        long seconds = all % 60;
        long minutes = all / 60 % 60;
        long hours = all / 3600 % 24;
        long days = all / 86_400;
        if (days != 0) {
            return "%s%dd %dh %dm %ds".formatted(sign, days, hours, minutes, seconds);
        }
        if (hours != 0) {
            return "%s%dh %dm %ds".formatted(sign, hours, minutes, seconds);
        }
        if (minutes != 0) {
            return "%s%dm %ds".formatted(sign, minutes, seconds);
        }
        return sign + FloatText.g(positive, DIGITS) + "s";
    }
}
