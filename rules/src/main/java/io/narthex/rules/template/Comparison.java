package io.narthex.rules.template;

import static io.narthex.rules.template.Function.Parameter.VALUE;

import io.narthex.model.Utf8Order;
import io.narthex.rules.template.GoValue.Nothing;

import java.util.List;

/// `eq ne lt le gt ge`: values of one kind only, where all integers are one kind.
///
/// Thread safety: stateless.
final class Comparison {
    static final List<Function> FUNCTIONS =
            List.of(
                    Function.variadic("eq", (_, a) -> Builtins.bool(equal(a)), VALUE, VALUE),
                    Function.of("ne", (_, a) -> Builtins.bool(!equal(a)), VALUE, VALUE),
                    Function.of("lt", (_, a) -> Builtins.bool(less(a)), VALUE, VALUE),
                    Function.of("le", (_, a) -> Builtins.bool(lessOrEqual(a)), VALUE, VALUE),
                    Function.of("gt", (_, a) -> Builtins.bool(!lessOrEqual(a)), VALUE, VALUE),
                    Function.of("ge", (_, a) -> Builtins.bool(!less(a)), VALUE, VALUE));

    private static final String INCOMPATIBLE = "incompatible types for comparison";

    private Comparison() {}

    private enum BasicKind {
        BOOL,
        INTEGER,
        FLOAT,
        STRING,
        NONE
    }

    private static BasicKind kind(GoValue value) {
        return switch (value) {
            case GoValue.Bool _ -> BasicKind.BOOL;
            case GoValue.Int _ -> BasicKind.INTEGER;
            case GoValue.Duration d -> d.pointer() ? BasicKind.NONE : BasicKind.INTEGER;
            case GoValue.Float _ -> BasicKind.FLOAT;
            case GoValue.Str _ -> BasicKind.STRING;
            default -> BasicKind.NONE;
        };
    }

    /// Whether the first equals one of the others.
    private static boolean equal(List<GoValue> arguments) {
        if (arguments.size() < 2) {
            throw new TemplateFailure("missing argument for comparison");
        }
        GoValue first = arguments.getFirst().concrete();
        for (GoValue argument : arguments.subList(1, arguments.size())) {
            if (equal(first, argument.concrete())) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(GoValue a, GoValue b) {
        BasicKind kind = kind(a);
        if (kind != kind(b)) {
            if (a != Nothing.NOTHING && b != Nothing.NOTHING) {
                throw new TemplateFailure(INCOMPATIBLE);
            }
            return false;
        }
        return switch (kind) {
            case BOOL -> a.equals(b);
            case INTEGER -> integer(a) == integer(b);
            case FLOAT -> number(a) == number(b);
            case STRING -> text(a).equals(text(b));
            case NONE -> same(a, b);
        };
    }

    /// Pointers are equal where they are the same; maps and slices only to nil.
    private static boolean same(GoValue a, GoValue b) {
        if (isNil(a) || isNil(b)) {
            return isNil(a) == isNil(b);
        }
        if (a instanceof GoValue.Time x && b instanceof GoValue.Time y && !x.pointer()) {
            return x.value().equals(y.value()) && !y.pointer();
        }
        if (b.typeName().startsWith("*")) {
            return identical(a, b);
        }
        if (a.getClass() != b.getClass()) {
            throw new TemplateFailure(
                    "non-comparable types %s: %s, %s: %s"
                            .formatted(
                                    GoPrinter.text(a, 's'),
                                    a.typeName(),
                                    b.typeName(),
                                    GoPrinter.text(b)));
        }
        throw new TemplateFailure(
                "non-comparable type " + GoPrinter.text(b, 's') + ": " + b.typeName());
    }

    @SuppressWarnings("ReferenceEquality") // as Go compares pointers
    private static boolean identical(GoValue a, GoValue b) {
        return a == b;
    }

    private static boolean isNil(GoValue value) {
        return value == Nothing.NOTHING || value == GoValue.NilSample.NIL_SAMPLE;
    }

    private static boolean less(List<GoValue> arguments) {
        GoValue a = arguments.get(0).concrete();
        GoValue b = arguments.get(1).concrete();
        BasicKind kind = kind(a);
        if (kind == BasicKind.NONE || kind(b) == BasicKind.NONE) {
            throw new TemplateFailure("invalid type for comparison");
        }
        if (kind != kind(b)) {
            throw new TemplateFailure(INCOMPATIBLE);
        }
        return switch (kind) {
            case INTEGER -> integer(a) < integer(b);
            case FLOAT -> number(a) < number(b);
            case STRING -> Utf8Order.compare(text(a), text(b)) < 0;
            case BOOL, NONE -> throw new TemplateFailure("invalid type for comparison");
        };
    }

    private static boolean lessOrEqual(List<GoValue> arguments) {
        return less(arguments) || equal(arguments);
    }

    private static long integer(GoValue value) {
        return value instanceof GoValue.Int i
                ? i.value()
                : value instanceof GoValue.Duration d ? d.nanos() : 0;
    }

    private static double number(GoValue value) {
        return value instanceof GoValue.Float f ? f.value() : Double.NaN;
    }

    private static String text(GoValue value) {
        return value instanceof GoValue.Str s ? s.value() : "";
    }
}
