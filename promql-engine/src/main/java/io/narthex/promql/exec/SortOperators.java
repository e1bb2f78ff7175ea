package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.exec.SortOperator.Held;
import io.narthex.promql.function.NaturalOrder;
import io.narthex.promql.plan.LogicalNode;

import java.util.Comparator;
import java.util.List;

/// Builds the operators of functions that sort. Over many steps none does: the results of range
/// queries are ordered by labels, which a warning tells.
///
/// Thread safety: stateless.
final class SortOperators {
    /// NaN comes last, whichever way the others go.
    private static final Comparator<Held> NAN_LAST =
            Comparator.comparing(held -> Double.isNaN(held.value()));

    /// -0 and 0 are the same here.
    private static final Comparator<Held> BY_VALUE =
            (a, b) -> a.value() < b.value() ? -1 : a.value() > b.value() ? 1 : 0;

    private SortOperators() {}

    /// `sort` and `sort_desc`.
    static Operator byValue(
            LogicalNode.Call node,
            boolean descending,
            OperatorFactory factory,
            QueryContext context) {
        Comparator<Held> order =
                NAN_LAST.thenComparing(descending ? BY_VALUE.reversed() : BY_VALUE);
        Operator input = factory.build(node.args().getFirst());
        return new SortOperator(node.name(), input, true, warned(node, context) ? null : order);
    }

    /// `sort_by_label` and `sort_by_label_desc`.
    static Operator byLabel(
            LogicalNode.Call node,
            boolean descending,
            OperatorFactory factory,
            QueryContext context) {
        Operator input = factory.build(node.args().getFirst());
        List<String> names = LabelOperators.texts(node, 1);
        Comparator<Labels> byLabels = (a, b) -> compare(a, b, names);
        Comparator<Held> order =
                Comparator.comparing(
                        held -> input.rows().labels(held.row()),
                        descending ? byLabels.reversed() : byLabels);
        return new SortOperator(node.name(), input, false, warned(node, context) ? null : order);
    }

    private static int compare(Labels a, Labels b, List<String> names) {
        for (String name : names) {
            int order = NaturalOrder.INSTANCE.compare(a.getOrEmpty(name), b.getOrEmpty(name));
            if (order != 0) {
                return order;
            }
        }
        return a.compareTo(b);
    }

    /// Whether there are many steps; warns if so.
    private static boolean warned(LogicalNode.Call node, QueryContext context) {
        if (context.isRange()) {
            context.annotations()
                    .warning(
                            "sort is ineffective for range queries since results are always"
                                    + " ordered by labels",
                            node.position());
        }
        return context.isRange();
    }
}
