package io.narthex.server.report;

import io.narthex.model.DurationText;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/// A span of time.
///
/// @param from epoch milliseconds
/// @param to later than `from`
///
/// Thread safety: immutable.
public record ReportRange(long from, long to) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,9})?");

    /// Reads `A..B`, where both are RFC 3339, Unix seconds, `now`, or relative to now such as
    /// `-20m`.
    ///
    /// @param flag that the text was given with, for errors
    /// @param now epoch milliseconds
    /// @throws IllegalArgumentException if the text is no span, with the flag and the remedy
    public static ReportRange parse(String flag, String text, long now) {
        int dots = text.indexOf("..");
        if (dots <= 0) {
            throw new IllegalArgumentException(
                    flag
                            + ": \""
                            + text
                            + "\" is no span of time; write it as A..B, such as -20m..-10m or"
                            + " 2026-01-31T12:00:00Z..2026-01-31T12:10:00Z");
        }
        long from = time(flag, text.substring(0, dots), now);
        long to = time(flag, text.substring(dots + 2), now);
        if (to - from < 1000) {
            throw new IllegalArgumentException(
                    flag
                            + ": "
                            + text
                            + " ends before a second is over; write the earlier time first");
        }
        if (to > now) {
            throw new IllegalArgumentException(
                    flag + ": " + text + " ends in the future; wait, or end it with now");
        }
        return new ReportRange(from, to);
    }

    private static long time(String flag, String text, long now) {
        try {
            if (text.equals("now")) {
                return now;
            }
            if (text.startsWith("-")) {
                return now - DurationText.parse(text.substring(1)).toMillis();
            }
            if (SECONDS.matcher(text).matches()) {
                return new BigDecimal(text).movePointRight(3).longValue();
            }
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new IllegalArgumentException(
                    flag
                            + ": \""
                            + text
                            + "\" is no time; write 2026-01-31T12:00:00Z, Unix seconds, now, or"
                            + " -10m for ten minutes ago");
        }
    }

    Duration length() {
        return Duration.ofMillis(to - from);
    }

    /// A range that follows at once begins with this one's end, which is the later one's.
    boolean holds(long time) {
        return time >= from && time < to;
    }
}
