package io.narthex.rules.template;

import static io.narthex.rules.template.Function.Parameter.ANY;
import static io.narthex.rules.template.Function.Parameter.STRING;
import static io.narthex.rules.template.Function.Parameter.VALUE;

import io.narthex.model.Labels;
import io.narthex.rules.template.GoValue.Nothing;

import java.util.List;

/// The functions that every Go template has, but for comparisons.
///
/// Thread safety: stateless.
final class Builtins {
    static final List<Function> FUNCTIONS =
            List.of(
                    // The evaluator evaluates arguments of these two one by one.
                    Function.variadic("and", Builtins::evaluated, VALUE, VALUE),
                    Function.variadic("or", Builtins::evaluated, VALUE, VALUE),
                    Function.of("not", (_, a) -> bool(!Truth.of(a.getFirst())), VALUE),
                    Function.of("len", (_, a) -> length(a.getFirst()), VALUE),
                    Function.variadic("index", (_, a) -> Indexing.index(a), VALUE, VALUE),
                    Function.variadic("slice", (_, a) -> Indexing.slice(a), VALUE, VALUE),
                    Function.variadic("call", (_, a) -> call(a.getFirst()), VALUE, VALUE),
                    Function.variadic("print", (e, a) -> made(e, GoPrinter.print(a, e)), ANY),
                    Function.variadic("println", (e, a) -> made(e, GoPrinter.println(a, e)), ANY),
                    Function.variadic(
                            "printf",
                            (e, a) -> new GoValue.Str(Printf.format(a, e.budget())),
                            STRING,
                            ANY),
                    Function.variadic("html", (e, a) -> made(e, Escaping.html(joined(a, e))), ANY),
                    Function.variadic("js", (e, a) -> made(e, Escaping.js(joined(a, e))), ANY),
                    Function.variadic(
                            "urlquery", (e, a) -> made(e, Escaping.query(joined(a, e))), ANY));

    private Builtins() {}

    static GoValue bool(boolean value) {
        return new GoValue.Bool(value);
    }

    static GoValue made(Environment environment, String text) {
        environment.budget().make(text.length());
        return new GoValue.Str(text);
    }

    private static GoValue evaluated(Environment environment, List<GoValue> arguments) {
        throw new IllegalStateException("BUG: the evaluator does this");
    }

    /// Several arguments are joined as `print` does, pointers being followed.
    private static String joined(List<GoValue> arguments, Environment environment) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof GoValue.Str s && !s.html()) {
            return s.value();
        }
        return GoPrinter.printArguments(arguments, environment.budget());
    }

    /// Nothing in a template's data is a function.
    private static GoValue call(GoValue function) {
        GoValue concrete = function.concrete();
        if (concrete == Nothing.NOTHING) {
            throw new TemplateFailure("call of nil");
        }
        throw new TemplateFailure("non-function of type " + concrete.typeName());
    }

    private static GoValue length(GoValue value) {
        GoValue concrete = value.concrete();
        if (concrete == Nothing.NOTHING && value != Nothing.NOTHING
                || concrete == GoValue.NilSample.NIL_SAMPLE) {
            throw new TemplateFailure("len of nil pointer");
        }
        int length =
                switch (concrete) {
                    case GoValue.Str s -> Labels.utf8Length(s.value());
                    case GoValue.StringMap m -> m.labels().size();
                    case GoValue.AnyMap m -> m.entries().size();
                    case GoValue.Samples s -> s.samples().size();
                    case Nothing _ ->
                            throw new TemplateFailure(
                                    "reflect: call of reflect.Value.Type on zero Value");
                    case GoValue.Bool _,
                            GoValue.Int _,
                            GoValue.Float _,
                            GoValue.Sample _,
                            GoValue.NilSample _,
                            GoValue.AlertData _,
                            GoValue.Histogram _,
                            GoValue.Time _,
                            GoValue.Duration _,
                            GoValue.Any _ ->
                            throw new TemplateFailure("len of type " + pointed(concrete));
                };
        return new GoValue.Int(length);
    }

    /// The type behind a pointer.
    private static String pointed(GoValue value) {
        String name = value.typeName();
        return name.startsWith("*") ? name.substring(1) : name;
    }
}
