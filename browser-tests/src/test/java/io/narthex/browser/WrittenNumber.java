package io.narthex.browser;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number as people read it, such as `1,234`, `12.3 ms`, `0.4 %` or `1.5 GiB`.
///
/// @param value in the base unit: seconds, bytes, or a share of one
/// @param unit as it is written; empty for none
/// @param rounding how far the exact number may be from this one: half of the last digit
record WrittenNumber(double value, String unit, double rounding) {
    private static final Pattern FORM =
            Pattern.compile("([-−]?)(\\d[\\d,]*)(?:\\.(\\d+))?(?:e([-+]?\\d+))?\\s*(\\S*)");

    private static final Map<String, Map<String, Double>> UNITS =
            Map.of(
                    "number", Map.of("", 1.0),
                    "percent", Map.of("%", 0.01),
                    "seconds", Map.of("µs", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0),
                    "bytes",
                            Map.of(
                                    "B",
                                    1.0,
                                    "KiB",
                                    1024.0,
                                    "MiB",
                                    1024.0 * 1024,
                                    "GiB",
                                    1024.0 * 1024 * 1024));

    /// Reads a number in one of the page's formats: number, seconds, percent or bytes.
    static WrittenNumber read(String text, String format) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || !UNITS.get(format).containsKey(m.group(5))) {
            throw new AssertionError("«" + text + "» is no number written as " + format);
        }
        String fraction = m.group(3) == null ? "" : m.group(3);
        double power = m.group(4) == null ? 1 : Math.pow(10, Integer.parseInt(m.group(4)));
        double scale = UNITS.get(format).get(m.group(5)) * power;
        double magnitude = Double.parseDouble(m.group(2).replace(",", "") + "." + fraction + "0");
        return new WrittenNumber(
                (m.group(1).isEmpty() ? magnitude : -magnitude) * scale,
                m.group(5),
                0.5 * Math.pow(10, -fraction.length()) * scale);
    }

    /// Whether this is an exact number, rounded.
    boolean rounds(double exact) {
        return Math.abs(exact - value) <= rounding * (1 + 1e-9);
    }
}
