package io.narthex.promql.plan;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Numbers what occurs more than once in a scope: the part of a plan that is evaluated at the same
/// steps. The numbers go on from scope to scope of a plan.
///
/// Thread safety: for one thread.
final class Repeats {
    /// The last number given in the plan.
    private static final class Last {
        private int number;
    }

    private final Last last;
    private final Shapes shapes = new Shapes();
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Integer, Integer> repeated = new HashMap<>();

    /// For the outermost scope of a plan.
    Repeats() {
        this(new Last());
    }

    private Repeats(Last last) {
        this.last = last;
    }

    /// For another scope of the same plan.
    Repeats ofOtherScope() {
        return new Repeats(last);
    }

    /// Counts an occurrence.
    ///
    /// @return whether there was one before
    boolean add(LogicalNode node) {
        int shape = shapes.of(node);
        if (seen.add(shape)) {
            return false;
        }
        repeated.computeIfAbsent(shape, _ -> ++last.number);
        return true;
    }

    /// The number of what was counted more than once, the same for all its occurrences; null for
    /// all else.
    @Nullable Integer number(LogicalNode node) {
        return repeated.get(shapes.of(node));
    }
}
