package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.plan.LabelNeed;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The groups of an aggregation: which one each input row belongs to, in the order of their first
/// rows.
///
/// Thread safety: immutable.
final class Groups {
    /// Charged while groups are found, on top of their labels; stays charged.
    private static final long GROUP = 24;

    private final int[] groupOf;
    private final Rows rows;

    private Groups(int[] groupOf, Rows rows) {
        this.groupOf = groupOf;
        this.rows = rows;
    }

    /// What the groups depend on beside the rows.
    private record Grouping(List<String> names, boolean without) {}

    /// Groups an aggregation's rows, or knows the groups from an earlier query.
    static Groups of(LogicalNode.Aggregate node, Rows input, QueryContext context) {
        Grouping grouping = new Grouping(node.grouping(), node.without());
        LabelNeed need = node.input() instanceof LogicalNode.Projection p ? p.need() : null;
        Groups groups =
                context.rowCache()
                        .of(
                                input,
                                grouping,
                                Groups.class,
                                () -> of(grouping, need, input, context));
        context.budget().charge(4L * input.size() + Footprint.labels(groups.rows));
        return groups;
    }

    private static Groups of(
            Grouping grouping, @Nullable LabelNeed need, Rows input, QueryContext context) {
        Set<String> names = new HashSet<>(grouping.names);
        if (grouping.without) {
            names.add(Labels.NAME);
        }
        boolean keepsSome = grouping.without || MetricNames.anyDescriptive(names);
        Map<Labels, Integer> byLabels = new HashMap<>();
        List<Labels> labels = new ArrayList<>();
        List<Boolean> dropName = new ArrayList<>();
        int[] groupOf = new int[input.size()];
        for (int row = 0; row < groupOf.length; row++) {
            context.checkRow(row);
            Labels key = key(input, row, need, grouping.without, names);
            Integer group = byLabels.putIfAbsent(key, labels.size());
            if (group == null) {
                group = labels.size();
                context.budget().charge(GROUP);
                labels.add(key);
                dropName.add(false);
            }
            groupOf[row] = group;
            if (keepsSome && input.dropName(row)) {
                dropName.set(group, true);
            }
        }
        boolean[] flags = new boolean[labels.size()];
        for (int g = 0; g < flags.length; g++) {
            flags[g] = dropName.get(g);
        }
        long fingerprint = RowCache.derived(input.fingerprint(), grouping);
        return new Groups(groupOf, Rows.of(labels, flags, fingerprint));
    }

    private static Labels key(
            Rows input, int row, @Nullable LabelNeed need, boolean without, Set<String> names) {
        if (need != null) {
            return input.labels(row, need);
        }
        Labels own = input.labels(row);
        return without ? own.drop(names) : own.keep(names);
    }

    int groupOf(int row) {
        return groupOf[row];
    }

    /// The number of input rows of each group.
    int[] sizes() {
        int[] sizes = new int[rows.size()];
        for (int group : groupOf) {
            sizes[group]++;
        }
        return sizes;
    }

    /// The input rows of each group, ascending.
    int[][] members() {
        int[] sizes = sizes();
        int[][] members = new int[sizes.length][];
        for (int g = 0; g < members.length; g++) {
            members[g] = new int[sizes[g]];
        }
        for (int row = groupOf.length - 1; row >= 0; row--) {
            int group = groupOf[row];
            members[group][--sizes[group]] = row;
        }
        return members;
    }

    /// The groups as rows.
    Rows rows() {
        return rows;
    }
}
