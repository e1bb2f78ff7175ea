package io.narthex.promql.function;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/// Reads the upper bound of a classic histogram's bucket out of its `le` label, as Go reads a
/// float: there are no blanks and no type suffixes, and what is too large is no number.
///
/// Thread safety: stateless.
public final class BucketBound {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "[+-]?0[xX](?:(?:_?[0-9a-fA-F])+\\.?(?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?"
                            + "|_?\\.[0-9a-fA-F](?:_?[0-9a-fA-F])*)[pP][+-]?\\d(?:_?\\d)*");

    private BucketBound() {}

    /// The bound, or null where the text is no number.
    public static @Nullable Double parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> finite(text);
        };
    }

    private static @Nullable Double finite(String text) {
        String digits = text;
        if (!DECIMAL.matcher(text).matches()) {
            if (!HEXADECIMAL.matcher(text).matches()) {
                return null;
            }
            digits = text.replace("_", "");
        }
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? null : Double.valueOf(value);
    }
}
