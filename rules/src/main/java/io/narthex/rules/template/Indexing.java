package io.narthex.rules.template;

import io.narthex.rules.template.GoValue.Nothing;

import java.util.Arrays;
import java.util.List;

/// `index` and `slice`.
///
/// Thread safety: stateless.
final class Indexing {
    private static final int MAX_BOUNDS = 3;

    private Indexing() {}

    /// @param arguments the item, and one index per level
    static GoValue index(List<GoValue> arguments) {
        GoValue item = arguments.getFirst().concrete();
        if (item == Nothing.NOTHING) {
            throw new TemplateFailure("index of untyped nil");
        }
        for (GoValue index : arguments.subList(1, arguments.size())) {
            item = at(item, index.concrete());
        }
        return item;
    }

    private static GoValue at(GoValue item, GoValue index) {
        GoValue concrete = item.concrete();
        return switch (concrete) {
            case GoValue.Str s -> {
                byte[] bytes = GoStrings.bytes(s.value());
                int at = bound(index, bytes.length);
                requireBelow(at, bytes.length, "string");
                yield new GoValue.Int(bytes[at] & 0xff, GoValue.IntegerType.BYTE);
            }
            case GoValue.Samples s -> {
                int at = bound(index, s.samples().size());
                requireBelow(at, s.samples().size(), "slice");
                yield s.samples().get(at);
            }
            case GoValue.StringMap map -> new GoValue.Str(map.labels().getOrEmpty(key(index)));
            case GoValue.AnyMap map ->
                    new GoValue.Any(map.entries().getOrDefault(key(index), Nothing.NOTHING));
            case Nothing _, GoValue.NilSample _, GoValue.Any _ ->
                    throw new TemplateFailure("index of nil pointer");
            case GoValue.Bool _,
                    GoValue.Int _,
                    GoValue.Float _,
                    GoValue.Sample _,
                    GoValue.AlertData _,
                    GoValue.Histogram _,
                    GoValue.Time _,
                    GoValue.Duration _ -> {
                String type = concrete.typeName();
                throw new TemplateFailure(
                        "can't index item of type "
                                + (type.startsWith("*") ? type.substring(1) : type));
            }
        };
    }

    private static void requireBelow(int at, int length, String kind) {
        if (at >= length) {
            throw new TemplateFailure("reflect: " + kind + " index out of range");
        }
    }

    private static String key(GoValue index) {
        if (index == Nothing.NOTHING) {
            throw new TemplateFailure("value is nil; should be of type string");
        }
        if (index instanceof GoValue.Str s && !s.html()) {
            return s.value();
        }
        throw new TemplateFailure("value has type " + index.typeName() + "; should be string");
    }

    private static int bound(GoValue index, int max) {
        long at =
                switch (index) {
                    case GoValue.Int i -> i.value();
                    case GoValue.Duration d when !d.pointer() -> d.nanos();
                    case Nothing _ ->
                            throw new TemplateFailure("cannot index slice/array with nil");
                    default ->
                            throw new TemplateFailure(
                                    "cannot index slice/array with type " + index.typeName());
                };
        if (at < 0 || at > max) {
            throw new TemplateFailure("index out of range: " + at);
        }
        return (int) at;
    }

    /// @param arguments the item, and up to three bounds
    static GoValue slice(List<GoValue> arguments) {
        GoValue item = arguments.getFirst().concrete();
        if (item == Nothing.NOTHING) {
            throw new TemplateFailure("slice of untyped nil");
        }
        List<GoValue> bounds = arguments.subList(1, arguments.size());
        if (bounds.size() > MAX_BOUNDS) {
            throw new TemplateFailure("too many slice indexes: " + bounds.size());
        }
        return switch (item) {
            case GoValue.Str s -> {
                if (bounds.size() == MAX_BOUNDS) {
                    throw new TemplateFailure("cannot 3-index slice a string");
                }
                byte[] bytes = GoStrings.bytes(s.value());
                int[] at = bounds(bounds, bytes.length);
                byte[] part = Arrays.copyOfRange(bytes, at[0], at[1]);
                yield new GoValue.Str(GoStrings.of(part), s.html());
            }
            case GoValue.Samples s -> {
                int[] at = bounds(bounds, s.samples().size());
                yield new GoValue.Samples(s.samples().subList(at[0], at[1]));
            }
            default -> throw new TemplateFailure("can't slice item of type " + item.typeName());
        };
    }

    private static int[] bounds(List<GoValue> given, int length) {
        int[] at = {0, length, length};
        for (int i = 0; i < given.size(); i++) {
            at[i] = bound(given.get(i).concrete(), length);
        }
        requireAscending(at[0], at[1]);
        requireAscending(at[1], at[2]);
        return at;
    }

    private static void requireAscending(int from, int to) {
        if (from > to) {
            throw new TemplateFailure("invalid slice index: " + from + " > " + to);
        }
    }
}
