package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.QueryException;
import io.narthex.promql.exec.HistogramOperator.Question;
import io.narthex.promql.plan.LogicalNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
                List.of(Question.always(measure, null)),
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
        if (label.isEmpty()) {
            throw new QueryException.Execution("invalid label name \"\" in histogram_quantiles()");
        }
        List<LogicalNode> quantiles = node.args().subList(2, node.args().size());
        ScalarArguments scalars = built(quantiles, factory);
        List<Question> questions = new ArrayList<>();
        List<QuantileCheck> checks = new ArrayList<>();
        for (int i = 0; i < quantiles.size(); i++) {
            checks.add(new QuantileCheck(quantiles.get(i).position()));
            HistogramMeasure measure = HistogramMeasure.quantile(i);
            if (quantiles.get(i) instanceof LogicalNode.Literal literal) {
                questions.add(Question.always(measure, text(literal.value())));
                continue;
            }
            for (double q : values(scalars.operators().get(i), context)) {
                questions.add(new Question(measure, text(q), i, q));
            }
        }
        return new HistogramOperator(
                node.name(),
                label,
                questions,
                scalars,
                factory.build(vector),
                vector,
                checks,
                context);
    }

    /// The values that a scalar takes, each once. Which rows there are depends on them.
    private static List<Double> values(Operator scalar, QueryContext context) {
        Worker worker = new Worker(context);
        Set<Double> values = new LinkedHashSet<>();
        long limit = context.budget().limit();
        for (StepTile tile : Tiles.cut(context.start(), context.end(), context.step(), 1, limit)) {
            worker.checkpoint();
            scalar.evaluate(
                    tile,
                    worker,
                    (_, column) -> {
                        for (int k = 0; k < tile.count(); k++) {
                            values.add(column.values()[k] + 0.0); // -0 is 0
                        }
                    });
        }
        context.budget().charge(128L * values.size());
        return List.copyOf(values);
    }

    /// The quantile as a label, which OpenMetrics writes with a decimal point.
    private static String text(double quantile) {
        String text = GoText.g(quantile + 0.0); // -0 is 0
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
