package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.PositionRange;

import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Numbers plan nodes so that those which compute the same have the same number, wherever in the
/// query text they stand.
///
/// Thread safety: for one thread.
final class Shapes {
    private static final PositionRange NOWHERE = new PositionRange(0, 0);

    private final Map<LogicalNode, Integer> known = new IdentityHashMap<>();

    /// By a node whose children are replaced by their numbers.
    private final Map<LogicalNode, Integer> numbers = new HashMap<>();

    /// The number of a node.
    int of(LogicalNode node) {
        Integer before = known.get(node);
        if (before != null) {
            return before;
        }
        LogicalNode shallow =
                nowhere(
                        Rewrites.children(
                                node, child -> new LogicalNode.Literal(of(child), NOWHERE)));
        int next = numbers.size();
        Integer number = numbers.putIfAbsent(shallow, next);
        known.put(node, number == null ? next : number);
        return number == null ? next : number;
    }

    private static LogicalNode nowhere(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Literal n -> new LogicalNode.Literal(n.value(), NOWHERE);
            case LogicalNode.Text n -> new LogicalNode.Text(n.value(), NOWHERE);
            case LogicalNode.Selector n -> nowhere(n);
            case LogicalNode.RangeSelector n ->
                    new LogicalNode.RangeSelector(nowhere(n.selector()), n.range(), NOWHERE);
            case LogicalNode.Subquery n ->
                    new LogicalNode.Subquery(
                            n.input(), n.range(), n.step(), n.offset(), n.at(), NOWHERE);
            case LogicalNode.Plus n -> new LogicalNode.Plus(n.input(), NOWHERE);
            case LogicalNode.Negate n -> new LogicalNode.Negate(n.input(), NOWHERE);
            case LogicalNode.Binary n ->
                    new LogicalNode.Binary(
                            n.op(), n.lhs(), n.rhs(), n.matching(), n.returnBool(), NOWHERE);
            case LogicalNode.Aggregate n ->
                    new LogicalNode.Aggregate(
                            n.op(), n.input(), n.param(), n.grouping(), n.without(), NOWHERE);
            case LogicalNode.Call n -> new LogicalNode.Call(n.function(), n.args(), NOWHERE);
            case LogicalNode.Shared _,
                    LogicalNode.SharedRange _,
                    LogicalNode.Projection _,
                    LogicalNode.StepInvariant _ ->
                    node;
        };
    }

    /// The order of conditions does not matter.
    private static LogicalNode.Selector nowhere(LogicalNode.Selector s) {
        Narrowing narrowing = s.narrowing();
        return new LogicalNode.Selector(
                sorted(s.matchers()),
                s.offset(),
                s.at(),
                s.extension(),
                s.countsOnly(),
                new Narrowing(sorted(narrowing.matchers()), narrowing.plainOnly()),
                NOWHERE);
    }

    private static List<LabelMatcher> sorted(List<LabelMatcher> matchers) {
        return matchers.stream().sorted(Comparator.comparing(LabelMatcher::toString)).toList();
    }
}
