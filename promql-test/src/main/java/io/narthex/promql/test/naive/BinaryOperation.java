package io.narthex.promql.test.naive;

import static io.narthex.promql.test.naive.NaiveEvaluator.DESCRIPTIVE;
import static io.narthex.promql.test.naive.NaiveEvaluator.quoted;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.model.histogram.HistogramTrim;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.test.naive.function.Numbers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A binary operation at one time.
record BinaryOperation(NaiveEvaluator in, Expr.BinaryExpr expr, long time) {
    List<Series> apply() {
        List<Series> left = in.eval(expr.lhs(), time);
        List<Series> right = in.eval(expr.rhs(), time);
        boolean leftScalar = expr.lhs().type() == ValueType.SCALAR;
        boolean rightScalar = expr.rhs().type() == ValueType.SCALAR;
        if (leftScalar || rightScalar) {
            // Between scalars there is always `bool`.
            return in.unique(
                    withScalar(
                            rightScalar ? left : right, rightScalar ? right : left, !rightScalar));
        }
        return in.unique(expr.op().isSetOperator() ? sets(left, right) : join(left, right));
    }

    private boolean trims() {
        return expr.op() == BinaryOp.TRIM_UPPER || expr.op() == BinaryOp.TRIM_LOWER;
    }

    private boolean filters() {
        return expr.op().isComparison() && !expr.returnBool();
    }

    /// What an operator makes of two samples: a value, and whether a comparison holds.
    private record Outcome(Point point, boolean holds) {}

    /// The outcome; null where such samples can't be combined, which is noted.
    private @Nullable Outcome outcome(Point a, Point b) {
        BinaryOp op = expr.op();
        boolean floats = a.isFloat() && b.isFloat();
        boolean histograms = !a.isFloat() && !b.isFloat();
        boolean equality = op == BinaryOp.EQL || op == BinaryOp.NEQ;
        if (op.isComparison() && (floats || (histograms && equality))) {
            boolean holds =
                    floats
                            ? Numbers.holds(op, a.value(), b.value())
                            : a.h().hasSameData(b.h()) == (op == BinaryOp.EQL);
            return new Outcome(expr.returnBool() ? Point.of(time, holds ? 1 : 0) : a, holds);
        }
        if (floats && !trims()) {
            return new Outcome(Point.of(time, Numbers.arithmetic(op, a.value(), b.value())), true);
        }
        boolean adds = histograms && (op == BinaryOp.ADD || op == BinaryOp.SUB);
        FloatHistogram h =
                adds ? sum(a.h(), b.h()) : a.isFloat() == b.isFloat() ? null : scaled(a, b);
        if (h == null && !adds) {
            String types = a.type() + " " + op.symbol() + " " + b.type();
            in.info("for binary operator " + quoted(op.symbol()) + ": " + types, expr.position());
        }
        return h == null ? null : new Outcome(Point.of(time, h), true);
    }

    private @Nullable FloatHistogram scaled(Point a, Point b) {
        return switch (expr.op()) {
            case MUL ->
                    (a.isFloat() ? b.h().multiply(a.value()) : a.h().multiply(b.value())).compact();
            case DIV -> a.isFloat() ? null : a.h().divide(b.value()).compact();
            case TRIM_UPPER -> a.isFloat() ? null : HistogramTrim.below(a.h(), b.value());
            case TRIM_LOWER -> a.isFloat() ? null : HistogramTrim.above(a.h(), b.value());
            default -> null;
        };
    }

    /// The sum or, as a gauge, the difference. One after a reset and one after none don't fit.
    private @Nullable FloatHistogram sum(FloatHistogram a, FloatHistogram b) {
        boolean subtracts = expr.op() == BinaryOp.SUB;
        String operation = subtracts ? "subtraction" : "addition";
        HistogramSum sum = new HistogramSum(a);
        if (!(subtracts ? sum.subtract(b) : sum.add(b))) {
            in.warn(
                    "bucket layout encountered for binary operator " + expr.op().symbol(),
                    expr.position());
            return null;
        }
        if (sum.hintsCollided()) {
            in.warn("conflicting counter resets during histogram " + operation, expr.position());
            return null;
        }
        if (sum.pollBoundsReconciled()) {
            in.info("custom buckets were reconciled during " + operation, expr.position());
        }
        FloatHistogram result = sum.toHistogram().compact();
        return subtracts ? result.withHint(ResetHint.GAUGE) : result;
    }

    /// Each sample with the scalar. Without `bool` a comparison keeps samples as they are.
    private List<Series> withScalar(List<Series> vector, List<Series> scalar, boolean scalarFirst) {
        Point b = scalar.getFirst().point();
        List<Series> output = new ArrayList<>();
        for (Series s : vector) {
            Outcome outcome = scalarFirst ? outcome(b, s.point()) : outcome(s.point(), b);
            if (outcome != null && (outcome.holds || expr.returnBool())) {
                Series result = s.with(filters() ? s.point() : outcome.point);
                output.add(filters() || trims() ? result : in.dropName(result));
            }
        }
        return output;
    }

    private VectorMatching matching() {
        return Objects.requireNonNull(expr.matching());
    }

    /// What two series must have in common.
    private Labels signature(Labels labels) {
        List<String> names = matching().labels();
        return matching().on() ? labels.keep(names) : labels.drop(Labels.NAME).drop(names);
    }

    private Set<Labels> signatures(List<Series> vector) {
        Set<Labels> all = new HashSet<>();
        vector.forEach(s -> all.add(signature(s.labels())));
        return all;
    }

    /// `and`: of the left what is on the right too; `unless`: what is not; `or`: all of the left,
    /// and of the right what is not on the left.
    private List<Series> sets(List<Series> left, List<Series> right) {
        boolean or = expr.op() == BinaryOp.OR;
        List<Series> output = new ArrayList<>(or ? left : List.of());
        Set<Labels> others = signatures(or ? left : right);
        for (Series s : or ? right : left) {
            if (others.contains(signature(s.labels())) == (expr.op() == BinaryOp.AND)) {
                output.add(s);
            }
        }
        return output;
    }

    /// Each series of the "many" side, the left unless the "one" is there, with its partner on the
    /// "one" side. A missing partner may be filled in.
    private List<Series> join(List<Series> left, List<Series> right) {
        Double fillLeft = matching().fillLeft();
        Double fillRight = matching().fillRight();
        if ((left.isEmpty() || right.isEmpty()) && fillLeft == null && fillRight == null) {
            return List.of();
        }
        boolean swap = matching().cardinality() == Cardinality.ONE_TO_MANY;
        Map<Labels, Series> ones = new LinkedHashMap<>();
        for (Series s : swap ? left : right) {
            boolean first = ones.put(signature(s.labels()), s) == null;
            in.require(first, "matching labels must be unique on one side");
        }
        Map<Labels, Set<Labels>> matched = new HashMap<>();
        List<Series> output = new ArrayList<>();
        for (Series many : swap ? right : left) {
            Labels key = signature(many.labels());
            Series filled = fillRight == null ? null : Series.of(key, time, fillRight);
            Series one = ones.getOrDefault(key, filled);
            if (one != null) {
                pair(many, one, matched.computeIfAbsent(key, _ -> new HashSet<>()), output);
            }
        }
        for (Map.Entry<Labels, Series> one : ones.entrySet()) {
            Set<Labels> same = matched.computeIfAbsent(one.getKey(), _ -> new HashSet<>());
            if (fillLeft != null && same.isEmpty()) {
                pair(Series.of(one.getKey(), time, fillLeft), one.getValue(), same, output);
            }
        }
        return output;
    }

    /// @param same the labels of the results so far that have the same signature
    private void pair(Series many, Series one, Set<Labels> same, List<Series> output) {
        boolean swap = matching().cardinality() == Cardinality.ONE_TO_MANY;
        Outcome outcome = outcome((swap ? one : many).point(), (swap ? many : one).point());
        if (outcome == null) {
            return;
        }
        boolean oneToOne = matching().cardinality() == Cardinality.ONE_TO_ONE;
        in.require(
                !oneToOne || same.isEmpty(), "matching must be explicit (group_left/group_right)");
        Labels labels = labels(many.labels(), one.labels(), oneToOne);
        in.require(same.add(labels), "grouping labels must ensure unique matches");
        if (outcome.holds || expr.returnBool()) {
            // As in Prometheus, whether a name was to be removed is forgotten here.
            Series result = new Series(labels, false, List.of(outcome.point));
            output.add(expr.returnBool() ? in.dropName(result) : result);
        }
    }

    /// Those of the "many" side, without the name if this is arithmetic, and with what is to be
    /// included from the "one" side.
    private Labels labels(Labels many, Labels one, boolean oneToOne) {
        boolean later = expr.returnBool() && in.settings().delayedNames();
        Labels labels = filters() || trims() || later ? many : many.drop(DESCRIPTIVE);
        List<String> names = matching().labels();
        if (oneToOne) {
            labels = matching().on() ? labels.keep(names) : labels.drop(names);
        }
        for (String include : matching().include()) {
            labels = labels.with(include, one.getOrEmpty(include));
        }
        return labels;
    }
}
