package io.narthex.promql.plan;

import io.narthex.promql.parser.ValueType;

import java.util.Set;

/// Marks the largest subtrees whose selectors are all fixed by `@` and that call no function of
/// time, so that they are evaluated once instead of at every step.
///
/// Numbers are left alone: copying one costs what computing it costs.
///
/// Thread safety: stateless.
final class HoistStepInvariant implements Optimizer {
    /// Functions whose value depends on the evaluation time.
    private static final Set<String> TIME_DEPENDENT =
            Set.of(
                    "time",
                    "timestamp",
                    "start_timestamp",
                    "predict_linear",
                    "start",
                    "end",
                    "range",
                    "step",
                    "minute",
                    "hour",
                    "day_of_week",
                    "day_of_month",
                    "day_of_year",
                    "days_in_month",
                    "month",
                    "year");

    @Override
    public String name() {
        return "hoist-step-invariant";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        return marked(node, true);
    }

    /// Such a subtree is a query of one step in any case: `sort` in it does not warn that it does
    /// nothing over many steps.
    @Override
    public LogicalNode skip(LogicalNode node) {
        return marked(node, false);
    }

    private static LogicalNode marked(LogicalNode node, boolean once) {
        if (isInvariant(node)) {
            boolean worthIt = node.type() == ValueType.VECTOR || hasSelector(node);
            return worthIt && node.type() != ValueType.MATRIX
                    ? new LogicalNode.StepInvariant(node, once)
                    : insideMatrix(node, once);
        }
        return insideMatrix(node, once);
    }

    /// A range vector is no row of values itself, but a subquery's input may be invariant.
    private static LogicalNode insideMatrix(LogicalNode node, boolean once) {
        return switch (node) {
            case LogicalNode.Literal _, LogicalNode.Text _, LogicalNode.RangeSelector _ -> node;
            default -> Rewrites.children(node, child -> marked(child, once));
        };
    }

    private static boolean isInvariant(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Selector s -> s.at() != null;
            case LogicalNode.RangeSelector r -> r.selector().at() != null;
            case LogicalNode.Subquery s -> s.at() != null;
            case LogicalNode.Call c when TIME_DEPENDENT.contains(c.name()) -> false;
            default -> {
                for (LogicalNode child : node.children()) {
                    if (!isInvariant(child)) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private static boolean hasSelector(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Selector _, LogicalNode.RangeSelector _, LogicalNode.Subquery _ ->
                    true;
            default -> {
                for (LogicalNode child : node.children()) {
                    if (hasSelector(child)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }
}
