package io.narthex.promql.plan;

import io.narthex.model.Labels;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.window.RangeFunctions;

import java.util.ArrayList;
import java.util.List;

/// Marks what is right below an aggregation with the labels that the aggregation looks at, so that
/// others are not read, joined or made:
/// - of a selector's series, and of what keeps their labels row by row, only the labels of `by` are
///   read;
/// - of a join's results only those labels are put together, be they of the "many" side or included
///   by `group_left`;
/// - `label_replace` and `label_join` are left out whose label is none of them.
///
/// Nobody misses the labels: an aggregation's groups depend on its own labels only, rows keep their
/// order, and annotations name the metric, whose name stays. What remains is what else labels do:
/// - Rows with equal labels are an error. They are looked for among the complete labels, as ever;
///   also of a join's results, so what `group_left` includes still tells results apart.
/// - A function that sets a label could make two rows equal. It is left out only where all rows
///   that there are have the same value of that label before, mostly none: then rows that differ do
///   so in other labels, and those that are equal stay so. This is seen when the query's series are
///   known; else the function does its work. Its regular expression and its names are judged in any
///   case. Only its limits on memory can't strike any more.
///
/// Left out, as it would not be certain:
/// - functions that set the name, the type or the unit, which other operations drop, and any where
///   names are dropped at the end only;
/// - functions that are not right below the aggregation: what is between might find rows equal that
///   the label tells apart, such as `abs` of several metrics whose name was copied to a label. Of
///   several functions in a row it is the last one that is left out;
/// - `topk`, `bottomk`, `limitk` and `limit_ratio`, which give rows with all their labels, and
///   `count_values`, which reads ahead.
///
/// Thread safety: stateless.
final class PruneLabels implements Optimizer {
    @Override
    public String name() {
        return "prune-labels";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        LogicalNode inner = Rewrites.children(node, this::optimize);
        return inner instanceof LogicalNode.Aggregate a && looksAtGroupsOnly(a.op())
                ? marked(a)
                : inner;
    }

    private static boolean looksAtGroupsOnly(AggregateOp op) {
        return switch (op) {
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE -> true;
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES -> false;
        };
    }

    private static LogicalNode marked(LogicalNode.Aggregate a) {
        LabelNeed need = need(a);
        if (!isWorthIt(a.input(), need)) {
            return a;
        }
        return new LogicalNode.Aggregate(
                a.op(),
                new LogicalNode.Projection(a.input(), need),
                a.param(),
                a.grouping(),
                a.without(),
                a.position());
    }

    private static LabelNeed need(LogicalNode.Aggregate a) {
        List<String> names = new ArrayList<>(a.grouping());
        if (a.without() && !names.contains(Labels.NAME)) {
            names.add(Labels.NAME);
        }
        return new LabelNeed(List.copyOf(names), a.without());
    }

    /// Whether labels that are not needed can be told before all are there.
    private static boolean isWorthIt(LogicalNode node, LabelNeed need) {
        return switch (node) {
            case LogicalNode.Selector _, LogicalNode.RangeSelector _ -> !need.without();
            case LogicalNode.SharedRange s -> isWorthIt(s.input(), need);
            case LogicalNode.Plus p -> isWorthIt(p.input(), need);
            case LogicalNode.Negate n -> isWorthIt(n.input(), need);
            case LogicalNode.Shared s -> keepsLabels(s.input()) && isWorthIt(s.input(), need);
            case LogicalNode.Binary b -> binary(b, need);
            case LogicalNode.Call c -> call(c, need);
            default -> false;
        };
    }

    private static boolean binary(LogicalNode.Binary b, LabelNeed need) {
        if (b.matching() != null) {
            return !b.op().isSetOperator();
        }
        LogicalNode vector = b.lhs().type() == ValueType.VECTOR ? b.lhs() : b.rhs();
        return keepsLabels(vector) && isWorthIt(vector, need);
    }

    private static boolean call(LogicalNode.Call c, LabelNeed need) {
        if (RangeFunctions.find(c.name()) != null) {
            return isWorthIt(RowLabels.range(c), need);
        }
        if (RowwiseCalls.dropName(c)) {
            LogicalNode vector = c.args().getFirst();
            return keepsLabels(vector) && isWorthIt(vector, need);
        }
        return setsOnly(c, need);
    }

    /// Whether all that a call does is to set a label that nobody needs.
    private static boolean setsOnly(LogicalNode.Call c, LabelNeed need) {
        return setsLabel(c)
                && c.args().get(1) instanceof LogicalNode.Text label
                && !KnownLabels.DESCRIPTIVE.contains(label.value())
                && !need.has(label.value());
    }

    private static boolean setsLabel(LogicalNode node) {
        return node instanceof LogicalNode.Call c
                && (c.name().equals("label_replace") || c.name().equals("label_join"));
    }

    private static boolean keepsLabels(LogicalNode node) {
        return !setsLabel(node);
    }
}
