package io.narthex.rules.template;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/// Times as Go writes them, by the example of `Mon Jan 2 15:04:05 MST 2006`; always in UTC.
///
/// Thread safety: stateless.
final class TimeLayout {
    /// The pieces of an example, those first that begin like shorter ones.
    private static final List<String> PIECES =
            List.of(
                    "January",
                    "Jan",
                    "Monday",
                    "Mon",
                    "MST",
                    "2006",
                    "-07:00:00",
                    "-070000",
                    "-07:00",
                    "-0700",
                    "-07",
                    "Z07:00:00",
                    "Z070000",
                    "Z07:00",
                    "Z0700",
                    "Z07",
                    "002",
                    "01",
                    "02",
                    "03",
                    "04",
                    "05",
                    "06",
                    "15",
                    "PM",
                    "pm",
                    "__2",
                    "_2",
                    "1",
                    "2",
                    "3",
                    "4",
                    "5");

    private TimeLayout() {}

    /// `2015-06-23 13:19:44.128 +0000 UTC`.
    static String text(Instant time) {
        return format(time, "2006-01-02 15:04:05.999999999 -0700 MST");
    }

    static String month(long number) {
        return number >= 1 && number <= 12
                ? Month.of((int) number).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : "%!Month(" + number + ")";
    }

    /// @param number 0 for Sunday
    static String weekday(long number) {
        return number >= 0 && number <= 6
                ? DayOfWeek.of(number == 0 ? 7 : (int) number)
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : "%!Weekday(" + number + ")";
    }

    /// By an example of Go's.
    static String format(Instant time, String layout) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            int fraction = fractionEnd(layout, at);
            if (fraction > at) {
                out.append(fraction(utc.getNano(), layout.substring(at, fraction)));
                at = fraction;
                continue;
            }
            String piece = piece(layout, at);
            if (piece.isEmpty()) {
                out.append(layout.charAt(at));
                at++;
            } else {
                out.append(value(utc, piece));
                at += piece.length();
            }
        }
        return out.toString();
    }

    private static String piece(String layout, int at) {
        if (layout.startsWith("_2006", at)) {
            return ""; // an underscore and a year
        }
        for (String piece : PIECES) {
            if (layout.startsWith(piece, at)) {
                int end = at + piece.length();
                // "Janitor" is no month.
                boolean word = piece.equals("Jan") || piece.equals("Mon");
                if (!word || end >= layout.length() || !isLower(layout.charAt(end))) {
                    return piece;
                }
            }
        }
        return "";
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// `.000` or `,999`, not followed by another digit.
    private static int fractionEnd(String layout, int at) {
        char first = layout.charAt(at);
        if (first != '.' && first != ',' || at + 1 >= layout.length()) {
            return at;
        }
        char digit = layout.charAt(at + 1);
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean more =
                end < layout.length() && layout.charAt(end) >= '0' && layout.charAt(end) <= '9';
        return (digit == '0' || digit == '9') && !more ? end : at;
    }

    private static String fraction(int nanos, String piece) {
        int digits = Math.min(9, piece.length() - 1);
        String all = "%09d".formatted(nanos).substring(0, digits);
        all += "0".repeat(piece.length() - 1 - digits);
        if (piece.charAt(1) == '9') {
            all = all.replaceFirst("0+$", "");
            return all.isEmpty() ? "" : piece.charAt(0) + all;
        }
        return piece.charAt(0) + all;
    }

    private static String value(OffsetDateTime utc, String piece) {
        int hour12 = utc.getHour() % 12 == 0 ? 12 : utc.getHour() % 12;
        return switch (piece) {
            case "January" -> month(utc.getMonthValue());
            case "Jan" -> month(utc.getMonthValue()).substring(0, 3);
            case "Monday" -> weekday(utc.getDayOfWeek().getValue() % 7);
            case "Mon" -> weekday(utc.getDayOfWeek().getValue() % 7).substring(0, 3);
            case "MST" -> "UTC";
            case "2006" -> "%04d".formatted(utc.getYear());
            case "06" -> "%02d".formatted(Math.floorMod(utc.getYear(), 100));
            case "01" -> "%02d".formatted(utc.getMonthValue());
            case "1" -> String.valueOf(utc.getMonthValue());
            case "02" -> "%02d".formatted(utc.getDayOfMonth());
            case "_2" -> "%2d".formatted(utc.getDayOfMonth());
            case "2" -> String.valueOf(utc.getDayOfMonth());
            case "002" -> "%03d".formatted(utc.getDayOfYear());
            case "__2" -> "%3d".formatted(utc.getDayOfYear());
            case "15" -> "%02d".formatted(utc.getHour());
            case "03" -> "%02d".formatted(hour12);
            case "3" -> String.valueOf(hour12);
            case "04" -> "%02d".formatted(utc.getMinute());
            case "4" -> String.valueOf(utc.getMinute());
            case "05" -> "%02d".formatted(utc.getSecond());
            case "5" -> String.valueOf(utc.getSecond());
            case "PM" -> utc.getHour() >= 12 ? "PM" : "AM";
            case "pm" -> utc.getHour() >= 12 ? "pm" : "am";
            default -> piece.startsWith("Z") ? "Z" : piece.replaceAll("-07", "+00");
        };
    }
}
