package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.QueryException;
import io.narthex.promql.exec.HistogramOperator.Question;
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
        return one(
                node,
                HistogramMeasure.quantile(0),
                List.of(new QuantileCheck(node.args().getFirst().position())),
                factory,
                context);
    }

    /// `histogram_fraction(lower, upper, v)`.
    static Operator fraction(LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        return one(node, HistogramMeasure.fraction(), List.of(), factory, context);
    }

    private static Operator one(
            LogicalNode.Call node,
            HistogramMeasure measure,
            List<QuantileCheck> checks,
            OperatorFactory factory,
            QueryContext context) {
        LogicalNode vector = node.args().getLast();
        return new HistogramOperator(
                node.name(),
                "",
                List.of(new Question(measure, null)),
                built(node.args().subList(0, node.args().size() - 1), factory),
                factory.build(vector),
                vector,
                checks,
                context);
    }

    /// `histogram_quantiles(v, label, q…)`.
    static Operator quantiles(
            LogicalNode.Call node, OperatorFactory factory, QueryContext context) {
        LogicalNode vector = node.args().getFirst();
        String label = LabelOperators.texts(node.args().subList(1, 2)).getFirst();
        List<LogicalNode> quantiles = node.args().subList(2, node.args().size());
        List<Question> questions = new ArrayList<>();
        List<QuantileCheck> checks = new ArrayList<>();
        for (LogicalNode quantile : quantiles) {
            checks.add(new QuantileCheck(quantile.position()));
            questions.add(
                    new Question(HistogramMeasure.quantile(questions.size()), text(quantile)));
        }
        return new HistogramOperator(
                node.name(),
                label,
                questions,
                built(quantiles, factory),
                factory.build(vector),
                vector,
                checks,
                context);
    }

    /// The quantile as a label, which OpenMetrics writes with a decimal point.
    private static String text(LogicalNode quantile) {
        if (!(quantile instanceof LogicalNode.Literal literal)) {
            throw new QueryException.Execution(
                    "histogram_quantiles of quantiles that are no numbers is not supported yet");
        }
        String text = GoText.g(literal.value());
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return whole ? text + ".0" : text;
    }

    private static ScalarArguments built(List<LogicalNode> nodes, OperatorFactory factory) {
        List<Operator> scalars = new ArrayList<>();
        for (LogicalNode node : nodes) {
            scalars.add(factory.build(node));
        }
        return new ScalarArguments(List.copyOf(scalars));
    }
}
