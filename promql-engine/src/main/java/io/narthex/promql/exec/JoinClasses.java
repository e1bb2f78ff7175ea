package io.narthex.promql.exec;

import io.narthex.model.Labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which rows of the "many" side of a join must not have a match at the same step.
///
/// Thread safety: immutable; the arrays are not to be changed.
///
/// @param rival by row of the "many" side: one of the rows in the same match group that it must not
///     meet, the same for all of them; -1 where there is none
/// @param twin by row of the "many" side, then by filled-in row: a number shared by rows of
///     different groups whose results differ in included labels at most; -1 where there is none
record JoinClasses(int[] rival, int[] twin) {
    private static final int NONE = -1;

    /// Where any two rows of a group exclude each other, and rows of different groups never have
    /// equal results.
    ///
    /// @param rows how many there are, filled-in ones included
    static JoinClasses byGroup(MatchGroups groups, int rows) {
        return new JoinClasses(rivalsByGroup(groups), none(rows));
    }

    /// Where any two rows of a group exclude each other.
    ///
    /// @param base by row what is left of its labels; filled-in rows after those of the "many" side
    static JoinClasses oneToOne(MatchGroups groups, List<Labels> base, QueryContext context) {
        return new JoinClasses(rivalsByGroup(groups), new Bases(groups, base, context).twin());
    }

    /// Where rows of a group exclude each other if their results have equal labels.
    ///
    /// @param base by row what is left of its labels; filled-in rows after those of the "many" side
    static JoinClasses manyToOne(MatchGroups groups, List<Labels> base, QueryContext context) {
        Bases bases = new Bases(groups, base, context);
        return new JoinClasses(bases.rival, bases.twin());
    }

    /// Where equal results of different groups are no error.
    JoinClasses withoutTwins() {
        return new JoinClasses(rival, none(twin.length));
    }

    private static int[] rivalsByGroup(MatchGroups groups) {
        int[] sizes = groups.leftSizes();
        int[] first = none(groups.count());
        int[] rival = none(groups.left().length);
        for (int row = 0; row < rival.length; row++) {
            int g = groups.left()[row];
            if (sizes[g] > 1) {
                first[g] = first[g] == NONE ? row : first[g];
                rival[row] = first[g];
            }
        }
        return rival;
    }

    private static int[] none(int size) {
        int[] none = new int[size];
        Arrays.fill(none, NONE);
        return none;
    }

    /// Rows by what is left of their labels. Nearly always all differ.
    private static final class Bases {
        private final MatchGroups groups;
        private final int[] id;
        private final int[] rival;

        /// By id its first row, and whether it is found in more than one group.
        private final List<Integer> firstRow = new ArrayList<>();

        private final boolean[] spans;

        /// The first rows of ids in groups that are not the id's first group.
        private final Map<Long, Integer> elsewhere = new HashMap<>();

        Bases(MatchGroups groups, List<Labels> base, QueryContext context) {
            this.groups = groups;
            this.id = new int[base.size()];
            this.rival = none(groups.left().length);
            this.spans = new boolean[base.size()];
            Map<Labels, Integer> known = HashMap.newHashMap(base.size());
            for (int row = 0; row < id.length; row++) {
                context.checkRow(row);
                int next = known.size();
                Integer before = known.putIfAbsent(base.get(row), next);
                id[row] = before == null ? next : before;
                if (before == null) {
                    firstRow.add(row);
                } else {
                    repeated(row, before);
                }
            }
        }

        private int group(int row) {
            int many = groups.left().length;
            return row < many ? groups.left()[row] : groups.right()[row - many];
        }

        private void repeated(int row, int known) {
            int first = firstRow.get(known);
            if (group(first) != group(row)) {
                spans[known] = true;
                long key = (long) known << 32 | group(row);
                Integer before = elsewhere.putIfAbsent(key, row);
                first = before == null ? row : before;
            }
            // A filled-in row has a value only where no other row of its group has a match.
            if (first != row && row < rival.length) {
                rival[first] = first;
                rival[row] = first;
            }
        }

        int[] twin() {
            int[] twin = new int[id.length];
            for (int row = 0; row < twin.length; row++) {
                twin[row] = spans[id[row]] ? id[row] : NONE;
            }
            return twin;
        }
    }
}
