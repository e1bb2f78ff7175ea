package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.function.MathFunctions;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Builds the operators of functions that change one value after the other. All but `timestamp`
/// leave histograms out, and all drop the name.
///
/// Thread safety: stateless.
final class FloatOperators {
    private FloatOperators() {}

    /// A function of the values.
    static Operator each(
            LogicalNode.Call node,
            DoubleUnaryOperator function,
            OperatorFactory factory,
            QueryContext context) {
        return stepwise(
                node,
                (column, _, _, _) -> {
                    column.dropHistograms();
                    double[] values = column.values();
                    for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                        values[k] = function.applyAsDouble(values[k]);
                    }
                },
                factory,
                context);
    }

    /// A function of the values and a scalar.
    ///
    /// @param omitted what the scalar is where the call leaves it out
    static Operator withScalar(
            LogicalNode.Call node,
            DoubleBinaryOperator function,
            double omitted,
            OperatorFactory factory,
            QueryContext context) {
        return stepwise(
                node,
                (column, scalars, _, _) -> {
                    column.dropHistograms();
                    double[] values = column.values();
                    for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                        double scalar = scalars.length == 0 ? omitted : scalars[0][k];
                        values[k] = function.applyAsDouble(values[k], scalar);
                    }
                },
                factory,
                context);
    }

    /// `clamp(v, min, max)`: nothing at the steps at which `max` is below `min`.
    static Operator clamp(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return stepwise(
                node,
                (column, scalars, _, _) -> {
                    column.dropHistograms();
                    double[] values = column.values();
                    for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                        double min = scalars[0][k];
                        double max = scalars[1][k];
                        if (max < min) {
                            column.unset(k);
                        } else {
                            values[k] = MathFunctions.max(min, MathFunctions.min(max, values[k]));
                        }
                    }
                },
                factory,
                context);
    }

    /// `timestamp` of what is no selector: values have the time at which they were computed.
    static Operator evaluationTime(
            LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return stepwise(
                node,
                (column, _, tile, _) -> {
                    for (int k = 0; k < tile.count(); k++) {
                        column.values()[k] = tile.timeAt(k) / 1000.0;
                    }
                    column.setAllFloats();
                },
                factory,
                context);
    }

    /// `start_timestamp` of what is no selector, or where start timestamps are not used: its input
    /// is evaluated all the same.
    static Operator nothing(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return stepwise(node, (column, _, tile, _) -> column.reset(tile.count()), factory, context);
    }

    /// A function of native histograms, which leaves floats out.
    static Operator ofHistograms(
            LogicalNode.Call node,
            ToDoubleFunction<FloatHistogram> function,
            OperatorFactory factory,
            QueryContext context) {
        return stepwise(
                node,
                (column, _, _, _) -> {
                    @Nullable FloatHistogram @Nullable [] histograms = column.histograms();
                    for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                        FloatHistogram h = histograms == null ? null : histograms[k];
                        if (h == null) {
                            column.unset(k);
                        } else {
                            column.set(k, function.applyAsDouble(h));
                        }
                    }
                },
                factory,
                context);
    }

    /// `max_of` and `min_of`.
    static Operator ofScalars(
            LogicalNode.Call node,
            DoubleBinaryOperator function,
            OperatorFactory factory,
            QueryContext context) {
        return new StepwiseOperator(
                node.name(),
                factory.build(node.args().get(0)),
                factory.build(node.args().get(1)),
                false,
                (column, k, scalar) ->
                        column.values()[k] = function.applyAsDouble(column.values()[k], scalar),
                context);
    }

    private static Operator stepwise(
            LogicalNode.Call node,
            StepwiseOperator.Kernel kernel,
            OperatorFactory factory,
            QueryContext context) {
        List<Operator> args = new ArrayList<>();
        for (LogicalNode arg : node.args()) {
            args.add(factory.build(arg));
        }
        return StepwiseOperator.ofRows(
                node.name(),
                args.getFirst(),
                new ScalarArguments(List.copyOf(args.subList(1, args.size()))),
                true,
                kernel,
                context);
    }
}
