package io.narthex.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as configuration files and flags have them, such as `50MB`: a number with a unit, each
/// unit 1024 times the one before.
///
/// Thread safety: stateless.
public final class ByteSizes {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTPE]?)i?B");
    private static final String UNITS = "KMGTPE";
    private static final int BITS_PER_UNIT = 10;

    private ByteSizes() {}

    /// The number of bytes; `0` needs no unit.
    ///
    /// @throws IllegalArgumentException if the text is no size
    public static long parse(String text) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "not a size: \"" + text + "\"; write it with a unit, such as 50MB");
        }
        int unit = m.group(2).isEmpty() ? 0 : UNITS.indexOf(m.group(2)) + 1;
        double bytes = Double.parseDouble(m.group(1)) * (1L << (BITS_PER_UNIT * unit));
        if (bytes >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("too large: \"" + text + "\"");
        }
        return (long) bytes;
    }

    /// The same number of bytes with the largest unit that leaves it whole, such as `50MiB`.
    ///
    /// @param bytes not negative
    public static String format(long bytes) {
        int unit = bytes == 0 ? 0 : Long.numberOfTrailingZeros(bytes) / BITS_PER_UNIT;
        return (bytes >> (BITS_PER_UNIT * unit))
                + (unit == 0 ? "B" : UNITS.charAt(unit - 1) + "iB");
    }
}
