package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/// Times of the API: unix seconds with a fraction, or RFC 3339.
///
/// Thread safety: stateless.
final class ApiTime {
    /// The oldest time, far enough from the end of `long` that a look-back can't overflow.
    static final long MIN = (Long.MIN_VALUE / 1000 + 62_135_596_801L) * 1000;

    /// The newest time.
    static final long MAX = (Long.MAX_VALUE / 1000 - 62_135_596_801L) * 1000 + 999;

    /// How Go writes a time that is not set.
    static final String NEVER = "0001-01-01T00:00:00Z";

    private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";
    private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";

    /// Go's float syntax, hexadecimal and underscores aside. Bounded, so that no text is costly.
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?([0-9]{1,400}\\.?[0-9]{0,400}|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?");

    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?"
                            + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private ApiTime() {}

    /// Epoch milliseconds of a text.
    static long parse(String s) throws ApiException {
        Double seconds = number(s);
        if (seconds != null) {
            return millis(seconds);
        }
        if (RFC_3339.matcher(s).matches()) {
            try {
                return OffsetDateTime.parse(
                                s.replace(',', '.'), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant()
                        .toEpochMilli();
            } catch (DateTimeException _) {
                // The 31st of February, say: told below like every other text.
            }
        }
        return switch (s) {
            case MIN_TEXT -> MIN;
            case MAX_TEXT -> MAX;
            default ->
                    throw ApiException.badData(
                            "cannot parse " + ApiException.quote(s) + " to a valid timestamp");
        };
    }

    /// A finite decimal number; null for other texts, and where it does not fit a double.
    static @Nullable Double number(String s) {
        if (!NUMBER.matcher(s).matches()) {
            return null;
        }
        double number = Double.parseDouble(s);
        return Double.isInfinite(number) ? null : number;
    }

    /// RFC 3339 in UTC, as short as Go writes it: no zeros at the end of the fraction.
    static String format(Instant time) {
        String s = time.toString();
        if (s.indexOf('.') < 0) {
            return s;
        }
        int end = s.length() - 1;
        while (s.charAt(end - 1) == '0') {
            end--;
        }
        return s.substring(0, end) + "Z";
    }

    /// The fraction is rounded to milliseconds by itself, before it is added.
    private static long millis(double seconds) {
        double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
        if (whole >= MAX / 1000) {
            return MAX;
        }
        if (whole <= MIN / 1000) {
            return MIN;
        }
        BigDecimal fraction =
                new BigDecimal((seconds - whole) * 1000).setScale(0, RoundingMode.HALF_UP);
        return (long) whole * 1000 + fraction.longValue();
    }
}
