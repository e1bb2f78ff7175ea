package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;

/// Builds the operators of functions that take no range vector.
final class CallOperators {
    private CallOperators() {}

    /// @param factory builds the arguments
    static Operator call(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        throw new QueryException.Execution("function " + node.name() + " is not supported yet");
    }
}
