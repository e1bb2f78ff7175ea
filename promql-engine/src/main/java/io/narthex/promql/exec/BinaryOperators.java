package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;

/// Builds the operators of unary minus, binary arithmetic, comparisons, joins and set operators.
final class BinaryOperators {
    private BinaryOperators() {}

    /// @param input the built operand
    static Operator negate(LogicalNode.Negate node, Operator input, QueryContext context) {
        throw new QueryException.Execution("unary minus is not supported yet");
    }

    /// @param lhs the built left side
    /// @param rhs the built right side
    static Operator binary(
            LogicalNode.Binary node, Operator lhs, Operator rhs, QueryContext context) {
        throw new QueryException.Execution(
                "operator " + node.op().symbol() + " is not supported yet");
    }
}
