package io.narthex.rules.template;

import io.narthex.rules.template.GoValue.Nothing;

import org.jspecify.annotations.Nullable;

/// What `.name` means for each kind of value: a method, a field, or an entry of a map.
///
/// Thread safety: stateless.
final class Fields {
    private Fields() {}

    /// The field or entry; null where there is none.
    ///
    /// @throws TemplateFailure if the value is nil
    static @Nullable GoValue field(GoValue receiver, String name) {
        return switch (receiver.concrete()) {
            case GoValue.StringMap map -> new GoValue.Str(map.labels().getOrEmpty(name));
            case GoValue.AnyMap map ->
                    new GoValue.Any(map.entries().getOrDefault(name, Nothing.NOTHING));
            case GoValue.AlertData data -> alert(data, name);
            case GoValue.Sample sample ->
                    switch (name) {
                        case "Labels" -> sample.labels();
                        case "Value" -> new GoValue.Any(sample.value());
                        default -> null;
                    };
            case GoValue.NilSample nil -> {
                if (name.equals("Labels") || name.equals("Value")) {
                    throw new TemplateFailure(
                            "nil pointer evaluating " + nil.typeName() + "." + name);
                }
                yield null;
            }
            case GoValue.Histogram histogram -> histogram(histogram, name);
            case GoValue.Bool _,
                    GoValue.Int _,
                    GoValue.Float _,
                    GoValue.Str _,
                    GoValue.Samples _,
                    GoValue.Time _,
                    GoValue.Duration _,
                    GoValue.Any _,
                    Nothing _ ->
                    null;
        };
    }

    private static @Nullable GoValue alert(GoValue.AlertData data, String name) {
        return switch (name) {
            case "Labels" -> data.labels();
            case "ExternalLabels" -> data.externalLabels();
            case "ExternalURL" -> new GoValue.Str(data.externalUrl());
            case "Value" -> new GoValue.Any(data.value());
            default -> null;
        };
    }

    private static @Nullable GoValue histogram(GoValue.Histogram histogram, String name) {
        return switch (name) {
            case "Count" -> new GoValue.Float(histogram.value().count());
            case "Sum" -> new GoValue.Float(histogram.value().sum());
            case "Schema" -> new GoValue.Int(histogram.value().schema(), GoValue.IntegerType.INT32);
            case "ZeroCount" -> new GoValue.Float(histogram.value().zeroCount());
            case "ZeroThreshold" -> new GoValue.Float(histogram.value().zeroThreshold());
            default -> null;
        };
    }

    /// The method; null where there is none.
    static @Nullable Function method(GoValue receiver, String name) {
        return switch (receiver.concrete()) {
            case GoValue.Time time -> TimeMethods.of(time.value(), name);
            case GoValue.Duration duration -> DurationMethods.of(duration.nanos(), name);
            case GoValue.Int(long _, GoValue.IntegerType type)
                    when name.equals("String")
                            && (type == GoValue.IntegerType.MONTH
                                    || type == GoValue.IntegerType.WEEKDAY) ->
                    text(receiver);
            case GoValue.Histogram _ when name.equals("String") -> text(receiver);
            case GoValue.Any _,
                    GoValue.Int _,
                    GoValue.Histogram _,
                    GoValue.Bool _,
                    GoValue.Float _,
                    GoValue.Str _,
                    GoValue.StringMap _,
                    GoValue.AnyMap _,
                    GoValue.AlertData _,
                    GoValue.Sample _,
                    GoValue.NilSample _,
                    GoValue.Samples _,
                    Nothing _ ->
                    null;
        };
    }

    private static Function text(GoValue receiver) {
        return Function.of(
                "String", (_, _) -> new GoValue.Str(GoPrinter.text(receiver.concrete())));
    }
}
