package io.narthex.promql.test.naive.function;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.histogram.Bucket;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.test.naive.NaiveEvaluator;
import io.narthex.promql.test.naive.Point;
import io.narthex.promql.test.naive.Series;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Every function by name.
///
/// Thread safety: stateless.
public final class Functions {
    private static final Map<String, Function<Call, List<Series>>> BY_NAME = new HashMap<>();

    static {
        scalar("time", c -> c.time() / 1000.0);
        scalar("pi", _ -> Math.PI);
        scalar("vector", c -> c.numbers()[0]);
        scalar("scalar", Functions::onlyFloat);
        scalar("max_of", c -> Numbers.max(c.numbers()[0], c.numbers()[1]));
        scalar("min_of", c -> Numbers.min(c.numbers()[0], c.numbers()[1]));
        floats("abs", Math::abs);
        floats("ceil", Math::ceil);
        floats("floor", Math::floor);
        floats("sqrt", Math::sqrt);
        floats("exp", Math::exp);
        floats("ln", Math::log);
        floats("log2", Bucket::log2);
        floats("log10", Math::log10);
        floats("sgn", Math::signum);
        floats("deg", v -> v * 180 / Math.PI);
        floats("rad", v -> v * Math.PI / 180);
        floats("sin", Math::sin);
        floats("cos", Math::cos);
        floats("tan", Math::tan);
        floats("asin", Math::asin);
        floats("acos", Math::acos);
        floats("atan", Math::atan);
        floats("sinh", Math::sinh);
        floats("cosh", Math::cosh);
        floats("tanh", Math::tanh);
        floats("asinh", v -> Math.copySign(Math.log(Math.abs(v) + Math.sqrt(v * v + 1)), v));
        floats("acosh", v -> Math.log(v + Math.sqrt(v * v - 1)));
        floats("atanh", v -> Math.log((1 + v) / (1 - v)) / 2);
        floats("round", (v, to) -> Numbers.round(v, to.length == 0 ? 1 : to[0]));
        floats("clamp", (v, m) -> m[0] > m[1] ? null : Numbers.max(m[0], Numbers.min(m[1], v)));
        floats("clamp_min", (v, min) -> Numbers.max(min[0], v));
        floats("clamp_max", (v, max) -> Numbers.min(max[0], v));
        dates("minute", ZonedDateTime::getMinute);
        dates("hour", ZonedDateTime::getHour);
        dates("day_of_week", d -> d.getDayOfWeek().getValue() % 7);
        dates("day_of_month", ZonedDateTime::getDayOfMonth);
        dates("day_of_year", ZonedDateTime::getDayOfYear);
        dates("days_in_month", d -> d.toLocalDate().lengthOfMonth());
        dates("month", ZonedDateTime::getMonthValue);
        dates("year", ZonedDateTime::getYear);
        histograms("histogram_count", FloatHistogram::count);
        histograms("histogram_sum", FloatHistogram::sum);
        histograms("histogram_avg", h -> h.sum() / h.count());
        histograms("histogram_stdvar", Histograms::variance);
        histograms("histogram_stddev", h -> Math.sqrt(Histograms.variance(h)));
        BY_NAME.put("histogram_quantile", Histograms::quantile);
        BY_NAME.put("histogram_quantiles", Histograms::quantiles);
        BY_NAME.put("histogram_fraction", Histograms::fraction);
        windows("rate", w -> w.extrapolated(true, true));
        windows("increase", w -> w.extrapolated(true, false));
        windows("delta", w -> w.extrapolated(false, false));
        windows("irate", w -> w.ofLastTwo(true));
        windows("idelta", w -> w.ofLastTwo(false));
        windows("changes", w -> w.count(w::isChange));
        windows("resets", w -> w.count(w::isTypeChangeOrReset));
        windows("count_over_time", w -> w.result(w.points().size()));
        windows("present_over_time", w -> w.result(1));
        windows("last_over_time", w -> w.points().getLast());
        windows("first_over_time", w -> w.points().getFirst());
        windows("ts_of_last_over_time", w -> w.result(w.points().getLast().time() / 1000.0));
        windows("ts_of_first_over_time", w -> w.result(w.points().getFirst().time() / 1000.0));
        windows("ts_of_min_over_time", w -> w.ofFloats(1, _ -> w.timeOfExtremum(false)));
        windows("ts_of_max_over_time", w -> w.ofFloats(1, _ -> w.timeOfExtremum(true)));
        windows("sum_over_time", w -> w.statistic(AggregateOp.SUM));
        windows("avg_over_time", w -> w.statistic(AggregateOp.AVG));
        windows("min_over_time", w -> w.statistic(AggregateOp.MIN));
        windows("max_over_time", w -> w.statistic(AggregateOp.MAX));
        windows("stdvar_over_time", w -> w.statistic(AggregateOp.STDVAR));
        windows("stddev_over_time", w -> w.statistic(AggregateOp.STDDEV));
        windows("quantile_over_time", w -> w.statistic(AggregateOp.QUANTILE));
        windows("mad_over_time", w -> w.ofFloats(1, Numbers::medianDeviation));
        windows("deriv", w -> w.ofFloats(2, w::slope));
        windows("predict_linear", w -> w.ofFloats(2, w::prediction));
        windows("double_exponential_smoothing", Window::smoothed);
        BY_NAME.put("absent", Functions::absent);
        BY_NAME.put("absent_over_time", Functions::absent);
        BY_NAME.put("timestamp", c -> times(c, false));
        BY_NAME.put("start_timestamp", c -> times(c, true));
        BY_NAME.put("label_replace", Functions::labelReplace);
        BY_NAME.put("label_join", Functions::labelJoin);
        BY_NAME.put("sort", c -> sorted(c, false));
        BY_NAME.put("sort_desc", c -> sorted(c, false));
        BY_NAME.put("sort_by_label", c -> sorted(c, true));
        BY_NAME.put("sort_by_label_desc", c -> sorted(c, true));
        BY_NAME.put("info", Info::apply);
    }

    private Functions() {}

    public static List<Series> apply(Call call) {
        for (int i = 0; i < call.count(); i++) {
            if (call.arg(i) instanceof Expr.MatrixSelector m) {
                requireKnownTo(m.selector().shift().extension(), call);
            }
        }
        return call.in().unique(named(call.function()).apply(call));
    }

    private static Function<Call, List<Series>> named(String name) {
        return Objects.requireNonNull(BY_NAME.get(name), name);
    }

    private static void requireKnownTo(Extension extension, Call call) {
        String known = extension == Extension.SMOOTHED ? "" : "changes, resets, ";
        boolean knows = ("delta, increase, rate, " + known).contains(call.function() + ",");
        call.in().require(extension == Extension.NONE || knows, "not with " + call.function());
    }

    private static void scalar(String name, ToDoubleFunction<Call> f) {
        BY_NAME.put(name, c -> NaiveEvaluator.scalar(f.applyAsDouble(c), c.time()));
    }

    private static double onlyFloat(Call call) {
        var floats = call.vector(0).stream().map(Series::point).filter(Point::isFloat).toList();
        return floats.size() == 1 ? floats.getFirst().value() : Double.NaN;
    }

    private interface FloatFunction {
        @Nullable Double apply(double value, double[] scalars);
    }

    private static void floats(String name, DoubleUnaryOperator f) {
        floats(name, (v, _) -> f.applyAsDouble(v));
    }

    /// Float by float: histograms are left out.
    private static void floats(String name, FloatFunction f) {
        BY_NAME.put(
                name,
                c -> {
                    double[] scalars = c.numbers();
                    return c.each(
                            c.vector(0), p -> p.isFloat() ? f.apply(p.value(), scalars) : null);
                });
    }

    /// Histogram by histogram: floats are left out.
    private static void histograms(String name, ToDoubleFunction<FloatHistogram> f) {
        BY_NAME.put(
                name, c -> c.each(c.vector(0), p -> p.isFloat() ? null : f.applyAsDouble(p.h())));
    }

    /// Without argument, of the time of evaluation.
    private static void dates(String name, ToDoubleFunction<ZonedDateTime> f) {
        floats(name, v -> f.applyAsDouble(date(v)));
        Function<Call, List<Series>> each = named(name);
        scalar(name, c -> f.applyAsDouble(date(c.time() / 1000.0)));
        Function<Call, List<Series>> now = named(name);
        BY_NAME.put(name, c -> (c.count() == 0 ? now : each).apply(c));
    }

    private static ZonedDateTime date(double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > 1e10) {
            throw new UnsupportedOperationException("a date at " + seconds);
        }
        return Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC);
    }

    /// Window by window: a sample, or nothing.
    private static void windows(String name, Function<Window, @Nullable Point> f) {
        boolean keepsName = name.equals("last_over_time") || name.equals("first_over_time");
        BY_NAME.put(name, c -> ofWindows(c, f, keepsName));
    }

    private static List<Series> ofWindows(
            Call c, Function<Window, @Nullable Point> f, boolean keepsName) {
        List<Series> output = new ArrayList<>();
        int arg = c.arg(0).type() == ValueType.MATRIX ? 0 : 1;
        for (Series s : c.vector(arg)) {
            Window w = Window.of(c, s, arg);
            Point p = w.points().isEmpty() ? null : f.apply(w);
            if (p != null) {
                Series result = keepsName ? s.with(p) : c.in().dropName(s.with(p));
                c.in().requireOneOrigin(c.expr(), result, s);
                output.add(result);
            }
        }
        return output;
    }

    /// One where there is nothing, with the labels that the selector asks for by `=`, once.
    private static List<Series> absent(Call call) {
        List<LabelMatcher> matchers =
                switch (call.arg(0)) {
                    case Expr.VectorSelector selector -> selector.matchers();
                    case Expr.MatrixSelector matrix -> matrix.selector().matchers();
                    default -> List.of();
                };
        Labels.Builder labels = new Labels.Builder();
        Set<String> seen = new HashSet<>(Set.of(Labels.NAME));
        for (LabelMatcher m : matchers) {
            boolean first = m.type() == LabelMatcher.Type.EQUAL && seen.add(m.name());
            labels.set(m.name(), first ? m.value() : "");
        }
        Series one = Series.of(labels.build(), call.time(), 1);
        return call.vector(0).isEmpty() ? List.of(one) : List.of();
    }

    /// Of a selector the times of its samples; of anything else the time of the evaluation, which
    /// is when its samples begin to exist.
    private static List<Series> times(Call call, boolean start) {
        NaiveEvaluator in = call.in();
        boolean known = !start || in.settings().startTimestamps();
        if (call.arg(0) instanceof Expr.VectorSelector selector) {
            List<Series> found = in.newest(selector, in.shifted(selector.shift(), call.time()));
            return call.each(
                    known ? found : List.of(), p -> (start ? p.start() : p.time()) / 1000.0);
        }
        List<Series> times = call.each(call.vector(0), _ -> call.time() / 1000.0);
        return start ? List.of() : times;
    }

    /// Expressions and replacements must be of the simple kind that Java reads as RE2 does.
    private static List<Series> labelReplace(Call call) {
        requireLabelName(call);
        List<Series> output = new ArrayList<>();
        Pattern regex = regex(call);
        for (Series s : call.vector(0)) {
            Matcher m = regex.matcher(s.labels().getOrEmpty(call.text(3)));
            output.add(m.matches() ? labelled(s, call, m.replaceFirst(call.text(2))) : s);
        }
        return output;
    }

    private static Pattern regex(Call call) {
        try {
            return Pattern.compile(call.text(4), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            call.in().require(false, "expression in label_replace(): " + call.text(4));
            return Pattern.compile("");
        }
    }

    private static List<Series> labelJoin(Call call) {
        requireLabelName(call);
        List<Series> output = new ArrayList<>();
        for (Series s : call.vector(0)) {
            List<String> values = new ArrayList<>();
            for (int i = 3; i < call.count(); i++) {
                values.add(s.labels().getOrEmpty(call.text(i)));
            }
            output.add(labelled(s, call, String.join(call.text(2), values)));
        }
        return output;
    }

    private static void requireLabelName(Call call) {
        boolean named = !call.text(1).isEmpty();
        call.in().require(named, "destination label name in " + call.function() + "(): ");
    }

    /// Sets the label of the second argument. A name that is set is no longer to be removed.
    private static Series labelled(Series s, Call call, String value) {
        boolean nameless = s.nameless() && !call.text(1).equals(Labels.NAME);
        return new Series(s.labels().with(call.text(1), value), nameless, s.points());
    }

    private static List<Series> sorted(Call call, boolean byLabel) {
        if (call.in().settings().start() != call.in().settings().end()) {
            call.in().warn("results are always ordered by labels", call.expr().position());
        }
        return call.vector(0).stream().filter(s -> byLabel || s.point().isFloat()).toList();
    }
}
