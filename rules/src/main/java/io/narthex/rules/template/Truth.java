package io.narthex.rules.template;

import io.narthex.rules.template.GoValue.Nothing;

/// Which values count as true: those that are not the zero of their type, nor empty.
///
/// Thread safety: stateless.
final class Truth {
    private Truth() {}

    static boolean of(GoValue value) {
        return switch (value.concrete()) {
            case Nothing _, GoValue.NilSample _, GoValue.Any _ -> false;
            case GoValue.Bool b -> b.value();
            case GoValue.Int i -> i.value() != 0;
            case GoValue.Float f -> f.value() != 0;
            case GoValue.Str s -> !s.value().isEmpty();
            case GoValue.StringMap m -> !m.labels().isEmpty();
            case GoValue.AnyMap m -> !m.entries().isEmpty();
            case GoValue.Samples s -> !s.samples().isEmpty();
            case GoValue.Duration d -> d.pointer() || d.nanos() != 0;
            case GoValue.Sample _, GoValue.AlertData _, GoValue.Histogram _, GoValue.Time _ -> true;
        };
    }
}
