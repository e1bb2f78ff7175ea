package io.narthex.promql.test.naive;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.Sample;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.test.naive.NaiveValue.Element;
import io.narthex.promql.test.naive.NaiveValue.Series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Evaluates a query over floats step by step, as the language defines it.
///
/// Thread safety: for one thread.
public final class NaiveEvaluator {
    /// When a query is evaluated, in epoch milliseconds; `step` is 0 for one time only.
    public record Times(long start, long end, long step) {}

    /// What the query's result depends on besides its text.
    ///
    /// @param lookback milliseconds
    /// @param subqueryStep milliseconds
    /// @param delayedNameRemoval whether names are removed at the very end
    public record Settings(long lookback, long subqueryStep, boolean delayedNameRemoval) {}

    private final Queryable store;
    private final Settings settings;
    private final NaiveNames names;
    private final Times times;

    private NaiveEvaluator(Queryable store, Settings settings, Times times) {
        this.store = store;
        this.settings = settings;
        this.names = new NaiveNames(settings.delayedNameRemoval());
        this.times = times;
    }

    /// Evaluates a scalar or a vector at each step.
    ///
    /// @return the values of each series by time; a scalar has the labels `{}`
    /// @throws NaiveException if the query must fail
    /// @throws UnsupportedOperationException if it uses something that this evaluator doesn't know
    public static Map<Labels, Map<Long, Double>> evaluate(
            Expr expr, Queryable store, Settings settings, Times times) {
        NaiveEvaluator evaluator = new NaiveEvaluator(store, settings, times);
        Map<Labels, Map<Long, Double>> rows = new TreeMap<>();
        for (long t = times.start(); t <= times.end(); t += Math.max(1, times.step())) {
            for (Element e : evaluator.finalVector(expr, t)) {
                Map<Long, Double> row = rows.computeIfAbsent(e.labels(), _ -> new TreeMap<>());
                if (row.put(t, e.value()) != null) {
                    throw new NaiveException(NaiveNames.SAME_LABELS);
                }
            }
        }
        return rows;
    }

    private List<Element> finalVector(Expr expr, long t) {
        if (expr.type() == ValueType.SCALAR) {
            return List.of(new Element(Labels.empty(), false, scalar(expr, t), t));
        }
        return vector(expr, t).stream().map(names::removed).toList();
    }

    NaiveValue value(Expr expr, long t) {
        return switch (expr) {
            case Expr.NumberLiteral number -> new NaiveValue.Scalar(number.value());
            case Expr.StringLiteral text -> new NaiveValue.Text(text.value());
            case Expr.ParenExpr paren -> value(paren.inner(), t);
            case Expr.UnaryExpr unary -> unary(unary, t);
            case Expr.BinaryExpr binary -> binary(binary, t);
            case Expr.AggregateExpr aggregate -> aggregate(aggregate, t);
            case Expr.Call call -> new NaiveCalls(this, names).call(call, t);
            case Expr.VectorSelector selector -> new NaiveValue.Vector(select(selector, t));
            case Expr.MatrixSelector matrix -> new NaiveValue.Matrix(windows(matrix, t));
            case Expr.SubqueryExpr subquery -> new NaiveValue.Matrix(subquery(subquery, t));
            case Expr.QueryParameter _ -> throw new UnsupportedOperationException("parameters");
        };
    }

    double scalar(Expr expr, long t) {
        return ((NaiveValue.Scalar) value(expr, t)).value();
    }

    List<Element> vector(Expr expr, long t) {
        return ((NaiveValue.Vector) value(expr, t)).elements();
    }

    List<Series> matrix(Expr expr, long t) {
        return ((NaiveValue.Matrix) value(expr, t)).series();
    }

    private NaiveValue unary(Expr.UnaryExpr unary, long t) {
        NaiveValue value = value(unary.operand(), t);
        if (!unary.minus()) {
            return value;
        }
        return switch (value) {
            case NaiveValue.Scalar(double v) -> new NaiveValue.Scalar(-v);
            case NaiveValue.Vector(List<Element> elements) ->
                    new NaiveValue.Vector(
                            names.unique(
                                    elements.stream()
                                            .map(e -> names.drop(e.with(-e.value())))
                                            .toList()));
            case NaiveValue.Text _, NaiveValue.Matrix _ ->
                    throw new IllegalStateException("BUG: minus of " + value);
        };
    }

    private NaiveValue binary(Expr.BinaryExpr binary, long t) {
        NaiveValue lhs = value(binary.lhs(), t);
        NaiveValue rhs = value(binary.rhs(), t);
        return new NaiveBinary(binary, names, t).apply(lhs, rhs);
    }

    private NaiveValue aggregate(Expr.AggregateExpr aggregate, long t) {
        Expr param = aggregate.param();
        NaiveValue value = param == null ? new NaiveValue.Text("") : value(param, t);
        return new NaiveValue.Vector(
                new NaiveAggregation(aggregate, value, t).apply(vector(aggregate.expr(), t)));
    }

    private List<Element> select(Expr.VectorSelector selector, long t) {
        return selector.shift().extension() == Extension.SMOOTHED
                ? smoothed(selector, t)
                : newest(selector, t);
    }

    /// What lies on the line between the samples around the time.
    private List<Element> smoothed(Expr.VectorSelector selector, long t) {
        long at = shifted(selector.shift(), t);
        List<Element> found = new ArrayList<>();
        for (Series s :
                within(selector.matchers(), at - settings.lookback(), at + settings.lookback())) {
            if (s.samples().getFirst().timestamp() <= at) {
                double value = new NaiveExtended(s.samples(), at, at, true).at(at, false);
                found.add(new Element(s.labels(), false, value, t));
            }
        }
        return found;
    }

    /// The newest sample of each series that is not too old, unless it is a marker.
    List<Element> newest(Expr.VectorSelector selector, long t) {
        long at = shifted(selector.shift(), t);
        List<Element> found = new ArrayList<>();
        for (Series series : all(selector.matchers())) {
            Sample newest = null;
            for (Sample s : series.samples()) {
                if (s.timestamp() <= at && s.timestamp() > at - settings.lookback()) {
                    newest = s;
                }
            }
            if (newest != null && !StaleNaN.isStale(newest.value())) {
                found.add(new Element(series.labels(), false, newest.value(), newest.timestamp()));
            }
        }
        return found;
    }

    /// Extended ranges come with the samples around them.
    private List<Series> windows(Expr.MatrixSelector matrix, long t) {
        Extension extension = extension(matrix);
        long end = windowEnd(matrix, t);
        long before = extension == Extension.NONE ? 0 : settings.lookback();
        long after = extension == Extension.SMOOTHED ? settings.lookback() : 0;
        return within(
                matrix.selector().matchers(), end - windowLength(matrix) - before, end + after);
    }

    /// The series that have samples within a time range, without markers.
    ///
    /// @param begin exclusive
    /// @param end inclusive
    private List<Series> within(List<LabelMatcher> matchers, long begin, long end) {
        List<Series> found = new ArrayList<>();
        for (Series series : all(matchers)) {
            List<Sample> in =
                    series.samples().stream()
                            .filter(s -> s.timestamp() > begin && s.timestamp() <= end)
                            .filter(s -> !StaleNaN.isStale(s.value()))
                            .toList();
            if (!in.isEmpty()) {
                found.add(new Series(series.labels(), false, in));
            }
        }
        return found;
    }

    /// The inner expression at each multiple of the step within the window.
    private List<Series> subquery(Expr.SubqueryExpr subquery, long t) {
        long end = windowEnd(subquery, t);
        long begin = end - windowLength(subquery);
        DurationExpr written = subquery.step();
        long step = written == null ? settings.subqueryStep() : millis(written);
        Map<Element, List<Sample>> rows = new LinkedHashMap<>();
        for (long at = Math.floorDiv(begin, step) * step + step; at <= end; at += step) {
            for (Element e : vector(subquery.expr(), at)) {
                Element key = new Element(e.labels(), e.dropName(), 0, 0);
                rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Sample(at, e.value()));
            }
        }
        return rows.entrySet().stream()
                .map(r -> new Series(r.getKey().labels(), r.getKey().dropName(), r.getValue()))
                .toList();
    }

    /// The inclusive end of a range vector's window.
    long windowEnd(Expr range, long t) {
        return switch (range) {
            case Expr.MatrixSelector matrix -> shifted(matrix.selector().shift(), t);
            case Expr.SubqueryExpr subquery -> shifted(subquery.shift(), t);
            case Expr.ParenExpr paren -> windowEnd(paren.inner(), t);
            default -> throw new IllegalStateException("BUG: no range vector: " + range);
        };
    }

    /// The length of a range vector's window in milliseconds.
    long windowLength(Expr range) {
        return switch (range) {
            case Expr.MatrixSelector matrix -> millis(matrix.range());
            case Expr.SubqueryExpr subquery -> millis(subquery.range());
            case Expr.ParenExpr paren -> windowLength(paren.inner());
            default -> throw new IllegalStateException("BUG: no range vector: " + range);
        };
    }

    /// How a range vector treats its borders.
    Extension extension(Expr range) {
        return switch (range) {
            case Expr.MatrixSelector matrix -> matrix.selector().shift().extension();
            case Expr.ParenExpr paren -> extension(paren.inner());
            default -> Extension.NONE;
        };
    }

    private long shifted(TimeShift shift, long t) {
        DurationExpr offset = shift.offset();
        long at =
                switch (shift.at()) {
                    case null -> t;
                    case TimeShift.At.Timestamp fixed -> fixed.millis();
                    case TimeShift.At.Start _ -> times.start();
                    case TimeShift.At.End _ -> times.end();
                };
        return offset == null ? at : at - millis(offset);
    }

    private static long millis(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Literal literal -> Math.round(literal.seconds() * 1000);
            case DurationExpr.Unary unary ->
                    unary.minus() ? -millis(unary.operand()) : millis(unary.operand());
            case DurationExpr.Paren paren -> millis(paren.inner());
            case DurationExpr.Binary b when b.op() == BinaryOp.ADD ->
                    millis(b.lhs()) + millis(b.rhs());
            case DurationExpr.Binary _,
                    DurationExpr.Extremum _,
                    DurationExpr.Step _,
                    DurationExpr.Range _ ->
                    throw new UnsupportedOperationException("computed durations");
        };
    }

    private List<Series> all(List<LabelMatcher> matchers) {
        List<Series> all = new ArrayList<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE), matchers);
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = set.cursor().at(i);
                List<Sample> samples = new ArrayList<>();
                for (int k = 0; k < data.count(); k++) {
                    samples.add(new Sample(data.timeAt(k), data.valueAt(k)));
                }
                all.add(new Series(data.labels(), false, samples));
            }
        }
        return all;
    }
}
