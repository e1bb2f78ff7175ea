package io.narthex.promql.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;

class DateFunctionsTest {
    /// Seconds of 400 years of the calendar, after which it repeats.
    private static final BigInteger CYCLE = BigInteger.valueOf(146_097L * 86_400);

    /// The year in whose March Go's calendar begins.
    private static final long FIRST_YEAR = -292_277_022_400L;

    @ParameterizedTest
    @CsvSource({
        // seconds, minute, hour, weekday, day of month, of year, days in month, month, year
        "0, 0, 0, 4, 1, 1, 31, 1, 1970",
        "59.999, 0, 0, 4, 1, 1, 31, 1, 1970",
        "60, 1, 0, 4, 1, 1, 31, 1, 1970",
        // A fraction is cut off towards zero.
        "-0.9, 0, 0, 4, 1, 1, 31, 1, 1970",
        "-1, 59, 23, 3, 31, 365, 31, 12, 1969",
        "951782400, 0, 0, 2, 29, 60, 29, 2, 2000",
        "951868800, 0, 0, 3, 1, 61, 31, 3, 2000",
        "1709164799, 59, 23, 3, 28, 59, 29, 2, 2024",
        "1735689599, 59, 23, 2, 31, 366, 31, 12, 2024",
        "-2203891200, 0, 0, 4, 1, 60, 31, 3, 1900",
        "4107542399, 59, 23, 0, 28, 59, 28, 2, 2100",
    })
    void functions_ofKnownDates(
            double seconds,
            double minute,
            double hour,
            double weekday,
            double day,
            double dayOfYear,
            double daysInMonth,
            double month,
            double year) {
        assertThat(all(seconds))
                .containsExactly(minute, hour, weekday, day, dayOfYear, daysInMonth, month, year);
    }

    @Test
    void functions_ofRandomSeconds_areThoseOfJavaTime() {
        Seeds.forEach(
                2_000,
                seed -> {
                    long years = 1L << Seeds.random(seed).nextInt(2, 27);
                    long bound = years * 31_556_952;
                    long seconds = Seeds.random(seed + 1).nextLong(-bound, bound);
                    LocalDateTime expected =
                            LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
                    assertThat(all(seconds)).containsExactly(javaTime(expected, 0));
                });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e15, 1e18, 9e18, -1e15, -1e18, -9.2e18, 9.2233720368547748e18})
    void functions_ofSecondsBeyondJavaTime_followGosCalendar(double seconds) {
        assertThat(all(seconds)).containsExactly(goCalendar((long) seconds));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                0x1p63,
                -0x1p63,
                1e300
            })
    void functions_ofNoLong_areThoseOfTheSmallest(double seconds) {
        assertThat(all(seconds)).containsExactly(goCalendar(Long.MIN_VALUE));
    }

    /// The date that many seconds after the calendar's begin, which wraps around at 64 bits.
    private static double[] goCalendar(long seconds) {
        BigInteger begin =
                BigInteger.valueOf(FIRST_YEAR / 400)
                        .multiply(CYCLE)
                        .add(BigInteger.valueOf(LocalDate.of(0, 3, 1).toEpochDay() * 86_400));
        BigInteger since =
                BigInteger.valueOf(seconds).subtract(begin).mod(BigInteger.ONE.shiftLeft(64));
        BigInteger[] cycles = since.divideAndRemainder(CYCLE);
        LocalDateTime inCycle =
                LocalDate.of(0, 3, 1).atStartOfDay().plusSeconds(cycles[1].longValueExact());
        return javaTime(inCycle, FIRST_YEAR + 400 * cycles[0].longValueExact());
    }

    private static double[] javaTime(LocalDateTime t, long moreYears) {
        return new double[] {
            t.getMinute(),
            t.getHour(),
            t.getDayOfWeek().getValue() % 7,
            t.getDayOfMonth(),
            t.getDayOfYear(),
            t.toLocalDate().lengthOfMonth(),
            t.getMonthValue(),
            t.getYear() + moreYears
        };
    }

    private static double[] all(double seconds) {
        String[] names = {
            "minute",
            "hour",
            "day_of_week",
            "day_of_month",
            "day_of_year",
            "days_in_month",
            "month",
            "year"
        };
        double[] values = new double[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] =
                    Objects.requireNonNull(DateFunctions.byName(names[i])).applyAsDouble(seconds);
        }
        return values;
    }
}
