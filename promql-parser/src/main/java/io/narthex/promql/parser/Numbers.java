package io.narthex.promql.parser;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads numbers as Go's `ParseInt` with base 0 and then `ParseFloat` do, and durations such as
/// `1h30m`.
///
/// Thread safety: stateless.
final class Numbers {
    private static final Pattern PART = Pattern.compile("(\\d+)([^\\d]*)");
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long[] UNIT_MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
    };
    private static final Pattern INTEGER =
            Pattern.compile(
                    "0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*"
                            + "|[1-9](_?[0-9])*");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "(?:\\d(?:_?\\d)*\\.?(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)"
                            + "(?:[eE][+-]?\\d(?:_?\\d)*)?");
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);

    /// Go's durations are 64-bit nanoseconds.
    private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

    private Numbers() {}

    /// The value of a number.
    ///
    /// @throws IllegalArgumentException if the text is none, or too large; the message is Go's
    static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        if (INTEGER.matcher(text).matches()) {
            BigInteger value = integer(lower.replace("_", ""));
            if (value.compareTo(MAX_INT64) <= 0) {
                return value.doubleValue();
            }
        }
        // What is too large for ParseInt may be a float, but ParseFloat knows no octal or binary.
        if (!FLOAT.matcher(text).matches()) {
            throw notParsed(text, "invalid syntax");
        }
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            throw notParsed(text, "value out of range");
        }
        return value;
    }

    private static IllegalArgumentException notParsed(String text, String reason) {
        return new IllegalArgumentException(
                "error parsing number: strconv.ParseFloat: parsing "
                        + GoStrings.quote(text)
                        + ": "
                        + reason);
    }

    private static BigInteger integer(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }

    /// The seconds of a duration.
    ///
    /// @throws IllegalArgumentException if the text is none, or does not fit Go's durations, some
    ///     292 years
    static double durationSeconds(String text) {
        Matcher part = PART.matcher(text);
        BigInteger millis = BigInteger.ZERO;
        int lastUnit = -1;
        while (part.find()) {
            String name = part.group(2);
            int unit = UNITS.indexOf(name);
            if (unit < 0 && !name.isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown unit "
                                + GoStrings.quote(name)
                                + " in duration "
                                + GoStrings.quote(text));
            }
            if (unit <= lastUnit) {
                throw new IllegalArgumentException(
                        "not a valid duration string: " + GoStrings.quote(text));
            }
            lastUnit = unit;
            BigInteger length = BigInteger.valueOf(UNIT_MILLIS[unit]);
            millis = millis.add(new BigInteger(part.group(1)).multiply(length));
            if (millis.compareTo(MAX_MILLIS) > 0) {
                throw new IllegalArgumentException("duration out of range");
            }
        }
        return millis.longValueExact() / 1000.0;
    }
}
