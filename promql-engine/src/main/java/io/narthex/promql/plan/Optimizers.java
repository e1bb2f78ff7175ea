package io.narthex.promql.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The optimizers that there are, in the order in which they rewrite a plan.
///
/// Thread safety: immutable.
public final class Optimizers {
    /// What rewrites a plan, in this order: each builds on what those before it made.
    public static final List<Optimizer> ALL =
            List.of(
                    new FoldNumbers(),
                    new SortMatchers(),
                    new PropagateMatchers(),
                    new HoistStepInvariant(),
                    new ShareSubtrees(),
                    new ShareRanges(),
                    new PruneLabels());

    private Optimizers() {}

    /// The names of all, in their order.
    public static List<String> names() {
        return ALL.stream().map(Optimizer::name).toList();
    }

    /// Checks names that somebody wrote down.
    ///
    /// @throws IllegalArgumentException if one is no optimizer's; the message lists those known
    public static void requireKnown(Collection<String> names) {
        List<String> unknown = new ArrayList<>(new TreeSet<>(names));
        unknown.removeAll(names());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown optimizer \""
                            + unknown.getFirst()
                            + "\"; known are "
                            + String.join(", ", names()));
        }
    }
}
