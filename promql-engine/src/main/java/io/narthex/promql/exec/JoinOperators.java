package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;
import io.narthex.promql.plan.LogicalNode;

import java.util.List;

/// Builds the operators of binary operators between two vectors.
final class JoinOperators {
    private JoinOperators() {}

    /// @param lhs the built left side
    /// @param rhs the built right side
    static Operator join(
            LogicalNode.Binary node, Operator lhs, Operator rhs, QueryContext context) {
        VectorMatching matching = node.matching();
        if (matching == null) {
            throw new IllegalStateException("BUG: two vectors without matching");
        }
        if (matching.fillLeft() != null || matching.fillRight() != null) {
            throw new QueryException.Execution("the fill modifier is not supported yet");
        }
        MatchGroups groups = MatchGroups.of(matching, lhs.rows(), rhs.rows());
        return switch (node.op()) {
            case AND, OR, UNLESS -> new SetOperator(node.op(), lhs, rhs, groups);
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, EQL, NEQ, LTE, LSS, GTE, GTR ->
                    pairs(node, matching, groups, List.of(lhs, rhs), context);
            case TRIM_UPPER, TRIM_LOWER -> throw unsupported(node.op());
        };
    }

    private static QueryException unsupported(BinaryOp op) {
        return new QueryException.Execution(
                "operator " + op.symbol() + " between two vectors is not supported yet");
    }

    private static Operator pairs(
            LogicalNode.Binary node,
            VectorMatching matching,
            MatchGroups groups,
            List<Operator> children,
            QueryContext context) {
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        Operator lhs = children.getFirst();
        Operator rhs = children.getLast();
        JoinRows.Sides sides =
                new JoinRows.Sides(
                        swapped ? rhs : lhs,
                        swapped ? lhs : rhs,
                        swapped ? groups.right() : groups.left(),
                        swapped ? groups.left() : groups.right(),
                        groups.count());
        PairOperation operation = PairOperation.of(node, swapped);
        JoinRows rows =
                new JoinRows(
                        matching,
                        sides,
                        operation.dropsName(),
                        node.returnBool(),
                        context.delayedNameRemoval());
        return isSafe(matching, sides, rows)
                ? new JoinOperator(operation, sides, rows, children)
                : new CheckedJoinOperator(
                        operation, matching.cardinality(), groups, sides, rows, children);
    }

    /// Whether no two rows can meet that must not, at whatever step they have values.
    private static boolean isSafe(VectorMatching matching, JoinRows.Sides sides, JoinRows rows) {
        if (!JoinOperator.isUnique(sides.oneGroups(), sides.groups())) {
            return false;
        }
        return matching.cardinality() == Cardinality.ONE_TO_ONE
                ? JoinOperator.isUnique(sides.manyGroups(), sides.groups())
                : !rows.mayCollide(sides.manyGroups());
    }
}
