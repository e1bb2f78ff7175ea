package io.narthex.promql.exec;

import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.plan.SharedPlaces;

import java.util.HashMap;
import java.util.Map;

/// Turns a plan into a tree of operators. Selecting series happens here, so a tree belongs to one
/// run of one query.
///
/// Thread safety: for the query's owner thread.
public final class OperatorFactory {
    private final QueryContext context;
    private final SharedPlaces places;

    /// The context without regard to what is shared.
    private final QueryContext base;

    private final Map<Integer, SharedOperator> shared;
    private final Map<RangeKey, SharedWindows> ranges;

    /// Samples with start timestamps are windows of another kind.
    private record RangeKey(int number, boolean startTimestamps) {}

    /// Builds operators for a query.
    ///
    /// @param plan the whole plan
    public OperatorFactory(QueryContext context, LogicalNode plan) {
        this(context, SharedPlaces.of(plan), context, new HashMap<>(), new HashMap<>());
    }

    private OperatorFactory(
            QueryContext context,
            SharedPlaces places,
            QueryContext base,
            Map<Integer, SharedOperator> shared,
            Map<RangeKey, SharedWindows> ranges) {
        this.context = context;
        this.places = places;
        this.base = base;
        this.shared = shared;
        this.ranges = ranges;
    }

    /// Builds operators for other steps of the query; nothing is shared between these and others.
    OperatorFactory at(long start, long end, long step) {
        QueryContext other = context.withGrid(start, end, step);
        return new OperatorFactory(other, places, other, new HashMap<>(), new HashMap<>());
    }

    /// Builds the operator of a node and of everything below it.
    ///
    /// @throws QueryException.Execution if an argument is not valid
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
            case LogicalNode.Shared part -> shared(part);
            case LogicalNode.Projection projection -> projection(projection);
            case LogicalNode.Selector selector ->
                    WindowOperators.selector(selector, SelectorOperator.Reading.VALUE, context);
            case LogicalNode.Aggregate aggregate ->
                    AggregateOperators.aggregate(aggregate, this, context);
            case LogicalNode.Text _,
                    LogicalNode.RangeSelector _,
                    LogicalNode.SharedRange _,
                    LogicalNode.Subquery _ ->
                    throw new IllegalStateException("BUG: no rows in a " + node.type().text());
        };
    }

    /// Within an invariant there is one step only, which annotations about range queries care for.
    private Operator stepInvariant(LogicalNode.StepInvariant invariant) {
        OperatorFactory once = at(context.start(), context.start(), context.step());
        return new StepInvariantOperator(once.build(invariant.input()), invariant.once());
    }

    /// The input itself: whoever looks at its labels asks for those that are needed. Only what
    /// does nothing else than set a label may have nothing to do.
    private Operator projection(LogicalNode.Projection projection) {
        return projection.input() instanceof LogicalNode.Call call && LabelOperators.owns(call)
                ? LabelOperators.call(call, projection.need(), this, context)
                : operator(projection.input());
    }

    /// A range selector as one of the functions sees it that share it.
    ///
    /// @param needs of that function
    WindowSource shared(LogicalNode.SharedRange part, WindowNeeds needs) {
        LogicalNode.RangeSelector range = part.input();
        RangeKey key = new RangeKey(part.number(), needs.startTimestamps());
        SharedWindows windows = ranges.get(key);
        if (windows == null) {
            Selection selection = Selection.of(range.selector(), range.range(), context);
            windows = new SharedWindows(selection);
            ranges.put(key, windows);
        }
        return windows.reference(part.number(), needs);
    }

    private Operator shared(LogicalNode.Shared part) {
        SharedOperator known = shared.get(part.number());
        if (known == null) {
            QueryContext everywhere =
                    base.withAnnotations(base.annotations().at(places.places(part.number())));
            OperatorFactory factory = new OperatorFactory(everywhere, places, base, shared, ranges);
            SharedOperator made = new SharedOperator(factory.operator(part.input()), everywhere);
            shared.put(part.number(), made);
            return made.reference(part.number(), true);
        }
        return known.reference(part.number(), false);
    }
}
