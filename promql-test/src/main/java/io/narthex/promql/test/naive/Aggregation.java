package io.narthex.promql.test.naive;

import static io.narthex.promql.test.naive.NaiveEvaluator.unwrapped;

import io.narthex.model.Labels;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.test.naive.function.Histograms;
import io.narthex.promql.test.naive.function.Statistics;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Aggregates a vector at one time.
record Aggregation(NaiveEvaluator in, Expr.AggregateExpr expr, long time) {
    List<Series> apply() {
        if (expr.op() == AggregateOp.COUNT_VALUES) {
            String label = ((Expr.StringLiteral) param()).value();
            return countValues(in.eval(expr.expr(), time), label);
        }
        double param = expr.param() == null ? 0 : in.eval(param(), time).getFirst().point().value();
        requireParam(param);
        List<Series> input = in.eval(expr.expr(), time);
        Map<Labels, List<Series>> groups = new LinkedHashMap<>();
        for (Series s : input) {
            groups.computeIfAbsent(key(s.labels()), _ -> new ArrayList<>()).add(s);
        }
        List<Series> output = new ArrayList<>();
        groups.forEach((labels, members) -> output.addAll(aggregated(labels, members, param)));
        return output;
    }

    /// The labels that members of a group have in common: those of `by`, or all but the name and
    /// those of `without`.
    private Labels key(Labels labels) {
        Labels rest = labels.drop(Labels.NAME);
        return expr.without() ? rest.drop(expr.grouping()) : labels.keep(expr.grouping());
    }

    private Expr param() {
        Expr param = expr.param();
        return unwrapped(param == null ? expr.expr() : param);
    }

    private void requireParam(double param) {
        switch (expr.op()) {
            case QUANTILE -> Histograms.requireQuantile(in, param, param().position());
            case TOPK, BOTTOMK, LIMITK -> {
                in.require(!Double.isNaN(param), "Parameter value is NaN");
                in.require(param < Long.MAX_VALUE, GoText.g(param) + " overflows int64");
            }
            case LIMIT_RATIO -> {
                in.require(!Double.isNaN(param), "Ratio value is NaN");
                if (Math.abs(param) > 1) {
                    String end = "should be between -1 and 1, got %s, capping to %s";
                    String to = GoText.g(Math.signum(param));
                    in.warn(end.formatted(GoText.g(param), to), param().position());
                } else if (Math.abs(param) < 1 && param != 0) {
                    throw new UnsupportedOperationException("the hash of labels");
                }
            }
            default -> {}
        }
    }

    private List<Series> aggregated(Labels labels, List<Series> members, double param) {
        PositionRange at = unwrapped(expr.expr()).position();
        Comparator<Series> byValue = Comparator.comparing(s -> s.point().value());
        return switch (expr.op()) {
            case TOPK -> best(members, byValue.reversed(), param);
            case BOTTOMK -> best(members, byValue, param);
            case LIMITK -> members.stream().limit((long) Math.max(0, param)).toList();
            case LIMIT_RATIO -> param == 0 ? List.of() : members;
            case COUNT -> one(labels, members, Point.of(time, members.size()));
            case GROUP -> one(labels, members, Point.of(time, 1));
            default -> {
                Statistics statistics = new Statistics(in, at, false, members);
                yield one(labels, members, statistics.apply(expr.op(), param, time));
            }
        };
    }

    private static List<Series> one(Labels labels, List<Series> members, @Nullable Point point) {
        boolean nameless = members.stream().anyMatch(Series::nameless);
        return point == null ? List.of() : List.of(new Series(labels, nameless, List.of(point)));
    }

    /// NaN ranks last. Equal values have no order.
    private List<Series> best(List<Series> members, Comparator<Series> order, double k) {
        List<Series> floats = members.stream().filter(s -> s.point().isFloat()).toList();
        if (k >= 1 && floats.size() < members.size()) {
            in.info(
                    "ignored histogram in " + expr.op().keyword() + " aggregation",
                    expr.position());
        }
        Comparator<Series> nanLast = Comparator.comparing(s -> Double.isNaN(s.point().value()));
        var ranked = floats.stream().sorted(nanLast.thenComparing(order));
        return k < 1 ? List.of() : ranked.limit((long) k).toList();
    }

    /// The value becomes a label. As in Prometheus, whether a name was to be removed is forgotten.
    private List<Series> countValues(List<Series> input, String label) {
        in.require(!label.isEmpty(), "invalid label name " + NaiveEvaluator.quoted(label));
        Map<Labels, Integer> counts = new LinkedHashMap<>();
        for (Series s : input) {
            Point p = s.point();
            String text = p.isFloat() ? GoText.plain(p.value()) : p.h().toString();
            Labels labels = s.labels().with(label, text);
            counts.merge(
                    expr.without() ? key(labels) : key(labels).with(label, text), 1, Integer::sum);
        }
        List<Series> output = new ArrayList<>();
        counts.forEach((labels, n) -> output.add(Series.of(labels, time, n)));
        return output;
    }
}
