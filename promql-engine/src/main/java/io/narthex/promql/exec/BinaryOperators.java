package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.function.Arithmetic;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.plan.LogicalNode;

/// Builds the operators of unary minus, and of binary operators.
///
/// A scalar is a vector of one row without labels, so that two scalars need nothing of their own.
final class BinaryOperators {
    private BinaryOperators() {}

    /// @param input the built operand
    static Operator negate(LogicalNode.Negate node, Operator input, QueryContext context) {
        boolean vector = node.type() == ValueType.VECTOR;
        return new StepwiseOperator(
                "Negate",
                input,
                null,
                vector,
                (column, k, _) -> column.values()[k] = -column.values()[k],
                context);
    }

    /// @param lhs the built left side
    /// @param rhs the built right side
    static Operator binary(
            LogicalNode.Binary node, Operator lhs, Operator rhs, QueryContext context) {
        boolean leftVector = node.lhs().type() == ValueType.VECTOR;
        boolean rightVector = node.rhs().type() == ValueType.VECTOR;
        VectorMatching matching = node.matching();
        if (matching != null && node.op().isSetOperator()) {
            return new SetOperator(node.op(), MatchKeys.of(matching), lhs, rhs);
        }
        if (!node.op().isComparison() && !isArithmetic(node.op())) {
            throw new QueryException.Execution(
                    "operator " + node.op().symbol() + " is not supported yet");
        }
        if (matching != null) {
            return join(node, matching, lhs, rhs, context);
        }
        boolean swapped = rightVector;
        boolean filters = node.op().isComparison() && !node.returnBool();
        return new StepwiseOperator(
                node.op().symbol() + (swapped ? " (vector on the right)" : ""),
                swapped ? rhs : lhs,
                swapped ? lhs : rhs,
                (leftVector || rightVector) && !filters,
                change(node, swapped, filters),
                context);
    }

    private static Operator join(
            LogicalNode.Binary node,
            VectorMatching matching,
            Operator lhs,
            Operator rhs,
            QueryContext context) {
        boolean comparison = node.op().isComparison();
        boolean drops = !comparison || (node.returnBool() && !context.delayedNameRemoval());
        boolean flags = node.returnBool() && context.delayedNameRemoval();
        boolean swapped = matching.cardinality() == VectorMatching.Cardinality.ONE_TO_MANY;
        return new JoinOperator(
                new JoinKernel(node.op(), comparison && !node.returnBool(), swapped),
                new JoinLabels(matching, drops, flags),
                lhs,
                rhs,
                context);
    }

    private static boolean isArithmetic(BinaryOp op) {
        return switch (op) {
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2 -> true;
            case EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS -> false;
        };
    }

    private static StepwiseOperator.Change change(
            LogicalNode.Binary node, boolean swapped, boolean filters) {
        BinaryOp op = node.op();
        if (!op.isComparison()) {
            return (column, k, scalar) -> {
                double v = column.values()[k];
                column.values()[k] =
                        swapped ? Arithmetic.apply(op, scalar, v) : Arithmetic.apply(op, v, scalar);
            };
        }
        return (column, k, scalar) -> {
            double v = column.values()[k];
            boolean holds =
                    swapped ? Arithmetic.compare(op, scalar, v) : Arithmetic.compare(op, v, scalar);
            if (!filters) {
                column.values()[k] = holds ? 1 : 0;
            } else if (!holds) {
                column.unset(k);
            }
        };
    }
}
