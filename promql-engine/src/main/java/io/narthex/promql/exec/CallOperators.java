package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.function.MathFunctions;
import io.narthex.promql.plan.LogicalNode;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Builds the operators of functions that take no range vector.
final class CallOperators {
    private CallOperators() {}

    /// @param factory builds the arguments
    static Operator call(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        DoubleUnaryOperator math = MathFunctions.byName(node.name());
        if (math != null) {
            return new StepwiseOperator(
                    node.name(),
                    factory.build(node.args().getFirst()),
                    null,
                    true,
                    (column, k, _) -> column.values()[k] = math.applyAsDouble(column.values()[k]),
                    context);
        }
        return switch (node.name()) {
            case "time" -> new TimeOperator();
            case "pi" -> new ConstantOperator(Math.PI);
            case "scalar" -> new ScalarOperator(factory.build(node.args().getFirst()));
            // A scalar and a vector of one row without labels are the same rows.
            case "vector" -> factory.build(node.args().getFirst());
            case "clamp_min" -> withScalar(node, factory, context, CallOperators::goMax);
            case "clamp_max" -> withScalar(node, factory, context, CallOperators::goMin);
            case "histogram_quantile" -> HistogramOperators.quantile(node, factory, context);
            case "histogram_fraction" -> HistogramOperators.fraction(node, factory, context);
            default ->
                    throw new QueryException.Execution(
                            "function " + node.name() + " is not supported yet");
        };
    }

    private static Operator withScalar(
            LogicalNode.Call node,
            OperatorFactory factory,
            QueryContext context,
            DoubleBinaryOperator change) {
        return new StepwiseOperator(
                node.name(),
                factory.build(node.args().get(0)),
                factory.build(node.args().get(1)),
                true,
                (column, k, scalar) ->
                        column.values()[k] = change.applyAsDouble(scalar, column.values()[k]),
                context);
    }

    /// Go's `Max`: an infinity wins over NaN, which Java's does not let it.
    private static double goMax(double a, double b) {
        boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(a, b);
    }

    private static double goMin(double a, double b) {
        boolean infinite = a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(a, b);
    }
}
