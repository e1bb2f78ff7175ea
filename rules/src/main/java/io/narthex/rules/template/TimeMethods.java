package io.narthex.rules.template;

import io.narthex.rules.template.Function.Parameter;
import io.narthex.rules.template.GoValue.IntegerType;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// What Go's `time.Time` can do, as far as templates use it; always in UTC.
///
/// Thread safety: stateless.
final class TimeMethods {
    private static final long SECOND = 1_000_000_000;

    private TimeMethods() {}

    /// The method bound to a time; null where there is none.
    static @Nullable Function of(Instant time, String name) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        return switch (name) {
            case "String" -> Function.of(name, (_, _) -> new GoValue.Str(TimeLayout.text(time)));
            case "UTC" -> Function.of(name, (_, _) -> new GoValue.Time(time, false));
            case "Year" -> integer(name, utc.getYear(), IntegerType.INT);
            case "Month" -> integer(name, utc.getMonthValue(), IntegerType.MONTH);
            case "Day" -> integer(name, utc.getDayOfMonth(), IntegerType.INT);
            case "YearDay" -> integer(name, utc.getDayOfYear(), IntegerType.INT);
            case "Weekday" -> integer(name, utc.getDayOfWeek().getValue() % 7, IntegerType.WEEKDAY);
            case "Hour" -> integer(name, utc.getHour(), IntegerType.INT);
            case "Minute" -> integer(name, utc.getMinute(), IntegerType.INT);
            case "Second" -> integer(name, utc.getSecond(), IntegerType.INT);
            case "Nanosecond" -> integer(name, utc.getNano(), IntegerType.INT);
            case "Unix" -> integer(name, time.getEpochSecond(), IntegerType.INT64);
            case "UnixMilli" -> integer(name, time.toEpochMilli(), IntegerType.INT64);
            case "UnixMicro" -> integer(name, nanos(time) / 1000, IntegerType.INT64);
            case "UnixNano" -> integer(name, nanos(time), IntegerType.INT64);
            case "IsZero" -> Function.of(name, (_, _) -> Builtins.bool(false));
            default -> withArgument(time, name);
        };
    }

    private static @Nullable Function withArgument(Instant time, String name) {
        return switch (name) {
            case "Format" ->
                    Function.of(
                            name,
                            (e, a) ->
                                    Builtins.made(
                                            e,
                                            TimeLayout.format(
                                                    time, QueryFunctions.text(a.getFirst()))),
                            Parameter.STRING);
            case "Add" ->
                    Function.of(
                            name,
                            (_, a) ->
                                    new GoValue.Time(
                                            time.plusNanos(DurationMethods.nanos(a.getFirst())),
                                            false),
                            Parameter.DURATION);
            case "AddDate" ->
                    Function.of(
                            name,
                            (_, a) ->
                                    new GoValue.Time(
                                            added(time, count(a, 0), count(a, 1), count(a, 2)),
                                            false),
                            Parameter.INT,
                            Parameter.INT,
                            Parameter.INT);
            case "Sub" ->
                    Function.of(
                            name,
                            (_, a) -> new GoValue.Duration(between(time, a.getFirst()), false),
                            Parameter.TIME);
            case "Before" -> compared(name, time, -1);
            case "After" -> compared(name, time, 1);
            case "Equal" -> compared(name, time, 0);
            default -> null;
        };
    }

    private static Function integer(String name, long value, IntegerType type) {
        return Function.of(name, (_, _) -> new GoValue.Int(value, type));
    }

    private static Function compared(String name, Instant time, int sign) {
        return Function.of(
                name,
                (_, a) ->
                        Builtins.bool(
                                Integer.signum(time.compareTo(instant(a.getFirst()))) == sign),
                Parameter.TIME);
    }

    private static Instant instant(GoValue value) {
        return value instanceof GoValue.Time t ? t.value() : Instant.EPOCH;
    }

    private static long count(List<GoValue> arguments, int i) {
        return arguments.get(i) instanceof GoValue.Int n ? n.value() : 0;
    }

    /// Days that a month does not have run over into the next, as Go's do.
    private static Instant added(Instant time, long years, long months, long days) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        try {
            return utc.withDayOfMonth(1)
                    .plusYears(years)
                    .plusMonths(months)
                    .plusDays(utc.getDayOfMonth() - 1L)
                    .plusDays(days)
                    .toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateFailure("a date out of range: " + e.getMessage());
        }
    }

    /// Far apart, it is the longest duration there is.
    private static long between(Instant time, GoValue other) {
        try {
            return Duration.between(instant(other), time).toNanos();
        } catch (ArithmeticException _) {
            return time.isAfter(instant(other)) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * SECOND + time.getNano();
    }
}
