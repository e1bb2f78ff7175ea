package io.narthex.rules.template;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers as Go's sources and its `strconv` write them.
///
/// Thread safety: stateless.
final class NumberSyntax {
    private static final Pattern INTEGER =
            Pattern.compile(
                    "([+-]?)(?:0[xX](?<hex>[0-9a-fA-F_]+)|0[bB](?<binary>[01_]+)"
                            + "|0[oO](?<octal>[0-7_]+)|0(?<old>[0-7_]*)|(?<decimal>[1-9][0-9_]*))");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[+-]?(?:(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?"
                            + "|0[xX](?:[0-9a-fA-F_]+\\.?[0-9a-fA-F_]*|\\.[0-9a-fA-F_]+)"
                            + "[pP][+-]?[0-9][0-9_]*)");

    /// An underscore stands between two digits, or between a base and a digit.
    private static final Pattern BAD_UNDERSCORE =
            Pattern.compile("(?:^|[^0-9a-fA-FxXoO])_|_(?:[^0-9a-fA-F]|$)");

    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private NumberSyntax() {}

    /// Where what begins like a number ends.
    static int end(String text, int from) {
        int at = from + (isOneOf(text, from, "+-") ? 1 : 0);
        String digits = "0123456789_";
        String exponent = "eE";
        if (isOneOf(text, at, "0")) {
            at++;
            if (isOneOf(text, at, "xX")) {
                at++;
                digits = "0123456789abcdefABCDEF_";
                exponent = "pP";
            } else if (isOneOf(text, at, "oO")) {
                at++;
                digits = "01234567_";
                exponent = "";
            } else if (isOneOf(text, at, "bB")) {
                at++;
                digits = "01_";
                exponent = "";
            }
        }
        at = run(text, at, digits);
        at = isOneOf(text, at, ".") ? run(text, at + 1, digits) : at;
        if (isOneOf(text, at, exponent)) {
            at++;
            at = run(text, isOneOf(text, at, "+-") ? at + 1 : at, "0123456789_");
        }
        return isOneOf(text, at, "i") ? at + 1 : at;
    }

    private static int run(String text, int from, String set) {
        int at = from;
        while (isOneOf(text, at, set)) {
            at++;
        }
        return at;
    }

    private static boolean isOneOf(String text, int at, String set) {
        return at < text.length() && set.indexOf(text.charAt(at)) >= 0;
    }

    /// A numeric literal.
    ///
    /// @throws TemplateFailure if it is none
    static Node.Number literal(int at, String text) {
        if (text.endsWith("i") && !text.startsWith("0x")) {
            throw new TemplateFailure("complex numbers are not supported: " + text);
        }
        BigInteger integer = integer(text);
        if (integer != null) {
            Long exact = integer.bitLength() < Long.SIZE ? Long.valueOf(integer.longValue()) : null;
            return new Node.Number(at, text, exact, integer.doubleValue());
        }
        Double value = FLOAT.matcher(text).matches() ? decimal(text) : null;
        if (value == null || value.isInfinite()) {
            throw new TemplateFailure("illegal number syntax: " + GoStrings.quote(text));
        }
        if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0)) {
            throw new TemplateFailure("integer overflow: " + GoStrings.quote(text));
        }
        boolean whole = (double) (long) (double) value == value;
        return new Node.Number(at, text, whole ? Long.valueOf((long) (double) value) : null, value);
    }

    private static @Nullable BigInteger integer(String text) {
        Matcher m = INTEGER.matcher(text);
        if (!m.matches() || BAD_UNDERSCORE.matcher(text).find()) {
            return null;
        }
        String digits = null;
        int base = 10;
        for (String name : new String[] {"hex", "binary", "octal", "old", "decimal"}) {
            if (m.group(name) != null) {
                digits = m.group(name).replace("_", "");
                base = name.equals("hex") ? 16 : name.equals("binary") ? 2 : 8;
                base = name.equals("decimal") ? 10 : base;
            }
        }
        if (digits == null) {
            return null;
        }
        BigInteger value = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, base);
        boolean negative = m.group(1).equals("-");
        boolean fits =
                m.group(1).isEmpty()
                        ? value.compareTo(MAX_UNSIGNED) <= 0
                        : (negative ? value.negate() : value).bitLength() < Long.SIZE;
        return fits ? negative ? value.negate() : value : null;
    }

    /// Go's `strconv.ParseFloat`.
    ///
    /// @throws TemplateFailure if it is no number, or too large for one
    static double parseFloat(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String unsigned =
                lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        Double value = FLOAT.matcher(text).matches() ? decimal(text) : null;
        if (value == null) {
            throw failure(text, "invalid syntax");
        }
        if (value.isInfinite()) {
            throw failure(text, "value out of range");
        }
        return value;
    }

    /// Go's conversion on most machines: what does not fit is the least number there is.
    static long toLong(double value) {
        boolean fits = value >= Long.MIN_VALUE && value < 0x1p63;
        return fits ? (long) value : Long.MIN_VALUE;
    }

    private static TemplateFailure failure(String text, String reason) {
        return new TemplateFailure(
                "strconv.ParseFloat: parsing " + GoStrings.quote(text) + ": " + reason);
    }

    private static @Nullable Double decimal(String text) {
        return BAD_UNDERSCORE.matcher(text).find() ? null : Double.valueOf(text.replace("_", ""));
    }
}
