package io.narthex.promql.exec;

import io.narthex.promql.aggregate.Fold;
import io.narthex.promql.aggregate.Folds;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.plan.LogicalNode;

import java.util.Objects;
import java.util.function.Supplier;

/// Builds the operators of aggregations.
///
/// Thread safety: stateless.
final class AggregateOperators {
    private AggregateOperators() {}

    /// @param factory builds the operand and the parameter
    static Operator aggregate(
            LogicalNode.Aggregate node, OperatorFactory factory, QueryContext context) {
        AggregateOp op = node.op();
        if (op == AggregateOp.COUNT_VALUES) {
            return CountValuesOperator.of(node, factory.build(node.input()), context);
        }
        Supplier<Fold> maker = Folds.of(op);
        if (maker != null) {
            Operator input = factory.build(node.input());
            return new FoldOperator(
                    op,
                    input,
                    Groups.of(node, input.rows(), context),
                    maker,
                    node.input().position());
        }
        LogicalNode param = Objects.requireNonNull(node.param());
        AggregateParameter parameter =
                new AggregateParameter(factory.build(param), param.position());
        Operator input = factory.build(node.input());
        Groups groups = Groups.of(node, input.rows(), context);
        return switch (op) {
            case TOPK, BOTTOMK -> new TopOperator(node, parameter, input, groups, context);
            case LIMITK, LIMIT_RATIO -> new LimitOperator(op, parameter, input, groups, context);
            case QUANTILE -> new QuantileOperator(node, parameter, input, groups);
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES ->
                    throw new IllegalStateException("BUG: " + op + " takes no number");
        };
    }
}
