package io.narthex.promql.exec;

import io.narthex.model.Labels;

import java.util.Collection;
import java.util.Set;

/// What goes when an operation makes a series something else than its metric: the name, and the
/// type and unit that belong to it.
///
/// Thread safety: stateless.
final class MetricNames {
    private static final Set<String> DESCRIPTIVE = Set.of(Labels.NAME, "__type__", "__unit__");

    private MetricNames() {}

    /// The labels without name, type and unit.
    static Labels drop(Labels labels) {
        return labels.drop(DESCRIPTIVE);
    }

    /// Whether the name, the type or the unit is among the label names.
    static boolean anyDescriptive(Collection<String> names) {
        return names.stream().anyMatch(DESCRIPTIVE::contains);
    }
}
