package io.narthex.promql.plan;

import io.narthex.model.Labels;

import java.util.List;

/// Which labels of an expression's rows matter to what is above it.
///
/// Thread safety: immutable.
///
/// @param names few, so that a list is searched faster than a set
/// @param without whether `names` are the labels that do not matter
public record LabelNeed(List<String> names, boolean without) {
    /// Whether a label matters.
    public boolean has(String label) {
        return names.contains(label) != without;
    }

    /// The labels that matter.
    public Labels of(Labels labels) {
        return without ? labels.drop(names) : labels.keep(names);
    }

    @Override
    public String toString() {
        return (without ? "all but " : "") + names;
    }
}
