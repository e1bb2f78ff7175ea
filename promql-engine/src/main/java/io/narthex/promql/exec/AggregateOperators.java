package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.aggregate.Fold;
import io.narthex.promql.aggregate.Folds;
import io.narthex.promql.plan.LogicalNode;

import java.util.function.Supplier;

/// Builds the operators of aggregations.
final class AggregateOperators {
    private AggregateOperators() {}

    /// @param input the built operand
    static Operator aggregate(LogicalNode.Aggregate node, Operator input) {
        Supplier<Fold> maker = Folds.of(node.op());
        if (maker == null) {
            throw new QueryException.Execution(node.op().keyword() + " is not supported yet");
        }
        return new FoldOperator(node.op().keyword(), input, Groups.of(node, input.rows()), maker);
    }
}
