package io.narthex.scrape.text;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/// Reads a number from bytes as Go's `ParseFloat` does, without hexadecimal ones, which expositions
/// may not have.
///
/// Most numbers are a mantissa below 2^53 with few decimals and a small power of ten, if any: those
/// are read without a table, and given on as they stand, so that an encoder need not search for
/// them again.
///
/// Thread safety: for one thread.
final class NumberReader {
    /// The payload of every NaN that comes from outside, so that none is taken for a stale marker.
    private static final double NAN = Double.longBitsToDouble(0x7ff8000000000001L);

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final long EXACT = 1L << 53;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_POWER_DIGITS = 3;
    private static final int NO_POWER = Integer.MIN_VALUE;

    /// More letters than in any number: the slow path would only waste time.
    private static final int MAX_LENGTH = 1000;

    private double value;
    private boolean decimal;
    private long mantissa;
    private int exponent;

    double value() {
        return value;
    }

    /// Whether the value is exactly `mantissa / 10^exponent`, correctly rounded.
    boolean isDecimal() {
        return decimal;
    }

    long mantissa() {
        return mantissa;
    }

    int exponent() {
        return exponent;
    }

    /// Takes a value that was read elsewhere.
    void hold(double number) {
        value = number;
        decimal = false;
    }

    /// Reads `bytes[from, to)`.
    ///
    /// @return whether it is a number
    boolean read(byte[] bytes, int from, int to) {
        int p = from;
        boolean negative = p < to && bytes[p] == '-';
        if (negative || p < to && bytes[p] == '+') {
            p++;
        }
        int start = p;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; p < to; p++) {
            int c = bytes[p];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                count += digits == 0 ? 0 : 1;
                if (count > MAX_DIGITS) {
                    return readSlow(bytes, from, to);
                }
            } else if (c == '.' && point < 0) {
                point = p;
            } else if ((c | 0x20) == 'e') {
                break;
            } else {
                return readSlow(bytes, from, to);
            }
        }
        int decimals = point < 0 ? 0 : p - point - 1;
        if (p - start <= (point < 0 ? 0 : 1)) {
            return p < to && readSlow(bytes, from, to);
        }
        int power = p < to ? power(bytes, p + 1, to) : 0;
        return power != NO_POWER && accept(negative, digits, decimals - power)
                || readSlow(bytes, from, to);
    }

    /// The power of ten behind an `e`, or [#NO_POWER] where it is not a short integer.
    private static int power(byte[] bytes, int from, int to) {
        boolean minus = from < to && bytes[from] == '-';
        int start = minus || from < to && bytes[from] == '+' ? from + 1 : from;
        if (start >= to || to - start > MAX_POWER_DIGITS) {
            return NO_POWER;
        }
        int power = 0;
        for (int p = start; p < to; p++) {
            int digit = bytes[p] - '0';
            if (digit < 0 || digit > 9) {
                return NO_POWER;
            }
            power = power * 10 + digit;
        }
        return minus ? -power : power;
    }

    /// Takes `digits / 10^decimals` if both are exact as doubles: then one division or
    /// multiplication rounds once, and so correctly.
    private boolean accept(boolean negative, long digits, int decimals) {
        long m = digits;
        int e = m == 0 ? 0 : decimals;
        while (e < 0 && m < EXACT / 10) {
            m *= 10;
            e++;
        }
        if (m >= EXACT || Math.abs(e) >= POWERS.length) {
            return false;
        }
        double size = e >= 0 ? m / POWERS[e] : m * POWERS[-e];
        value = negative ? -size : size;
        mantissa = negative ? -m : m;
        exponent = e;
        decimal = e >= 0 && !(negative && m == 0);
        return true;
    }

    private boolean readSlow(byte[] bytes, int from, int to) {
        decimal = false;
        if (to - from > MAX_LENGTH) {
            return false;
        }
        for (int p = from; p < to; p++) {
            int c = bytes[p];
            boolean numeric = c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+';
            if (!numeric && (c | 0x20) != 'e') {
                return readWord(bytes, from, to);
            }
        }
        try {
            value = JavaDoubleParser.parseDouble(bytes, from, to - from);
        } catch (NumberFormatException _) {
            return false; // the caller says where
        }
        // Go refuses what is too large for a double instead of making it infinite.
        return !Double.isInfinite(value);
    }

    /// `Inf`, `infinity` and `NaN` in any case.
    private boolean readWord(byte[] bytes, int from, int to) {
        boolean signed = bytes[from] == '-' || bytes[from] == '+';
        int start = signed ? from + 1 : from;
        if (equalsIgnoreCase(bytes, start, to, "inf")
                || equalsIgnoreCase(bytes, start, to, "infinity")) {
            value = bytes[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return true;
        }
        value = NAN;
        return !signed && equalsIgnoreCase(bytes, start, to, "nan");
    }

    private static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
