package io.narthex.promql;

import io.narthex.promql.exec.Operator;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.plan.PlanText;

import org.jspecify.annotations.Nullable;

/// Shows what the engine makes of a query: the plan, and the operators with the series they found.
///
/// Thread safety: stateless.
final class Explain {
    private Explain() {}

    /// @param root null where the plan is evaluated without operators: a string or range vector
    static String render(LogicalNode plan, @Nullable Operator root) {
        StringBuilder out = new StringBuilder("Plan\n");
        plan(plan, 1, out);
        if (root != null) {
            out.append("Operators\n");
            operator(root, 1, out);
        }
        return out.toString();
    }

    private static void plan(LogicalNode node, int depth, StringBuilder out) {
        line(PlanText.describe(node), depth, out);
        for (LogicalNode child : node.children()) {
            plan(child, depth + 1, out);
        }
    }

    private static void operator(Operator operator, int depth, StringBuilder out) {
        line(operator.describe(), depth, out);
        for (Operator child : operator.children()) {
            operator(child, depth + 1, out);
        }
    }

    private static void line(String text, int depth, StringBuilder out) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
