package io.narthex.model.relabel;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Relabelling rules, applied in order.
///
/// Thread safety: immutable.
public final class Relabeler {
    private final List<RelabelRule> rules;

    /// Creates a relabeler.
    public Relabeler(List<RelabelRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// Whether there is no rule, so that nothing ever changes.
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Applies all rules to a label set.
    ///
    /// @return the new labels, perhaps empty, or null where a rule drops the set
    public @Nullable Labels apply(Labels labels) {
        if (rules.isEmpty()) {
            return labels;
        }
        Labels.Builder builder = labels.toBuilder();
        return apply(builder) ? builder.build() : null;
    }

    /// Applies all rules to labels under construction.
    ///
    /// @return whether the set is kept; if not, the builder holds whatever it had by then
    public boolean apply(Labels.Builder builder) {
        for (RelabelRule rule : rules) {
            if (!RelabelStep.apply(rule, builder)) {
                return false;
            }
        }
        return true;
    }
}
