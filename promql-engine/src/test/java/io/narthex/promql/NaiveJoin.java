package io.narthex.promql;

import io.narthex.model.Labels;
import io.narthex.promql.function.Arithmetic;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Binary operators between two vectors at one step, as plainly as can be.
record NaiveJoin(BinaryOp op, VectorMatching matching, boolean returnBool) {
    private static final Set<String> NAMES = Set.of("__name__", "__type__", "__unit__");

    record Sample(Labels labels, double value) {}

    /// The result's samples in order.
    ///
    /// @throws QueryException.Execution with the first words of the message, where they meet
    // wrongly
    List<Sample> join(List<Sample> lhs, List<Sample> rhs) {
        return switch (op) {
            case AND -> lhs.stream().filter(s -> meets(s, rhs)).toList();
            case UNLESS -> lhs.stream().filter(s -> !meets(s, rhs)).toList();
            case OR -> {
                List<Sample> all = new ArrayList<>(lhs);
                rhs.stream().filter(s -> !meets(s, lhs)).forEach(all::add);
                yield all;
            }
            default -> different(pairs(lhs, rhs));
        };
    }

    private static List<Sample> different(List<Sample> samples) {
        Set<Labels> seen = new HashSet<>();
        for (Sample sample : samples) {
            if (!seen.add(sample.labels)) {
                throw new QueryException.Execution("vector cannot contain");
            }
        }
        return samples;
    }

    private boolean meets(Sample sample, List<Sample> others) {
        return others.stream().anyMatch(o -> key(o.labels).equals(key(sample.labels)));
    }

    private Labels key(Labels labels) {
        return matching.on()
                ? labels.keep(matching.labels())
                : labels.drop(matching.labels()).drop("__name__");
    }

    private List<Sample> pairs(List<Sample> lhs, List<Sample> rhs) {
        boolean right = matching.cardinality() == Cardinality.ONE_TO_MANY;
        List<Sample> many = right ? rhs : lhs;
        List<Sample> ones = right ? lhs : rhs;
        boolean fills = matching.fillLeft() != null || matching.fillRight() != null;
        if (!fills && (many.isEmpty() || ones.isEmpty())) {
            return List.of();
        }
        Map<Labels, Sample> byKey = new HashMap<>();
        for (Sample one : ones) {
            if (byKey.put(key(one.labels), one) != null) {
                throw new QueryException.Execution("found duplicate series");
            }
        }
        List<Sample> out = new ArrayList<>();
        Map<Labels, Set<Labels>> given = new HashMap<>();
        for (Sample sample : many) {
            Labels key = key(sample.labels);
            Sample one = byKey.get(key);
            if (one == null && matching.fillRight() != null) {
                one = new Sample(key, Objects.requireNonNull(matching.fillRight()));
            }
            if (one != null) {
                pair(sample, one, given.computeIfAbsent(key, _ -> new HashSet<>()), out);
            }
        }
        for (Sample one : ones) {
            Labels key = key(one.labels);
            if (matching.fillLeft() != null && !given.containsKey(key)) {
                pair(
                        new Sample(key, Objects.requireNonNull(matching.fillLeft())),
                        one,
                        new HashSet<>(),
                        out);
            }
        }
        return out;
    }

    private void pair(Sample many, Sample one, Set<Labels> given, List<Sample> out) {
        boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        Labels labels = result(many.labels, one.labels);
        if (!given.add(oneToOne ? Labels.empty() : labels)) {
            throw new QueryException.Execution(
                    oneToOne
                            ? "multiple matches for labels: many-to-one"
                            : "multiple matches for labels: grouping labels");
        }
        boolean right = matching.cardinality() == Cardinality.ONE_TO_MANY;
        double a = right ? one.value : many.value;
        double b = right ? many.value : one.value;
        if (!op.isComparison()) {
            out.add(new Sample(labels, Arithmetic.apply(op, a, b)));
        } else if (returnBool) {
            out.add(new Sample(labels, Arithmetic.compare(op, a, b) ? 1 : 0));
        } else if (Arithmetic.compare(op, a, b)) {
            out.add(new Sample(labels, a));
        }
    }

    private Labels result(Labels many, Labels one) {
        Labels labels = op.isComparison() && !returnBool ? many : many.drop(NAMES);
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? labels.keep(matching.labels()) : labels.drop(matching.labels());
        }
        for (String name : matching.include()) {
            labels = labels.with(name, one.getOrEmpty(name));
        }
        return labels;
    }
}
