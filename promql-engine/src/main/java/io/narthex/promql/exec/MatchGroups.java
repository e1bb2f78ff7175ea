package io.narthex.promql.exec;

import io.narthex.model.Labels;

import java.util.HashMap;
import java.util.Map;

/// The match groups of two vectors' rows: rows with equal keys have the same number. Labels are
/// compared here, once, and never while tiles run.
///
/// Thread safety: immutable; the arrays are not to be changed.
///
/// @param left the group of each left row
/// @param right the group of each right row
/// @param count number of groups
record MatchGroups(int[] left, int[] right, int count) {
    static MatchGroups of(MatchKeys keys, Rows left, Rows right, QueryContext context) {
        context.budget().charge(8L * left.size() + 8L * right.size());
        long table = Footprint.TABLE_ENTRY * ((long) left.size() + right.size());
        context.budget().charge(table);
        Map<Labels, Integer> known = HashMap.newHashMap(Math.max(left.size(), right.size()));
        int[] leftGroups = groups(keys, left, known, context);
        int[] rightGroups = groups(keys, right, known, context);
        context.budget().release(table);
        return new MatchGroups(leftGroups, rightGroups, known.size());
    }

    private static int[] groups(
            MatchKeys keys, Rows rows, Map<Labels, Integer> known, QueryContext context) {
        int[] groups = new int[rows.size()];
        for (int row = 0; row < groups.length; row++) {
            context.checkRow(row);
            int next = known.size();
            Integer before = known.putIfAbsent(keys.key(rows.labels(row)), next);
            groups[row] = before == null ? next : before;
        }
        return groups;
    }

    /// The number of left rows by group.
    int[] leftSizes() {
        return sizes(left, count);
    }

    /// The number of right rows by group.
    int[] rightSizes() {
        return sizes(right, count);
    }

    private static int[] sizes(int[] groupOf, int count) {
        int[] sizes = new int[count];
        for (int group : groupOf) {
            sizes[group]++;
        }
        return sizes;
    }
}
