package io.narthex.promql.exec;

import io.narthex.promql.plan.LogicalNode;

import java.util.ArrayList;
import java.util.List;

/// Builds the operators of functions of histograms.
///
/// Thread safety: stateless.
final class HistogramOperators {
    private HistogramOperators() {}

    /// `histogram_quantile(q, v)`.
    static Operator quantile(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return new HistogramOperator(
                node,
                (histogram, scalars, k) -> histogram.quantile(scalars[0][k]),
                scalars(node, factory),
                factory.build(node.args().getLast()),
                new QuantileCheck(node.args().getFirst().position()),
                context);
    }

    /// `histogram_fraction(lower, upper, v)`.
    static Operator fraction(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return new HistogramOperator(
                node,
                (histogram, scalars, k) -> histogram.fraction(scalars[0][k], scalars[1][k]),
                scalars(node, factory),
                factory.build(node.args().getLast()),
                null,
                context);
    }

    /// The arguments before the vector.
    private static ScalarArguments scalars(LogicalNode.Call node, OperatorFactory factory) {
        List<Operator> scalars = new ArrayList<>();
        for (LogicalNode arg : node.args().subList(0, node.args().size() - 1)) {
            scalars.add(factory.build(arg));
        }
        return new ScalarArguments(List.copyOf(scalars));
    }
}
