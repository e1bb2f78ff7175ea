package io.narthex.promql.plan;

import io.narthex.promql.parser.TimeShift.Extension;

import java.util.HashSet;
import java.util.Set;

/// Marks range selectors that several functions read at the same times, such as that of
/// `max_over_time(x[5m]) - min_over_time(x[5m])`, so that their series are selected once and their
/// chunks decoded once.
///
/// Each function still goes over the samples by itself, in its turn, so nothing it says changes.
/// The samples of a tile are kept within the allowance that [ShareSubtrees] has too; where they are
/// too many they are read again.
///
/// Subqueries are not shared, as what they evaluate raises annotations at its place; nor are
/// `anchored` and `smoothed` ranges. Functions that heed start timestamps share among themselves.
///
/// Thread safety: stateless.
final class ShareRanges implements Optimizer {
    @Override
    public String name() {
        return "share-ranges";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        return new Scope(new Repeats()).shared(node);
    }

    /// What is evaluated at the same steps.
    private static final class Scope {
        private final Repeats repeats;
        private final Set<Integer> subtrees = new HashSet<>();

        Scope(Repeats repeats) {
            this.repeats = repeats;
        }

        LogicalNode shared(LogicalNode root) {
            count(root);
            return rewritten(root);
        }

        private void count(LogicalNode node) {
            switch (node) {
                case LogicalNode.RangeSelector r when isPlain(r) -> repeats.add(r);
                // What is in a shared subtree is evaluated once.
                case LogicalNode.Shared s -> {
                    if (subtrees.add(s.number())) {
                        count(s.input());
                    }
                }
                default -> {
                    if (!ShareSubtrees.isOwnScope(node) && !ShareSubtrees.readsAhead(node)) {
                        node.children().forEach(this::count);
                    }
                }
            }
        }

        private LogicalNode rewritten(LogicalNode node) {
            if (node instanceof LogicalNode.RangeSelector r) {
                Integer number = isPlain(r) ? repeats.number(r) : null;
                return number == null ? r : new LogicalNode.SharedRange(number, r);
            }
            if (ShareSubtrees.readsAhead(node)) {
                return node;
            }
            return ShareSubtrees.isOwnScope(node)
                    ? Rewrites.children(
                            node, other -> new Scope(repeats.ofOtherScope()).shared(other))
                    : Rewrites.children(node, this::rewritten);
        }

        private static boolean isPlain(LogicalNode.RangeSelector r) {
            return r.selector().extension() == Extension.NONE;
        }
    }
}
