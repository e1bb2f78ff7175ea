package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;

/// Turns a plan into a tree of operators. Selecting series happens here, so a tree belongs to one
/// run of one query.
///
/// Thread safety: for the query's owner thread.
public final class OperatorFactory {
    private final QueryContext context;

    /// Builds operators for a query.
    public OperatorFactory(QueryContext context) {
        this.context = context;
    }

    /// Builds the operator of a node and of everything below it.
    ///
    /// @throws QueryException.Execution if a part of it is not supported yet
    public Operator build(LogicalNode node) {
        if (node instanceof LogicalNode.Literal literal) {
            return new ConstantOperator(literal.value());
        }
        Operator operator = operator(node);
        return new CountedOperator(
                context.analyzed() ? new TimedOperator(operator) : operator,
                context.options().maxSamples());
    }

    private Operator operator(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Literal literal -> new ConstantOperator(literal.value());
            case LogicalNode.Plus plus -> operator(plus.input());
            case LogicalNode.Negate negate ->
                    BinaryOperators.negate(negate, build(negate.input()), context);
            case LogicalNode.Binary binary ->
                    BinaryOperators.binary(
                            binary, build(binary.lhs()), build(binary.rhs()), context);
            case LogicalNode.Call call when WindowOperators.owns(call) ->
                    WindowOperators.call(call, this, context);
            case LogicalNode.Call call -> CallOperators.call(call, this, context);
            case LogicalNode.StepInvariant invariant -> stepInvariant(invariant);
            case LogicalNode.Selector selector ->
                    WindowOperators.selector(selector, SelectorOperator.Reading.VALUE, context);
            case LogicalNode.Aggregate aggregate ->
                    AggregateOperators.aggregate(aggregate, this, context);
            case LogicalNode.Text _, LogicalNode.RangeSelector _, LogicalNode.Subquery _ ->
                    throw new IllegalStateException("BUG: no rows in a " + node.type().text());
        };
    }

    /// Within an invariant there is one step only, which annotations about range queries care for.
    private Operator stepInvariant(LogicalNode.StepInvariant invariant) {
        QueryContext once = context.withGrid(context.start(), context.start(), context.step());
        return new StepInvariantOperator(
                new OperatorFactory(once).build(invariant.input()), invariant.once());
    }
}
