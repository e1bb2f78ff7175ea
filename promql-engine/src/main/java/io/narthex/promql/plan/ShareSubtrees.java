package io.narthex.promql.plan;

import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.ValueType;

/// Marks the largest subtrees that occur several times with the same times, such as the two `a` of
/// `a / (a + b)`, so that their series are selected, decoded and computed once.
///
/// What a subquery or a step-invariant part evaluates has times of its own and is looked through by
/// itself. Nothing is shared within `count_values` and `info`, which read ahead of the other steps,
/// and no selector is taken from functions that ask the selector itself.
///
/// Thread safety: stateless.
final class ShareSubtrees implements Optimizer {
    @Override
    public String name() {
        return "share-subtrees";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        return new Scope(new Repeats()).shared(node);
    }

    /// What is evaluated at the same steps.
    private record Scope(Repeats repeats) {
        LogicalNode shared(LogicalNode root) {
            count(root);
            return rewritten(root);
        }

        /// What is inside a repeated subtree is evaluated once, so it counts once.
        private void count(LogicalNode node) {
            if (isWorthIt(node) && repeats.add(node)) {
                return;
            }
            if (!isOwnScope(node) && !readsAhead(node)) {
                boolean asksSelector = asksSelector(node);
                for (LogicalNode child : node.children()) {
                    if (!(asksSelector && child instanceof LogicalNode.Selector)) {
                        count(child);
                    }
                }
            }
        }

        private LogicalNode rewritten(LogicalNode node) {
            LogicalNode inner = inside(node);
            Integer number = isWorthIt(node) ? repeats.number(node) : null;
            return number == null ? inner : new LogicalNode.Shared(number, inner);
        }

        private LogicalNode inside(LogicalNode node) {
            if (readsAhead(node) || node instanceof LogicalNode.RangeSelector) {
                return node;
            }
            if (isOwnScope(node)) {
                return Rewrites.children(
                        node, other -> new Scope(repeats.ofOtherScope()).shared(other));
            }
            boolean asksSelector = asksSelector(node);
            return Rewrites.children(
                    node,
                    child ->
                            asksSelector && child instanceof LogicalNode.Selector
                                    ? child
                                    : rewritten(child));
        }
    }

    /// Whether what is below is evaluated at times of its own.
    static boolean isOwnScope(LogicalNode node) {
        return node instanceof LogicalNode.Subquery || node instanceof LogicalNode.StepInvariant;
    }

    /// Whether what is below is evaluated before other steps.
    static boolean readsAhead(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Aggregate a -> a.op() == AggregateOp.COUNT_VALUES;
            case LogicalNode.Call c -> c.name().equals("info");
            default -> false;
        };
    }

    private static boolean asksSelector(LogicalNode node) {
        return node instanceof LogicalNode.Call c
                && switch (c.name()) {
                    case "timestamp", "start_timestamp", "absent" -> true;
                    default -> false;
                };
    }

    private static boolean isWorthIt(LogicalNode node) {
        return node.type() == ValueType.VECTOR && readsSeries(node);
    }

    private static boolean readsSeries(LogicalNode node) {
        return switch (node) {
            case LogicalNode.Selector _, LogicalNode.RangeSelector _ -> true;
            default -> node.children().stream().anyMatch(ShareSubtrees::readsSeries);
        };
    }
}
