package io.narthex.rules.template;

import static io.narthex.rules.template.Function.Parameter.ANY;
import static io.narthex.rules.template.Function.Parameter.STRING;

import io.narthex.model.number.GoText;

import java.time.Instant;
import java.util.List;
import java.util.function.DoubleFunction;

/// What Prometheus does with numbers: texts for people, times and durations.
///
/// Thread safety: stateless.
final class NumberFunctions {
    private static final double NANOS = 1e9;

    static final List<Function> FUNCTIONS =
            List.of(
                    humanize("humanize", Humanize::decimal),
                    humanize("humanize1024", Humanize::binary),
                    humanize("humanizeDuration", Humanize::duration),
                    humanize("humanizePercentage", v -> FloatText.g(v * 100, 4) + "%"),
                    humanize("humanizeTimestamp", NumberFunctions::timestamp),
                    Function.of(
                            "toTime",
                            (_, a) -> new GoValue.Time(time(number(a.getFirst())), true),
                            ANY),
                    Function.of(
                            "toDuration",
                            (_, a) ->
                                    new GoValue.Duration(
                                            NumberSyntax.toLong(number(a.getFirst()) * NANOS),
                                            true),
                            ANY),
                    Function.of("now", (e, _) -> new GoValue.Float(e.context().time() / 1000.0)),
                    Function.of(
                            "parseDuration",
                            (_, a) ->
                                    new GoValue.Float(
                                            DurationMethods.parse(
                                                    QueryFunctions.text(a.getFirst()))),
                            STRING));

    private NumberFunctions() {}

    private static Function humanize(String name, DoubleFunction<String> text) {
        return Function.of(name, (_, a) -> new GoValue.Str(text.apply(number(a.getFirst()))), ANY);
    }

    /// @throws TemplateFailure if the value is no number, nor a text that is one
    private static double number(GoValue value) {
        return switch (value) {
            case GoValue.Float f -> f.value();
            case GoValue.Str s when !s.html() -> NumberSyntax.parseFloat(s.value());
            case GoValue.Int i
                    when i.type() == GoValue.IntegerType.INT
                            || i.type() == GoValue.IntegerType.INT64 ->
                    i.value();
            case GoValue.Duration d when !d.pointer() -> DurationMethods.seconds(d.nanos());
            default -> throw new TemplateFailure("can't convert " + value.typeName() + " to float");
        };
    }

    private static String timestamp(double value) {
        return Double.isFinite(value) ? TimeLayout.text(time(value)) : FloatText.g(value, 4);
    }

    /// To the millisecond, as samples have it.
    private static Instant time(double value) {
        if (!Double.isFinite(value)) {
            throw new TemplateFailure("value is NaN or Inf");
        }
        double nanos = value * NANOS;
        if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new TemplateFailure(
                    GoText.g(value)
                            + " cannot be represented as a nanoseconds timestamp since it"
                            + " overflows int64");
        }
        return Instant.ofEpochMilli(NumberSyntax.toLong(nanos) / 1_000_000);
    }
}
