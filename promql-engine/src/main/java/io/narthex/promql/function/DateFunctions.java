package io.narthex.promql.function;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// The functions that read a date in UTC from seconds since the epoch, by name.
///
/// Fractions of a second are cut off. The calendar is Go's: it begins in the year -292277022400,
/// counts seconds without sign from there, and a number that is no `long` (NaN too) becomes the
/// smallest one, as the processor's conversion has it. So every number has a date.
///
/// Thread safety: stateless.
public final class DateFunctions {
    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

    /// The Gregorian calendar repeats after 400 years.
    private static final int DAYS_PER_CYCLE = 146_097;

    private static final long CYCLES_BEFORE_YEAR_0 = 730_692_556;

    /// 1 January 1970 in days since the first 1 March of the calendar. Years that begin in March
    /// have their leap day at the end.
    private static final long EPOCH = CYCLES_BEFORE_YEAR_0 * DAYS_PER_CYCLE + 719_468;

    private static final int THURSDAY = 4;

    private static final Map<String, DoubleUnaryOperator> BY_NAME =
            Map.of(
                    "minute", v -> Long.remainderUnsigned(seconds(v), SECONDS_PER_HOUR) / 60,
                    "hour", v -> hour(seconds(v)),
                    "day_of_week", v -> Math.floorMod(days(v) - EPOCH + THURSDAY, 7),
                    "day_of_month", v -> Date.of(days(v)).day,
                    "day_of_year", v -> Date.of(days(v)).dayOfYear(),
                    "days_in_month", v -> Date.of(days(v)).daysInMonth(),
                    "month", v -> Date.of(days(v)).month,
                    "year", v -> Date.of(days(v)).year);

    private DateFunctions() {}

    /// The function of a name, or null.
    public static @Nullable DoubleUnaryOperator byName(String name) {
        return BY_NAME.get(name);
    }

    /// Seconds since the calendar's begin, without sign.
    private static long seconds(double v) {
        boolean isLong = v >= -0x1p63 && v < 0x1p63;
        return (isLong ? (long) v : Long.MIN_VALUE) + EPOCH * SECONDS_PER_DAY;
    }

    private static long hour(long seconds) {
        return Long.remainderUnsigned(seconds, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
    }

    private static long days(double v) {
        return Long.divideUnsigned(seconds(v), SECONDS_PER_DAY);
    }

    /// @param month from 1
    /// @param day of the month, from 1
    private record Date(long year, int month, int day) {
        /// @param days since the calendar's begin
        static Date of(long days) {
            int inCycle = (int) (days % DAYS_PER_CYCLE);
            int year = (inCycle - inCycle / 1_460 + inCycle / 36_524 - inCycle / 146_096) / 365;
            int inYear = inCycle - (365 * year + year / 4 - year / 100);
            // Months from March on have 31, 30, 31, 30, 31 days over and over: 153 in five.
            int fromMarch = (5 * inYear + 2) / 153;
            int day = inYear - (153 * fromMarch + 2) / 5 + 1;
            int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
            long cycles = days / DAYS_PER_CYCLE - CYCLES_BEFORE_YEAR_0;
            return new Date(cycles * 400 + year + (month <= 2 ? 1 : 0), month, day);
        }

        int dayOfYear() {
            if (month <= 2) {
                return (month - 1) * 31 + day;
            }
            return (153 * (month - 3) + 2) / 5 + day + (isLeap() ? 60 : 59);
        }

        int daysInMonth() {
            return switch (month) {
                case 2 -> isLeap() ? 29 : 28;
                case 4, 6, 9, 11 -> 30;
                default -> 31;
            };
        }

        private boolean isLeap() {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        }
    }
}
