package io.narthex.promql.test.naive;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Sample;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.test.naive.NaiveValue.Element;
import io.narthex.promql.test.naive.NaiveValue.Series;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Function calls at one time.
final class NaiveCalls {
    private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");

    private final NaiveEvaluator evaluator;
    private final NaiveNames names;

    NaiveCalls(NaiveEvaluator evaluator, NaiveNames names) {
        this.evaluator = evaluator;
        this.names = names;
    }

    NaiveValue call(Expr.Call call, long t) {
        List<Expr> args = call.args();
        String name = call.function().name();
        return switch (name) {
            case "time" -> new NaiveValue.Scalar(t / 1000.0);
            case "pi" -> new NaiveValue.Scalar(Math.PI);
            case "scalar" -> scalar(evaluator.vector(args.getFirst(), t));
            case "vector" -> {
                double value = evaluator.scalar(args.getFirst(), t);
                yield vector(List.of(new Element(Labels.empty(), false, value, t)));
            }
            case "timestamp" -> vector(timestamps(args.getFirst(), t));
            case "absent" ->
                    vector(absent(args.getFirst(), evaluator.vector(args.getFirst(), t), t));
            case "absent_over_time" ->
                    vector(absent(args.getFirst(), evaluator.matrix(args.getFirst(), t), t));
            case "label_replace" -> vector(labelReplace(args, t));
            case "label_join" -> vector(labelJoin(args, t));
            case "sort", "sort_desc" -> vector(evaluator.vector(args.getFirst(), t));
            default -> {
                boolean window = call.args().stream().anyMatch(a -> a.type() == ValueType.MATRIX);
                yield vector(window ? windows(name, args, t) : elements(name, args, t));
            }
        };
    }

    private static NaiveValue vector(List<Element> elements) {
        return new NaiveValue.Vector(elements);
    }

    private static NaiveValue scalar(List<Element> elements) {
        return new NaiveValue.Scalar(
                elements.size() == 1 ? elements.getFirst().value() : Double.NaN);
    }

    private double[] scalars(List<Expr> args, long t) {
        return args.stream()
                .filter(a -> a.type() == ValueType.SCALAR)
                .mapToDouble(a -> evaluator.scalar(a, t))
                .toArray();
    }

    private List<Element> windows(String name, List<Expr> args, long t) {
        Expr range =
                args.stream().filter(a -> a.type() == ValueType.MATRIX).findFirst().orElseThrow();
        long end = evaluator.windowEnd(range, t);
        long start = end - evaluator.windowLength(range);
        Extension extension = evaluator.extension(range);
        double[] scalars = scalars(args, t);
        List<Element> output = new ArrayList<>();
        for (Series series : evaluator.matrix(range, t)) {
            List<Sample> samples = series.samples();
            boolean smoothed = extension == Extension.SMOOTHED;
            OptionalDouble value =
                    extension == Extension.NONE
                            ? new NaiveWindow(samples, start, end, t).apply(name, scalars)
                            : new NaiveExtended(samples, start, end, smoothed).apply(name);
            if (value.isPresent()) {
                Element e = new Element(series.labels(), series.dropName(), value.getAsDouble(), t);
                output.add(KEEP_NAME.contains(name) ? e : names.drop(e));
            }
        }
        return names.unique(output);
    }

    private List<Element> elements(String name, List<Expr> args, long t) {
        List<Element> output = new ArrayList<>();
        double[] scalars = scalars(args, t);
        List<Element> input =
                args.isEmpty()
                        ? List.of(new Element(Labels.empty(), false, t / 1000.0, t))
                        : evaluator.vector(args.getFirst(), t);
        if (name.equals("clamp") && scalars[0] > scalars[1]) {
            return output;
        }
        for (Element e : input) {
            double value = NaiveMath.apply(name, e.value(), scalars);
            output.add(names.drop(new Element(e.labels(), e.dropName(), value, t)));
        }
        return names.unique(output);
    }

    private List<Element> timestamps(Expr arg, long t) {
        Expr inner = arg;
        while (inner instanceof Expr.ParenExpr paren) {
            inner = paren.inner();
        }
        List<Element> output = new ArrayList<>();
        boolean sampled = inner instanceof Expr.VectorSelector;
        List<Element> input =
                inner instanceof Expr.VectorSelector selector
                        ? evaluator.newest(selector, t)
                        : evaluator.vector(inner, t);
        for (Element e : input) {
            double value = (sampled ? e.sampledAt() : t) / 1000.0;
            output.add(names.drop(new Element(e.labels(), e.dropName(), value, t)));
        }
        return names.unique(output);
    }

    private static List<Element> absent(Expr arg, List<?> found, long t) {
        if (!found.isEmpty()) {
            return List.of();
        }
        List<LabelMatcher> matchers =
                switch (arg) {
                    case Expr.VectorSelector selector -> selector.matchers();
                    case Expr.MatrixSelector matrix -> matrix.selector().matchers();
                    default -> List.of();
                };
        Labels.Builder labels = new Labels.Builder();
        for (LabelMatcher m : matchers) {
            long same = matchers.stream().filter(o -> o.name().equals(m.name())).count();
            if (same == 1 && m.type() == LabelMatcher.Type.EQUAL && !m.name().equals(Labels.NAME)) {
                labels.set(m.name(), m.value());
            }
        }
        return List.of(new Element(labels.build(), false, 1, t));
    }

    private String text(Expr arg, long t) {
        return ((NaiveValue.Text) evaluator.value(arg, t)).value();
    }

    /// Expressions and replacements must be of the simple kind that Java reads as RE2 does.
    private List<Element> labelReplace(List<Expr> args, long t) {
        String target = text(args.get(1), t);
        Pattern regex = Pattern.compile(text(args.get(4), t), Pattern.DOTALL);
        List<Element> output = new ArrayList<>();
        for (Element e : evaluator.vector(args.getFirst(), t)) {
            Matcher m = regex.matcher(e.labels().getOrEmpty(text(args.get(3), t)));
            output.add(m.matches() ? named(e, target, m.replaceFirst(text(args.get(2), t))) : e);
        }
        return names.unique(output);
    }

    private List<Element> labelJoin(List<Expr> args, long t) {
        String separator = text(args.get(2), t);
        List<Element> output = new ArrayList<>();
        for (Element e : evaluator.vector(args.getFirst(), t)) {
            String joined =
                    args.stream()
                            .skip(3)
                            .map(a -> e.labels().getOrEmpty(text(a, t)))
                            .collect(Collectors.joining(separator));
            output.add(named(e, text(args.get(1), t), joined));
        }
        return names.unique(output);
    }

    private static Element named(Element e, String label, String value) {
        boolean dropName = e.dropName() && !label.equals(Labels.NAME);
        return new Element(e.labels().with(label, value), dropName, e.value(), e.sampledAt());
    }
}
