package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the plan alone tells about the labels of an expression's rows; it holds for any data.
///
/// At one step no two rows have equal labels: an expression that would give such rows fails. A row
/// that is looked at by fewer labels is therefore still the only one of its kind if those left out
/// are the same in all rows, see [#isFixed].
///
/// Thread safety: immutable.
///
/// @param facts conditions that every row satisfies
/// @param only whether `names` are the labels that rows may have, or those that they don't have
/// @param names label names
record KnownLabels(List<LabelMatcher> facts, boolean only, Set<String> names) {
    /// The metric's name, and what goes with it.
    static final Set<String> DESCRIPTIVE = Set.of(Labels.NAME, "__type__", "__unit__");

    /// Rows of which nothing is known.
    static final KnownLabels NOTHING = new KnownLabels(List.of(), false, Set.of());

    /// Whether all rows have the same value of a label, be it none.
    boolean isFixed(String label) {
        return lacks(label)
                || facts.stream()
                        .anyMatch(
                                m -> m.type() == LabelMatcher.Type.EQUAL && m.name().equals(label));
    }

    /// Whether no two rows are ever in one match group.
    boolean areUniqueIn(VectorMatching matching) {
        if (matching.on()) {
            return only
                    && names.stream().allMatch(n -> matching.labels().contains(n) || isFixed(n));
        }
        return isFixed(Labels.NAME) && matching.labels().stream().allMatch(this::isFixed);
    }

    /// Whether rows still differ when some labels are left out.
    boolean differWithout(Collection<String> labels) {
        return labels.stream().allMatch(this::isFixed);
    }

    /// The conditions that concern the labels which matching rows have in common.
    List<LabelMatcher> on(VectorMatching matching) {
        return facts.stream().filter(m -> isKey(m.name(), matching)).toList();
    }

    List<LabelMatcher> about(Collection<String> labels) {
        return facts.stream().filter(m -> labels.contains(m.name())).toList();
    }

    /// Whether matching rows have the same value of a label. The name is left out even where `on`
    /// names it.
    static boolean isKey(String label, VectorMatching matching) {
        return !DESCRIPTIVE.contains(label) && matching.labels().contains(label) == matching.on();
    }

    private boolean lacks(String label) {
        return names.contains(label) != only;
    }

    KnownLabels and(List<LabelMatcher> more) {
        List<LabelMatcher> all = new ArrayList<>(more);
        all.removeAll(facts);
        if (all.isEmpty()) {
            return this;
        }
        all.addAll(facts);
        return new KnownLabels(List.copyOf(all), only, names);
    }

    KnownLabels or(KnownLabels other) {
        List<LabelMatcher> common = new ArrayList<>(facts);
        common.retainAll(other.facts);
        Set<String> all = new HashSet<>();
        if (only && other.only) {
            all.addAll(names);
            all.addAll(other.names);
        }
        return new KnownLabels(common, only && other.only, all);
    }

    KnownLabels keep(Collection<String> labels) {
        Set<String> kept = new HashSet<>(labels);
        kept.removeIf(this::lacks);
        return new KnownLabels(about(labels), true, kept);
    }

    KnownLabels without(Collection<String> labels) {
        Set<String> left = new HashSet<>(names);
        if (only) {
            left.removeAll(labels);
        } else {
            left.addAll(labels);
        }
        return new KnownLabels(
                facts.stream().filter(m -> !labels.contains(m.name())).toList(), only, left);
    }

    /// Rows that lost their name, or will lose it at the very end. Unless all have the same name it
    /// can't be said to be gone.
    KnownLabels withoutName() {
        List<LabelMatcher> left =
                facts.stream().filter(m -> !DESCRIPTIVE.contains(m.name())).toList();
        return isFixed(Labels.NAME)
                ? new KnownLabels(left, only, names).without(Set.of(Labels.NAME))
                : new KnownLabels(left, only, names);
    }

    /// Rows that got a label, or another value of it.
    KnownLabels with(String label) {
        Set<String> names = new HashSet<>(this.names);
        if (only) {
            names.add(label);
        } else {
            names.remove(label);
        }
        return new KnownLabels(
                facts.stream().filter(m -> !m.name().equals(label)).toList(), only, names);
    }
}
