package io.narthex.promql.plan;

import io.narthex.model.Labels;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.window.RangeFunction.Trait;
import io.narthex.promql.window.RangeFunctions;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds out what is known of the labels of plan nodes' rows, once for each node.
///
/// Thread safety: for one thread.
final class RowLabels {
    private final Map<LogicalNode, KnownLabels> known = new IdentityHashMap<>();

    /// What is known of a vector's or a range vector's rows.
    KnownLabels of(LogicalNode node) {
        KnownLabels before = known.get(node);
        if (before == null) {
            before = found(node);
            known.put(node, before);
        }
        return before;
    }

    private KnownLabels found(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Selector s -> new KnownLabels(s.matchers(), false, Set.of());
            case LogicalNode.RangeSelector r -> of(r.selector());
            case LogicalNode.Subquery s -> of(s.input());
            case LogicalNode.Plus p -> of(p.input());
            case LogicalNode.Negate n -> of(n.input()).withoutName();
            case LogicalNode.Shared s -> of(s.input());
            case LogicalNode.SharedRange s -> of(s.input());
            case LogicalNode.Projection p -> of(p.input());
            case LogicalNode.StepInvariant s -> of(s.input());
            case LogicalNode.Aggregate a -> aggregate(a, of(a.input()));
            case LogicalNode.Call c -> call(c);
            case LogicalNode.Binary b -> binary(b);
            case LogicalNode.Literal _, LogicalNode.Text _ -> KnownLabels.NOTHING;
        };
    }

    private static KnownLabels aggregate(LogicalNode.Aggregate a, KnownLabels input) {
        return switch (a.op()) {
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> input;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE -> grouped(a, input);
            case COUNT_VALUES ->
                    a.param() instanceof LogicalNode.Text label
                            ? grouped(a, input).with(label.value())
                            : KnownLabels.NOTHING;
        };
    }

    private static KnownLabels grouped(LogicalNode.Aggregate a, KnownLabels input) {
        return a.without()
                ? input.without(a.grouping()).without(Set.of(Labels.NAME))
                : input.keep(a.grouping());
    }

    private KnownLabels call(LogicalNode.Call c) {
        if (RangeFunctions.find(c.name()) != null) {
            KnownLabels samples = of(range(c));
            return RangeFunctions.traits(c.name()).contains(Trait.KEEPS_NAME)
                    ? samples
                    : samples.withoutName();
        }
        if (RowwiseCalls.dropName(c)) {
            return of(c.args().getFirst()).withoutName();
        }
        return switch (c.name()) {
            case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" ->
                    of(c.args().getFirst());
            case "label_replace", "label_join" ->
                    c.args().get(1) instanceof LogicalNode.Text label
                            ? of(c.args().getFirst()).with(label.value())
                            : KnownLabels.NOTHING;
            case "vector" -> new KnownLabels(List.of(), true, Set.of());
            default -> KnownLabels.NOTHING;
        };
    }

    private KnownLabels binary(LogicalNode.Binary b) {
        VectorMatching matching = b.matching();
        if (matching == null) {
            KnownLabels vector = of(b.lhs().type() == ValueType.VECTOR ? b.lhs() : b.rhs());
            return b.op().isComparison() && !b.returnBool() ? vector : vector.withoutName();
        }
        KnownLabels lhs = of(b.lhs());
        KnownLabels rhs = of(b.rhs());
        return switch (b.op()) {
            case AND -> lhs.and(rhs.on(matching));
            case UNLESS -> lhs;
            case OR -> lhs.or(rhs);
            default -> joined(b, matching, lhs, rhs);
        };
    }

    private static KnownLabels joined(
            LogicalNode.Binary b, VectorMatching matching, KnownLabels lhs, KnownLabels rhs) {
        if (matching.fillLeft() != null || matching.fillRight() != null) {
            return KnownLabels.NOTHING;
        }
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        KnownLabels one = swapped ? lhs : rhs;
        KnownLabels many = (swapped ? rhs : lhs).and(one.on(matching));
        if (!b.op().isComparison()) {
            many = many.withoutName();
        }
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? many.keep(matching.labels()) : many.without(matching.labels());
        }
        for (String label : matching.include()) {
            many = many.with(label);
        }
        return many.and(one.about(matching.include()));
    }

    /// The range vector among a function's arguments.
    static LogicalNode range(LogicalNode.Call c) {
        return c.args().stream()
                .filter(arg -> arg.type() == ValueType.MATRIX)
                .findFirst()
                .orElseThrow();
    }
}
