package io.narthex.promql.test.naive;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.test.naive.function.Call;
import io.narthex.promql.test.naive.function.Functions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Evaluates a query step by step, as the language defines it: PromQL in its most obvious form.
///
/// Every expression is evaluated at one time, from the leaves up, and gives a list of series. A
/// range query does so once per step. Start reading at [#eval].
///
/// Left out are: the order of results; the hash behind `limit_ratio`, so that only ratios are
/// known that keep all or nothing; native histograms in `anchored` and `smoothed` ranges, and
/// such ranges as a result; dates that Java's calendar doesn't reach; quantiles of histograms
/// that saw NaN, which Prometheus reads from another bucket; series that become equal before
/// names are removed at the end, which is a failure in Prometheus only where there are several
/// steps; and of errors and annotations all but the end of the text. What can't be answered is
/// refused with [UnsupportedOperationException].
///
/// Thread safety: for one thread.
public final class NaiveEvaluator {
    private final byte[] query;
    private final Queryable store;
    private final Settings settings;
    private final Set<Note> notes = new TreeSet<>();

    /// How failures so far end; evaluation goes on after one, so that all are known.
    private final Set<String> failures = new TreeSet<>();

    /// Selectors as [CountsOnly] finds them.
    private final Set<Expr> countsOnly = Collections.newSetFromMap(new IdentityHashMap<>());

    /// What was read from the store, by conditions.
    private final Map<List<LabelMatcher>, List<Series>> selected = new HashMap<>();

    /// By function of ranges and labels of a result, the labels of the series it is of.
    private final Map<Expr.Call, Map<Labels, Labels>> origins = new IdentityHashMap<>();

    private NaiveEvaluator(String query, Queryable store, Settings settings) {
        this.query = query.getBytes(StandardCharsets.UTF_8);
        this.store = store;
        this.settings = settings;
    }

    /// What a query's result depends on besides its text and the data; times in milliseconds.
    ///
    /// @param step between evaluations; 0 for an instant query
    /// @param subqueryStep of subqueries that don't say theirs
    /// @param delayedNames whether names are removed at the very end
    /// @param startTimestamps whether counters heed when their samples began
    public record Settings(
            long start,
            long end,
            long step,
            long lookback,
            long subqueryStep,
            boolean delayedNames,
            boolean startTimestamps) {}

    /// The samples of each series by time, each a `Double` or a `FloatHistogram`; a scalar is a
    /// series without labels.
    public record Result(Map<Labels, Map<Long, Object>> rows, Set<Note> notes) {}

    /// An annotation: how it begins, and how it ends.
    public record Note(String begin, String end) implements Comparable<Note> {
        @Override
        public int compareTo(Note other) {
            return (begin + end).compareTo(other.begin + other.end);
        }
    }

    /// Which samples a range covers: those after `start` and up to `end`.
    public record Bounds(long start, long end, Extension extension) {}

    static final Set<String> DESCRIPTIVE = Set.of(Labels.NAME, "__type__", "__unit__");

    /// Evaluates a query at each step.
    ///
    /// @throws NaiveException if the query must fail
    /// @throws UnsupportedOperationException if it uses something that this evaluator doesn't know
    public static Result evaluate(String query, Queryable store, Settings s) {
        Expr expr = PromqlParser.parse(query, ParserOptions.ALL);
        var in = new NaiveEvaluator(query, store, s);
        CountsOnly.find(expr, false, in.countsOnly);
        Map<Labels, Map<Long, Object>> rows = in.rows(expr);
        if (!in.failures.isEmpty()) {
            throw new NaiveException(in.failures);
        }
        return new Result(rows, in.notes);
    }

    private Map<Labels, Map<Long, Object>> rows(Expr expr) {
        Map<Labels, Map<Long, Object>> rows = new TreeMap<>();
        Settings s = settings;
        for (long t = s.start; t <= s.end; t += Math.max(1, s.step)) {
            for (Series row : eval(expr, t)) {
                Labels labels = row.nameless() ? row.labels().drop(DESCRIPTIVE) : row.labels();
                for (Point p : row.points()) {
                    long at = expr.type() == ValueType.MATRIX ? p.time() : t;
                    Map<Long, Object> samples = rows.computeIfAbsent(labels, _ -> new TreeMap<>());
                    Object old = samples.put(at, p.isFloat() ? (Object) p.value() : p.h());
                    require(old == null, "cannot contain metrics with the same labelset");
                }
            }
        }
        return rows;
    }

    public Settings settings() {
        return settings;
    }

    /// The value of an expression at a time.
    public List<Series> eval(Expr expr, long t) {
        return switch (expr) {
            case Expr.NumberLiteral number -> scalar(number.value(), t);
            case Expr.QueryParameter p -> scalar(parameter(p.parameter()), t);
            case Expr.StringLiteral _ -> throw new UnsupportedOperationException("a string");
            case Expr.ParenExpr paren -> eval(paren.inner(), t);
            case Expr.UnaryExpr u -> u.minus() ? negative(u.operand(), t) : eval(u.operand(), t);
            case Expr.BinaryExpr b -> new BinaryOperation(this, b, t).apply();
            case Expr.AggregateExpr aggregate -> new Aggregation(this, aggregate, t).apply();
            case Expr.Call call -> Functions.apply(new Call(this, call, t));
            case Expr.VectorSelector s when s.shift().extension() == Extension.SMOOTHED ->
                    Extended.instant(this, s, shifted(s.shift(), t));
            case Expr.VectorSelector s -> newest(s, shifted(s.shift(), t));
            case Expr.MatrixSelector m -> range(m.selector(), bounds(m, t));
            case Expr.SubqueryExpr s -> subquery(s, bounds(s, t));
        };
    }

    public static List<Series> scalar(double value, long t) {
        return List.of(Series.of(Labels.empty(), t, value));
    }

    private double parameter(Expr.QueryParameter.Parameter parameter) {
        return switch (parameter) {
            case START -> settings.start / 1000.0;
            case END -> settings.end / 1000.0;
            case RANGE -> (settings.end - settings.start) / 1000.0;
            case STEP -> settings.start == settings.end ? 0 : settings.step / 1000.0;
        };
    }

    private List<Series> negative(Expr operand, long t) {
        List<Series> output = new ArrayList<>();
        eval(operand, t).forEach(s -> output.add(dropName(s.with(s.point().times(-1)))));
        return unique(output);
    }

    /// An instant selector: the newest sample of each series, if it is younger than the lookback
    /// and no stale marker.
    public List<Series> newest(Expr.VectorSelector selector, long at) {
        return newest(select(selector, settings.lookback), at);
    }

    public List<Series> newest(List<Series> all, long at) {
        List<Series> found = new ArrayList<>();
        for (Series s : all) {
            List<Point> in = between(s, at - settings.lookback, at);
            if (!in.isEmpty() && !StaleNaN.isStale(in.getLast().value())) {
                found.add(s.with(in.getLast()));
            }
        }
        return found;
    }

    /// A range selector: all samples but stale markers. Ranges that look beyond their borders come
    /// with the samples around them.
    List<Series> range(Expr.VectorSelector selector, Bounds b) {
        long before = b.extension == Extension.NONE ? 0 : settings.lookback;
        long after = b.extension == Extension.SMOOTHED ? settings.lookback : 0;
        List<Series> found = new ArrayList<>();
        for (Series s : select(selector, b.end - b.start)) {
            List<Point> in = new ArrayList<>(between(s, b.start - before, b.end + after));
            in.removeIf(p -> StaleNaN.isStale(p.value()));
            if (!in.isEmpty()) {
                found.add(new Series(s.labels(), false, in));
            }
        }
        return found;
    }

    private static List<Point> between(Series s, long after, long upTo) {
        return s.points().stream().filter(p -> p.time() > after && p.time() <= upTo).toList();
    }

    /// A subquery: the inner expression at each multiple of the step within the range. As samples
    /// may be missing or repeated, what histograms say about counter resets holds no longer.
    private List<Series> subquery(Expr.SubqueryExpr subquery, Bounds b) {
        var written = subquery.step();
        long step = written == null ? settings.subqueryStep : Durations.millis(written, settings);
        Map<Labels, Series> rows = new LinkedHashMap<>();
        for (long at = Math.floorDiv(b.start, step) * step + step; at <= b.end; at += step) {
            for (Series s : eval(subquery.expr(), at)) {
                Point p = s.point();
                Series row = new Series(s.labels(), s.nameless(), new ArrayList<>());
                boolean gauge = p.isFloat() || p.h().resetHint() == ResetHint.GAUGE;
                var h = gauge ? p.histogram() : p.h().withHint(ResetHint.UNKNOWN);
                Series same = rows.putIfAbsent(s.labels(), row);
                (same == null ? row : same).points().add(new Point(at, 0, p.value(), h));
            }
        }
        return List.copyOf(rows.values());
    }

    /// What a range expression covers at a time.
    public Bounds bounds(Expr range, long t) {
        return switch (range) {
            case Expr.MatrixSelector(var s, var length, _) ->
                    bounds(s.shift(), Durations.millis(length, settings), t);
            case Expr.SubqueryExpr s -> bounds(s.shift(), Durations.millis(s.range(), settings), t);
            default -> throw new IllegalStateException("BUG: no range vector: " + range);
        };
    }

    private Bounds bounds(TimeShift shift, long length, long t) {
        long end = shifted(shift, t);
        return new Bounds(end - length, end, shift.extension());
    }

    /// The time that `@` names, or else that of the evaluation; minus the offset.
    public long shifted(TimeShift shift, long t) {
        var offset = shift.offset();
        long at =
                switch (shift.at()) {
                    case null -> t;
                    case TimeShift.At.Timestamp fixed -> fixed.millis();
                    case TimeShift.At.Start _ -> settings.start;
                    case TimeShift.At.End _ -> settings.end;
                };
        return offset == null ? at : at - Durations.millis(offset, settings);
    }

    /// @param length how far before a time the query reads
    private List<Series> select(Expr.VectorSelector selector, long length) {
        List<Series> all = select(selector.matchers());
        long after = shifted(selector.shift(), settings.start) - length;
        boolean asStored = !countsOnly.contains(selector);
        return asStored ? all : all.stream().map(s -> CountsOnly.withResets(s, after)).toList();
    }

    /// All samples of the series that fulfil the conditions.
    public List<Series> select(List<LabelMatcher> matchers) {
        return selected.computeIfAbsent(matchers, this::read);
    }

    private List<Series> read(List<LabelMatcher> matchers) {
        List<Series> all = new ArrayList<>();
        SelectHints always = SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE);
        try (Querier querier = store.querier(always.mint(), always.maxt())) {
            SeriesSet set = querier.select(always, matchers);
            for (int i = 0; i < set.size(); i++) {
                SeriesData d = set.cursor().at(i);
                List<Point> points = new ArrayList<>();
                for (int k = 0; k < d.count(); k++) {
                    var h = d.isHistogram(k) ? d.histogramAt(k) : null;
                    long start = settings.startTimestamps ? d.startTimestampAt(k) : 0;
                    points.add(new Point(d.timeAt(k), start, d.valueAt(k), h));
                }
                all.add(new Series(d.labels(), false, points));
            }
        }
        return all;
    }

    /// A series that is no longer the metric it came from loses what describes that: at once, or at
    /// the end of the query.
    public Series dropName(Series s) {
        return settings.delayedNames
                ? new Series(s.labels(), true, s.points())
                : s.with(s.labels().drop(DESCRIPTIVE));
    }

    /// No two series of a vector may have the same labels.
    public List<Series> unique(List<Series> vector) {
        Set<Labels> seen = new HashSet<>();
        boolean unique = vector.stream().allMatch(s -> seen.add(s.labels()));
        if (!unique && settings.delayedNames && failures.isEmpty()) {
            throw new UnsupportedOperationException("equal series before names are removed");
        }
        require(unique, "cannot contain metrics with the same labelset");
        return vector;
    }

    /// What a function makes of ranges of different series must differ in its labels, even where it
    /// has values at different times.
    public void requireOneOrigin(Expr.Call call, Series result, Series origin) {
        Map<Labels, Labels> known = origins.computeIfAbsent(call, _ -> new HashMap<>());
        Labels before = known.putIfAbsent(result.labels(), origin.labels());
        boolean same = before == null || before.equals(origin.labels());
        require(same, "cannot contain metrics with the same labelset");
    }

    public void require(boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
    }

    /// Adds a warning about a part of the query.
    ///
    /// @param end of the text
    public void warn(String end, PositionRange at) {
        notes.add(new Note("PromQL warning: ", end + " (" + at.place(query) + ")"));
    }

    /// Adds an info about a part of the query.
    public void info(String end, PositionRange at) {
        notes.add(new Note("PromQL info: ", end + " (" + at.place(query) + ")"));
    }

    public static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        LabelsText.quote(out, text);
        return out.toString();
    }

    /// An argument without its parentheses.
    public static Expr unwrapped(Expr expr) {
        return expr instanceof Expr.ParenExpr paren ? unwrapped(paren.inner()) : expr;
    }
}
