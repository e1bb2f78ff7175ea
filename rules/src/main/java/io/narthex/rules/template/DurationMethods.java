package io.narthex.rules.template;

import io.narthex.model.DurationText;
import io.narthex.rules.template.Function.Parameter;

import org.jspecify.annotations.Nullable;

/// What Go's `time.Duration` can do, as far as templates use it.
///
/// Thread safety: stateless.
final class DurationMethods {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private DurationMethods() {}

    /// The method bound to a duration in nanoseconds; null where there is none.
    static @Nullable Function of(long nanos, String name) {
        return switch (name) {
            case "String" -> Function.of(name, (_, _) -> new GoValue.Str(text(nanos)));
            case "Hours" -> number(name, parts(nanos, 3600 * SECOND));
            case "Minutes" -> number(name, parts(nanos, 60 * SECOND));
            case "Seconds" -> number(name, seconds(nanos));
            case "Milliseconds" -> integer(name, nanos / MILLI);
            case "Microseconds" -> integer(name, nanos / MICRO);
            case "Nanoseconds" -> integer(name, nanos);
            case "Abs" ->
                    Function.of(
                            name,
                            (_, _) ->
                                    new GoValue.Duration(
                                            nanos == Long.MIN_VALUE
                                                    ? Long.MAX_VALUE
                                                    : Math.abs(nanos),
                                            false));
            case "Truncate" ->
                    Function.of(
                            name,
                            (_, a) ->
                                    new GoValue.Duration(
                                            truncated(nanos, nanos(a.getFirst())), false),
                            Parameter.DURATION);
            case "Round" ->
                    Function.of(
                            name,
                            (_, a) ->
                                    new GoValue.Duration(
                                            rounded(nanos, nanos(a.getFirst())), false),
                            Parameter.DURATION);
            default -> null;
        };
    }

    private static Function number(String name, double value) {
        return Function.of(name, (_, _) -> new GoValue.Float(value));
    }

    private static Function integer(String name, long value) {
        return Function.of(name, (_, _) -> new GoValue.Int(value, GoValue.IntegerType.INT64));
    }

    static long nanos(GoValue value) {
        return value instanceof GoValue.Duration d ? d.nanos() : 0;
    }

    private static long truncated(long nanos, long unit) {
        return unit <= 0 ? nanos : nanos - nanos % unit;
    }

    private static long rounded(long nanos, long unit) {
        if (unit <= 0) {
            return nanos;
        }
        long rest = nanos % unit;
        long down = nanos - rest;
        boolean up = Math.abs(rest) >= unit - Math.abs(rest);
        return up ? down + (nanos < 0 ? -unit : unit) : down;
    }

    static double seconds(long nanos) {
        return parts(nanos, SECOND);
    }

    private static double parts(long nanos, long unit) {
        return (double) (nanos / unit) + (double) (nanos % unit) / unit;
    }

    /// Seconds of a duration as configurations write it, which may be negative.
    static double parse(String text) {
        boolean negative = text.startsWith("-");
        try {
            double seconds =
                    DurationText.parse(negative ? text.substring(1) : text).toMillis() / 1000.0;
            return negative ? -seconds : seconds;
        } catch (IllegalArgumentException e) {
            throw new TemplateFailure(
                    text.isEmpty()
                            ? "empty duration string"
                            : "not a valid duration string: " + GoStrings.quote(text));
        }
    }

    /// As Go prints it: `1h2m3.5s`, `1.5ms`, `0s`.
    static String text(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long left = Math.abs(nanos);
        if (nanos == Long.MIN_VALUE) {
            return "-2562047h47m16.854775808s";
        }
        if (left < MICRO) {
            return sign + left + "ns";
        }
        if (left < MILLI) {
            return sign + fraction(left, MICRO) + "µs";
        }
        if (left < SECOND) {
            return sign + fraction(left, MILLI) + "ms";
        }
        long minutes = left / (60 * SECOND);
        String seconds = fraction(left % (60 * SECOND), SECOND) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        String hours = minutes >= 60 ? minutes / 60 + "h" : "";
        return sign + hours + minutes % 60 + "m" + seconds;
    }

    private static String fraction(long nanos, long unit) {
        String digits = String.valueOf(unit + nanos % unit).substring(1).replaceFirst("0+$", "");
        return nanos / unit + (digits.isEmpty() ? "" : "." + digits);
    }
}
