package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.function.DateFunctions;
import io.narthex.promql.function.MathFunctions;
import io.narthex.promql.function.NativeHistogram;
import io.narthex.promql.plan.LogicalNode;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Builds the operators of functions that take no range vector.
///
/// Thread safety: stateless.
final class CallOperators {
    private CallOperators() {}

    /// @param factory builds the arguments
    /// @throws QueryException.Execution if an argument is not valid
    static Operator call(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        DoubleUnaryOperator math = MathFunctions.byName(node.name());
        if (math != null) {
            return FloatOperators.each(node, math, factory, context);
        }
        DoubleUnaryOperator date = DateFunctions.byName(node.name());
        if (date != null) {
            return node.args().isEmpty()
                    ? new TimeOperator(node.name(), date)
                    : FloatOperators.each(node, date, factory, context);
        }
        return switch (node.name()) {
            case "time" -> TimeOperator.time();
            case "pi" -> new ConstantOperator(Math.PI);
            case "scalar" -> new ScalarOperator(factory.build(node.args().getFirst()));
            // A scalar and a vector of one row without labels are the same rows.
            case "vector" -> factory.build(node.args().getFirst());
            case "absent" -> absent(node, factory);
            case "sort" -> SortOperators.byValue(node, false, factory, context);
            case "sort_desc" -> SortOperators.byValue(node, true, factory, context);
            case "sort_by_label" -> SortOperators.byLabel(node, false, factory, context);
            case "sort_by_label_desc" -> SortOperators.byLabel(node, true, factory, context);
            case "info" -> InfoOperator.of(node, factory, context);
            case "label_replace", "label_join" -> LabelOperators.call(node, null, factory, context);
            case "histogram_quantile" -> HistogramOperators.quantile(node, factory, context);
            case "histogram_quantiles" -> HistogramOperators.quantiles(node, factory, context);
            case "histogram_fraction" -> HistogramOperators.fraction(node, factory, context);
            default -> ofFloats(node, factory, context);
        };
    }

    private static Operator ofFloats(
            LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return switch (node.name()) {
            case "clamp" -> FloatOperators.clamp(node, factory, context);
            case "clamp_min" ->
                    FloatOperators.withScalar(node, MathFunctions::max, 0, factory, context);
            case "clamp_max" ->
                    FloatOperators.withScalar(node, MathFunctions::min, 0, factory, context);
            case "round" ->
                    FloatOperators.withScalar(node, MathFunctions::round, 1, factory, context);
            case "timestamp" -> FloatOperators.evaluationTime(node, factory, context);
            case "start_timestamp" -> FloatOperators.nothing(node, factory, context);
            case "max_of" -> FloatOperators.ofScalars(node, MathFunctions::max, factory, context);
            case "min_of" -> FloatOperators.ofScalars(node, MathFunctions::min, factory, context);
            default -> ofHistograms(node, factory, context);
        };
    }

    private static Operator ofHistograms(
            LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        ToDoubleFunction<FloatHistogram> function = NativeHistogram.measure(node.name());
        if (function == null) {
            throw new IllegalStateException("BUG: nothing computes " + node.name());
        }
        return FloatOperators.ofHistograms(node, function, factory, context);
    }

    private static Operator absent(LogicalNode.Call node, OperatorFactory factory) {
        LogicalNode vector = node.args().getFirst();
        Labels labels =
                vector instanceof LogicalNode.Selector selector
                        ? AbsentOverTimeOperator.labelsOf(selector.matchers())
                        : Labels.empty();
        return new AbsentOperator(factory.build(vector), labels);
    }
}
