package io.narthex.promql.plan;

import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.ValueType;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
        return new Numbering().scope(node);
    }

    /// The numbers of one plan.
    private static final class Numbering {
        private int shared;

        LogicalNode scope(LogicalNode root) {
            Scope scope = new Scope(this);
            scope.count(root);
            return scope.rewritten(root);
        }
    }

    /// What is evaluated at the same steps.
    private static final class Scope {
        private final Numbering numbering;
        private final Shapes shapes = new Shapes();
        private final Set<Integer> seen = new HashSet<>();

        /// By shape the number of what occurs more than once.
        private final Map<Integer, Integer> repeated = new HashMap<>();

        Scope(Numbering numbering) {
            this.numbering = numbering;
        }

        /// What is inside a repeated subtree is evaluated once, so it counts once.
        void count(LogicalNode node) {
            if (isWorthIt(node) && !seen.add(shapes.of(node))) {
                repeated.computeIfAbsent(shapes.of(node), _ -> ++numbering.shared);
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

        LogicalNode rewritten(LogicalNode node) {
            LogicalNode inner = inside(node);
            Integer number = isWorthIt(node) ? repeated.get(shapes.of(node)) : null;
            return number == null ? inner : new LogicalNode.Shared(number, inner);
        }

        private LogicalNode inside(LogicalNode node) {
            if (readsAhead(node) || node instanceof LogicalNode.RangeSelector) {
                return node;
            }
            if (isOwnScope(node)) {
                return Rewrites.children(node, numbering::scope);
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
