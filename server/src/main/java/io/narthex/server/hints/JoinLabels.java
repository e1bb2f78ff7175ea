package io.narthex.server.hints;

import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The label sets of a join's two sides.
///
/// @param left not empty
/// @param right not empty
///
/// Thread safety: immutable.
record JoinLabels(VectorMatching matching, List<Labels> left, List<Labels> right) {
    /// Values of a label that are listed.
    private static final int LISTED = 3;

    /// Why no series of one side has a match on the other; null where some have.
    @Nullable String mismatch() {
        Set<String> compared = compared();
        if (meet(compared)) {
            return null;
        }
        List<String> differing =
                compared.stream()
                        .filter(
                                label ->
                                        Collections.disjoint(
                                                values(left, label), values(right, label)))
                        .toList();
        return "no series of the left has a match on the right: "
                + (differing.isEmpty()
                        ? "each of " + String.join(", ", compared) + " agrees, but not together"
                        : differing.stream()
                                .map(this::difference)
                                .collect(Collectors.joining("; ")))
                + remedy(compared, differing);
    }

    private Set<String> compared() {
        Set<String> names = new TreeSet<>();
        if (matching.on()) {
            names.addAll(matching.labels());
            return names;
        }
        for (List<Labels> side : List.of(left, right)) {
            for (Labels labels : side) {
                for (int i = 0; i < labels.size(); i++) {
                    names.add(labels.name(i));
                }
            }
        }
        names.remove(Labels.NAME);
        matching.labels().forEach(names::remove);
        return names;
    }

    private boolean meet(Collection<String> names) {
        return !Collections.disjoint(keys(left, names), keys(right, names));
    }

    private static Set<Labels> keys(List<Labels> side, Collection<String> names) {
        Set<Labels> keys = new HashSet<>();
        side.forEach(labels -> keys.add(labels.keep(names)));
        return keys;
    }

    /// The values of a label; "" of a series that lacks it.
    private static Set<String> values(List<Labels> side, String label) {
        return side.stream()
                .map(labels -> labels.getOrEmpty(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String difference(String label) {
        Set<String> ofLeft = values(left, label);
        Set<String> ofRight = values(right, label);
        if (ofRight.equals(Set.of(""))) {
            return "only the left has " + label;
        }
        if (ofLeft.equals(Set.of(""))) {
            return "only the right has " + label;
        }
        return label
                + " is "
                + listed(ofLeft)
                + " on the left, "
                + listed(ofRight)
                + " on the right";
    }

    private static String listed(Set<String> values) {
        String first =
                values.stream()
                        .limit(LISTED)
                        .map(value -> '"' + value + '"')
                        .collect(Collectors.joining(", "));
        return values.size() > LISTED ? first + " …" : first;
    }

    /// What would match; "" where nothing obvious does.
    private String remedy(Set<String> compared, List<String> differing) {
        List<String> rest = new ArrayList<>(compared);
        rest.removeAll(differing);
        if (differing.isEmpty() || rest.isEmpty() || !meet(rest)) {
            return "";
        }
        boolean manyLeft = keys(left, rest).size() < left.size();
        boolean manyRight = keys(right, rest).size() < right.size();
        if (manyLeft && manyRight) {
            return "";
        }
        String group = manyLeft ? " group_left ()" : manyRight ? " group_right ()" : "";
        return "; they match with on (" + String.join(", ", rest) + ")" + group;
    }
}
