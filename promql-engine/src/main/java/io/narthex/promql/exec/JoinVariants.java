package io.narthex.promql.exec;

import io.narthex.model.Labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the "one" sides of match groups have to include: rows of one group that include the same
/// labels are one variant, since no two of them may have a value at one step.
///
/// Thread safety: immutable; the arrays are not to be changed.
///
/// @param first the first variant of each group, and at the end the number of variants
/// @param ofOne the variant of each row of the "one" side
/// @param filled by group the variant of a filled-in sample; empty where none is filled in
/// @param included the labels each variant includes
/// @param includedId by variant, equal numbers where equal labels are included
/// @param rowsOf by variant the number of rows of the "one" side
record JoinVariants(
        int[] first, int[] ofOne, int[] filled, Labels[] included, int[] includedId, int[] rowsOf) {
    /// @param labels what includes labels
    /// @param groups left is the "many" side, right the "one" side
    /// @param one the rows of the "one" side
    /// @param fillKeys by group the labels of a filled-in sample; empty where none is filled in
    /// @param context asked whether the query may go on
    static JoinVariants of(
            JoinLabels labels,
            MatchGroups groups,
            Rows one,
            List<Labels> fillKeys,
            QueryContext context) {
        if (labels.matching().include().isEmpty()) {
            return plain(groups, !fillKeys.isEmpty());
        }
        Collector collector = new Collector(groups.count());
        int[] ofOne = new int[groups.right().length];
        for (int row = 0; row < ofOne.length; row++) {
            context.checkRow(row);
            ofOne[row] = collector.add(groups.right()[row], labels.included(one.labels(row)));
        }
        int[] filled = new int[fillKeys.size()];
        for (int g = 0; g < filled.length; g++) {
            context.checkRow(g);
            filled[g] = collector.add(g, labels.included(fillKeys.get(g)));
        }
        return collector.build(ofOne, filled);
    }

    /// Nothing is included: each group is its only variant.
    private static JoinVariants plain(MatchGroups groups, boolean fills) {
        int[] each = new int[groups.count() + 1];
        Arrays.setAll(each, i -> i);
        Labels[] none = new Labels[groups.count()];
        Arrays.fill(none, Labels.empty());
        return new JoinVariants(
                each,
                groups.right(),
                fills ? each : new int[0],
                none,
                new int[groups.count()],
                groups.rightSizes());
    }

    /// The number of variants.
    int count() {
        return included.length;
    }

    /// Numbers variants as they come, and at the end by group.
    private static final class Collector {
        private final List<Map<Integer, Integer>> byGroup = new ArrayList<>();
        private final Map<Labels, Integer> ids = new HashMap<>();
        private final List<Labels> labelsOf = new ArrayList<>();
        private final List<Integer> idOf = new ArrayList<>();
        private final List<Integer> groupOf = new ArrayList<>();

        Collector(int groups) {
            for (int g = 0; g < groups; g++) {
                byGroup.add(Map.of());
            }
        }

        int add(int group, Labels included) {
            int id = ids.computeIfAbsent(included, _ -> ids.size());
            Map<Integer, Integer> known = byGroup.get(group);
            Integer before = known.get(id);
            if (before != null) {
                return before;
            }
            if (known.isEmpty()) {
                known = new HashMap<>(2);
                byGroup.set(group, known);
            }
            int variant = labelsOf.size();
            known.put(id, variant);
            labelsOf.add(included);
            idOf.add(id);
            groupOf.add(group);
            return variant;
        }

        JoinVariants build(int[] ofOne, int[] filled) {
            int[] first = new int[byGroup.size() + 1];
            for (int g = 0; g < byGroup.size(); g++) {
                first[g + 1] = first[g] + byGroup.get(g).size();
            }
            int[] next = first.clone();
            int[] place = new int[labelsOf.size()];
            Labels[] included = new Labels[place.length];
            int[] includedId = new int[place.length];
            for (int v = 0; v < place.length; v++) {
                int at = next[groupOf.get(v)]++;
                place[v] = at;
                included[at] = labelsOf.get(v);
                includedId[at] = idOf.get(v);
            }
            int[] rowsOf = new int[place.length];
            for (int row = 0; row < ofOne.length; row++) {
                ofOne[row] = place[ofOne[row]];
                rowsOf[ofOne[row]]++;
            }
            for (int g = 0; g < filled.length; g++) {
                filled[g] = place[filled[g]];
            }
            return new JoinVariants(first, ofOne, filled, included, includedId, rowsOf);
        }
    }
}
