package io.narthex.promql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Rebuilding a plan with other children, for optimizers.
///
/// Thread safety: stateless.
final class Rewrites {
    private Rewrites() {}

    /// The node with each child replaced; the node itself where none is.
    static LogicalNode children(LogicalNode node, UnaryOperator<LogicalNode> change) {
        boolean[] changed = new boolean[1];
        LogicalNode made =
                made(
                        node,
                        child -> {
                            LogicalNode other = change.apply(child);
                            changed[0] |= !other.equals(child);
                            return other;
                        });
        return changed[0] ? made : node;
    }

    /// The binary operation with other sides; the operation itself where both are its own.
    static LogicalNode sides(LogicalNode.Binary b, LogicalNode lhs, LogicalNode rhs) {
        return lhs.equals(b.lhs()) && rhs.equals(b.rhs())
                ? b
                : new LogicalNode.Binary(
                        b.op(), lhs, rhs, b.matching(), b.returnBool(), b.position());
    }

    private static LogicalNode made(LogicalNode node, UnaryOperator<LogicalNode> change) {
        return switch (node) {
            case LogicalNode.Literal _, LogicalNode.Text _, LogicalNode.Selector _ -> node;
            case LogicalNode.RangeSelector r ->
                    change.apply(r.selector()) instanceof LogicalNode.Selector s
                            ? new LogicalNode.RangeSelector(s, r.range(), r.position())
                            : r;
            case LogicalNode.Subquery s ->
                    new LogicalNode.Subquery(
                            change.apply(s.input()),
                            s.range(),
                            s.step(),
                            s.offset(),
                            s.at(),
                            s.position());
            case LogicalNode.Plus p -> new LogicalNode.Plus(change.apply(p.input()), p.position());
            case LogicalNode.Negate n ->
                    new LogicalNode.Negate(change.apply(n.input()), n.position());
            case LogicalNode.Binary b -> sides(b, change.apply(b.lhs()), change.apply(b.rhs()));
            case LogicalNode.Aggregate a -> aggregate(a, change);
            case LogicalNode.Call c ->
                    new LogicalNode.Call(c.function(), all(c.args(), change), c.position());
            case LogicalNode.Shared s ->
                    new LogicalNode.Shared(s.number(), change.apply(s.input()));
            case LogicalNode.SharedRange s ->
                    change.apply(s.input()) instanceof LogicalNode.RangeSelector r
                            ? new LogicalNode.SharedRange(s.number(), r)
                            : s;
            case LogicalNode.Projection p ->
                    new LogicalNode.Projection(change.apply(p.input()), p.need());
            case LogicalNode.StepInvariant s ->
                    new LogicalNode.StepInvariant(change.apply(s.input()), s.once());
        };
    }

    private static LogicalNode aggregate(
            LogicalNode.Aggregate a, UnaryOperator<LogicalNode> change) {
        LogicalNode param = a.param();
        return new LogicalNode.Aggregate(
                a.op(),
                change.apply(a.input()),
                param == null ? null : change.apply(param),
                a.grouping(),
                a.without(),
                a.position());
    }

    private static List<LogicalNode> all(
            List<LogicalNode> nodes, UnaryOperator<LogicalNode> change) {
        List<LogicalNode> changed = new ArrayList<>(nodes.size());
        for (LogicalNode node : nodes) {
            changed.add(change.apply(node));
        }
        return List.copyOf(changed);
    }
}
