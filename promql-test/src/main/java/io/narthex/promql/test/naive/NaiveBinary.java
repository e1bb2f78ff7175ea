package io.narthex.promql.test.naive;

import io.narthex.model.Labels;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.test.naive.NaiveValue.Element;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A binary operation at one time.
final class NaiveBinary {
    private static final Set<String> DESCRIPTIVE = Set.of(Labels.NAME, "__type__", "__unit__");

    private final BinaryOp op;
    private final @Nullable VectorMatching matching;
    private final boolean returnBool;
    private final NaiveNames names;
    private final long time;

    NaiveBinary(Expr.BinaryExpr binary, NaiveNames names, long time) {
        this.op = binary.op();
        this.matching = binary.matching();
        this.returnBool = binary.returnBool();
        this.names = names;
        this.time = time;
    }

    NaiveValue apply(NaiveValue lhs, NaiveValue rhs) {
        if (lhs instanceof NaiveValue.Scalar(double a)
                && rhs instanceof NaiveValue.Scalar(double b)) {
            return new NaiveValue.Scalar(op.isComparison() ? (holds(a, b) ? 1 : 0) : number(a, b));
        }
        if (lhs instanceof NaiveValue.Scalar(double a)
                && rhs instanceof NaiveValue.Vector(List<Element> vector)) {
            return withScalar(vector, a, true);
        }
        if (lhs instanceof NaiveValue.Vector(List<Element> vector)
                && rhs instanceof NaiveValue.Scalar(double b)) {
            return withScalar(vector, b, false);
        }
        List<Element> left = ((NaiveValue.Vector) lhs).elements();
        List<Element> right = ((NaiveValue.Vector) rhs).elements();
        return new NaiveValue.Vector(op.isSetOperator() ? sets(left, right) : join(left, right));
    }

    private NaiveValue withScalar(List<Element> vector, double scalar, boolean scalarFirst) {
        List<Element> output = new ArrayList<>();
        for (Element e : vector) {
            double a = scalarFirst ? scalar : e.value();
            double b = scalarFirst ? e.value() : scalar;
            if (!op.isComparison()) {
                output.add(names.drop(computed(e, number(a, b))));
            } else if (returnBool) {
                output.add(names.drop(computed(e, holds(a, b) ? 1 : 0)));
            } else if (holds(a, b)) {
                output.add(computed(e, e.value()));
            }
        }
        return new NaiveValue.Vector(names.unique(output));
    }

    private Element computed(Element e, double value) {
        return new Element(e.labels(), e.dropName(), value, time);
    }

    /// Arithmetic with Go's special cases of powers.
    private double number(double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            case POW -> a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new UnsupportedOperationException(op.symbol());
        };
    }

    private boolean holds(double a, double b) {
        return switch (op) {
            case EQL -> a == b;
            case NEQ -> a != b;
            case LTE -> a <= b;
            case LSS -> a < b;
            case GTE -> a >= b;
            case GTR -> a > b;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: no comparison: " + op);
        };
    }

    private VectorMatching matching() {
        if (matching == null) {
            throw new IllegalStateException("BUG: vectors without matching");
        }
        return matching;
    }

    /// What two series must have in common.
    private Labels signature(Labels labels) {
        if (matching().on()) {
            return labels.keep(matching().labels());
        }
        Set<String> ignored = new HashSet<>(matching().labels());
        ignored.add(Labels.NAME);
        return labels.drop(ignored);
    }

    private List<Element> sets(List<Element> left, List<Element> right) {
        List<Element> output = new ArrayList<>();
        Set<Labels> leftKeys = new HashSet<>();
        Set<Labels> rightKeys = new HashSet<>();
        left.forEach(e -> leftKeys.add(signature(e.labels())));
        right.forEach(e -> rightKeys.add(signature(e.labels())));
        for (Element e : left) {
            if (op == BinaryOp.OR
                    || rightKeys.contains(signature(e.labels())) == (op == BinaryOp.AND)) {
                output.add(computed(e, e.value()));
            }
        }
        for (Element e : right) {
            if (op == BinaryOp.OR && !leftKeys.contains(signature(e.labels()))) {
                output.add(computed(e, e.value()));
            }
        }
        return names.unique(output);
    }

    private List<Element> join(List<Element> left, List<Element> right) {
        boolean swap = matching().cardinality() == Cardinality.ONE_TO_MANY;
        List<Element> many = swap ? right : left;
        List<Element> one = swap ? left : right;
        Double fillMany = swap ? matching().fillRight() : matching().fillLeft();
        Double fillOne = swap ? matching().fillLeft() : matching().fillRight();
        boolean fills = fillMany != null || fillOne != null;
        boolean nothing = fills ? many.isEmpty() && one.isEmpty() : many.isEmpty() || one.isEmpty();
        if (nothing) {
            return List.of();
        }
        Map<Labels, Element> ones = ones(one, swap);
        Pairs pairs = new Pairs(swap);
        for (Element m : many) {
            Labels key = signature(m.labels());
            Element partner = ones.get(key);
            if (partner == null && fillOne != null) {
                partner = new Element(key, false, fillOne, time);
            }
            if (partner != null) {
                pairs.add(key, m, partner);
            }
        }
        if (fillMany != null) {
            ones.forEach(
                    (key, o) -> {
                        if (!pairs.matched.containsKey(key)) {
                            pairs.add(key, new Element(key, false, fillMany, time), o);
                        }
                    });
        }
        return names.unique(pairs.output);
    }

    private Map<Labels, Element> ones(List<Element> one, boolean left) {
        Map<Labels, Element> ones = new LinkedHashMap<>();
        for (Element o : one) {
            if (ones.put(signature(o.labels()), o) != null) {
                throw new NaiveException(
                        "found duplicate series for the match group on the "
                                + (left ? "left" : "right")
                                + " hand-side of the operation");
            }
        }
        return ones;
    }

    private final class Pairs {
        private final Map<Labels, Set<Labels>> matched = new LinkedHashMap<>();
        private final List<Element> output = new ArrayList<>();
        private final boolean swap;

        private Pairs(boolean swap) {
            this.swap = swap;
        }

        private void add(Labels key, Element many, Element one) {
            double a = swap ? one.value() : many.value();
            double b = swap ? many.value() : one.value();
            Labels labels = labels(many.labels(), one.labels());
            Set<Labels> same = matched.get(key);
            if (same == null) {
                matched.put(key, new HashSet<>(Set.of(labels)));
            } else if (matching().cardinality() == Cardinality.ONE_TO_ONE) {
                throw new NaiveException("multiple matches for labels: many-to-one matching");
            } else if (!same.add(labels)) {
                throw new NaiveException("multiple matches for labels: grouping labels");
            }
            if (op.isComparison() && !returnBool && !holds(a, b)) {
                return;
            }
            double value =
                    op.isComparison() ? (returnBool ? (holds(a, b) ? 1 : 0) : a) : number(a, b);
            // As in Prometheus, whether a name was to be dropped is forgotten here.
            Element pair = new Element(labels, false, value, time);
            output.add(returnBool ? names.drop(pair) : pair);
        }
    }

    private Labels labels(Labels many, Labels one) {
        Labels labels = op.isComparison() ? many : many.drop(DESCRIPTIVE);
        if (matching().cardinality() == Cardinality.ONE_TO_ONE) {
            labels =
                    matching().on()
                            ? labels.keep(matching().labels())
                            : labels.drop(matching().labels());
        }
        for (String include : matching().include()) {
            labels = labels.with(include, one.getOrEmpty(include));
        }
        return labels;
    }
}
