package io.narthex.rules.template;

import static io.narthex.rules.template.Function.Parameter.ANY;
import static io.narthex.rules.template.Function.Parameter.SAMPLE;
import static io.narthex.rules.template.Function.Parameter.SAMPLES;
import static io.narthex.rules.template.Function.Parameter.STRING;

import io.narthex.model.Utf8Order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Queries, and what their results are taken apart with.
///
/// Thread safety: stateless.
final class QueryFunctions {
    static final List<Function> FUNCTIONS =
            List.of(
                    Function.of("query", QueryFunctions::query, STRING),
                    Function.of("first", (_, a) -> first(samples(a.getFirst())), SAMPLES),
                    Function.of(
                            "label",
                            (_, a) -> label(sample(a.get(1)), text(a.getFirst())),
                            STRING,
                            SAMPLE),
                    Function.of(
                            "value",
                            (_, a) -> new GoValue.Any(sample(a.getFirst()).value()),
                            SAMPLE),
                    Function.of(
                            "strvalue", (_, a) -> label(sample(a.getFirst()), "__value__"), SAMPLE),
                    Function.of(
                            "sortByLabel",
                            (_, a) -> sorted(samples(a.get(1)), text(a.getFirst())),
                            STRING,
                            SAMPLES),
                    Function.variadic("args", (_, a) -> arguments(a), ANY));

    /// What Go says of a nil pointer that is followed.
    static final String NIL_POINTER =
            "runtime error: invalid memory address or nil pointer dereference";

    /// Maps within maps: printing calls itself.
    private static final int MAX_NESTING = 100;

    private QueryFunctions() {}

    static String text(GoValue value) {
        return value instanceof GoValue.Str s ? s.value() : "";
    }

    private static List<GoValue.Sample> samples(GoValue value) {
        return value instanceof GoValue.Samples(List<GoValue.Sample> list) ? list : List.of();
    }

    private static GoValue.Sample sample(GoValue value) {
        if (value instanceof GoValue.Sample sample) {
            return sample;
        }
        throw new TemplateFailure(NIL_POINTER);
    }

    private static GoValue query(Environment environment, List<GoValue> arguments) {
        List<GoValue.Sample> samples = new ArrayList<>();
        for (TemplateQueries.Element element : ask(environment, text(arguments.getFirst()))) {
            GoValue value =
                    element.histogram() == null
                            ? new GoValue.Float(element.value())
                            : new GoValue.Histogram(element.histogram());
            samples.add(new GoValue.Sample(new GoValue.StringMap(element.labels()), value));
        }
        return new GoValue.Samples(samples);
    }

    /// Whatever is wrong with a query is the template's error, not the rule's.
    private static List<TemplateQueries.Element> ask(Environment environment, String expression) {
        try {
            return environment.context().queries().query(expression, environment.context().time());
        } catch (RuntimeException e) {
            throw new TemplateFailure(String.valueOf(e.getMessage()));
        }
    }

    private static GoValue first(List<GoValue.Sample> samples) {
        if (samples.isEmpty()) {
            throw new TemplateFailure("first() called on vector with no elements");
        }
        return samples.getFirst();
    }

    private static GoValue label(GoValue.Sample sample, String name) {
        return new GoValue.Str(sample.labels().labels().getOrEmpty(name));
    }

    /// Sorts in place, as Prometheus does: the variable that holds the result is sorted too.
    private static GoValue sorted(List<GoValue.Sample> samples, String label) {
        if (samples.size() > 1) {
            samples.sort(
                    Comparator.comparing(
                            s -> s.labels().labels().getOrEmpty(label), Utf8Order::compare));
        }
        return new GoValue.Samples(samples);
    }

    private static GoValue arguments(List<GoValue> arguments) {
        SortedMap<String, GoValue> entries = new TreeMap<>();
        int depth = 0;
        for (GoValue argument : arguments) {
            entries.put("arg" + entries.size(), argument);
            depth = Math.max(depth, argument instanceof GoValue.AnyMap map ? map.depth() : 0);
        }
        if (depth >= MAX_NESTING) {
            throw new TemplateFailure("maps nest more than " + MAX_NESTING + " levels");
        }
        return new GoValue.AnyMap(entries, depth + 1);
    }
}
