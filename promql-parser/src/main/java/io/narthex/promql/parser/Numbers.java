package io.narthex.promql.parser;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads numbers as Go's `ParseInt` with base 0 and then `ParseFloat` do, and durations such as
/// `1h30m`.
///
/// Thread safety: stateless.
final class Numbers {
    private static final Pattern DURATION =
            Pattern.compile(
                    "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?"
                            + "(?:(\\d+)ms)?");
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

    /// The value of a number, or null where the text is none.
    ///
    /// @throws ArithmeticException if it is larger than any float, such as `1e400`
    static @Nullable Double number(String text) {
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
            // Too large for ParseInt; ParseFloat knows no octal or binary.
            if (lower.startsWith("0b") || lower.startsWith("0o") || lower.startsWith("0x")) {
                return null;
            }
        }
        if (!FLOAT.matcher(text).matches()) {
            return null;
        }
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("number out of range");
        }
        return value;
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

    /// The seconds of a duration, or null where the text is none.
    ///
    /// @throws ArithmeticException if it does not fit Go's durations, some 292 years
    static @Nullable Double durationSeconds(String text) {
        Matcher m = DURATION.matcher(text);
        if (text.isEmpty() || !m.matches()) {
            return null;
        }
        BigInteger millis = BigInteger.ZERO;
        for (int i = 0; i < UNIT_MILLIS.length; i++) {
            String n = m.group(i + 1);
            if (n != null) {
                millis = millis.add(new BigInteger(n).multiply(BigInteger.valueOf(UNIT_MILLIS[i])));
            }
        }
        if (millis.compareTo(MAX_MILLIS) > 0) {
            throw new ArithmeticException("duration out of range");
        }
        return millis.longValueExact() / 1000.0;
    }
}
