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

    /// Whether rows without their names, types and units may be equal.
    ///
    /// @param oneName whether all rows have the same name
    static boolean mayTellApart(Rows rows, boolean oneName, QueryContext context) {
        return !oneName
                || context.rowCache()
                        .of(
                                rows,
                                "type or unit",
                                Boolean.class,
                                () -> haveTypeOrUnit(rows, context));
    }

    private static boolean haveTypeOrUnit(Rows rows, QueryContext context) {
        for (int row = 0; row < rows.size(); row++) {
            context.checkRow(row);
            Labels labels = rows.labels(row);
            if (labels.get("__type__") != null || labels.get("__unit__") != null) {
                return true;
            }
        }
        return false;
    }

    /// Whether the name, the type or the unit is among the label names.
    static boolean anyDescriptive(Collection<String> names) {
        return names.stream().anyMatch(DESCRIPTIVE::contains);
    }
}
