package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.VectorMatching;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which rows of two vectors meet: rows with equal matching labels are of one group. Found once,
/// when the operator is built, so that no labels are touched while steps run.
///
/// Thread safety: immutable.
final class MatchGroups {
    private final VectorMatching matching;
    private final int[] left;
    private final int[] right;
    private final int count;

    private MatchGroups(VectorMatching matching, int[] left, int[] right, int count) {
        this.matching = matching;
        this.left = left;
        this.right = right;
        this.count = count;
    }

    static MatchGroups of(VectorMatching matching, Rows lhs, Rows rhs) {
        Set<String> names = names(matching);
        Map<Labels, Integer> groups = new HashMap<>();
        int[] left = groups(matching, names, lhs, groups);
        int[] right = groups(matching, names, rhs, groups);
        return new MatchGroups(matching, left, right, groups.size());
    }

    private static Set<String> names(VectorMatching matching) {
        Set<String> names = new HashSet<>(matching.labels());
        if (!matching.on()) {
            names.add(Labels.NAME);
        }
        return names;
    }

    private static int[] groups(
            VectorMatching matching, Set<String> names, Rows rows, Map<Labels, Integer> groups) {
        int[] group = new int[rows.size()];
        for (int row = 0; row < group.length; row++) {
            Labels key = key(matching, names, rows.labels(row));
            Integer known = groups.putIfAbsent(key, groups.size());
            group[row] = known == null ? groups.size() - 1 : known;
        }
        return group;
    }

    private static Labels key(VectorMatching matching, Set<String> names, Labels labels) {
        return matching.on() ? labels.keep(names) : labels.drop(names);
    }

    /// The labels by which a row is matched, for messages.
    Labels key(Labels labels) {
        return key(matching, names(matching), labels);
    }

    /// The group of each row on the left.
    int[] left() {
        return left;
    }

    /// The group of each row on the right.
    int[] right() {
        return right;
    }

    /// The number of groups.
    int count() {
        return count;
    }
}
