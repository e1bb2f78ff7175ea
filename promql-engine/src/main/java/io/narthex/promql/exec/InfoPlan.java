package io.narthex.promql.exec;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The rows of `info`: one for each base series and each combination of info series that holds at
/// some step.
///
/// Thread safety: immutable.
final class InfoPlan {
    /// By base row its match group; -1 where it is an info series itself, which passes as it is.
    final int[] groupOf;

    /// By base row its first result row.
    final int[] firstRow;

    /// By result row the label on which two info metrics disagree, or null.
    final List<@Nullable String> conflicts = new ArrayList<>();

    /// By result row whether it is left out, for want of info series.
    final List<Boolean> leftOut = new ArrayList<>();

    private final List<Labels> labels = new ArrayList<>();
    private final boolean[] dropName;

    InfoPlan(
            InfoSeries series,
            Rows base,
            Rows info,
            MatchGroups groups,
            InfoTimeline timeline,
            QueryContext context) {
        this.groupOf = new int[base.size()];
        this.firstRow = new int[base.size()];
        List<Boolean> flags = new ArrayList<>();
        for (int row = 0; row < groupOf.length; row++) {
            if (row % 1024 == 0) {
                context.cancellation().check(Worker.PHASE);
            }
            Labels own = base.labels(row);
            firstRow[row] = labels.size();
            groupOf[row] = series.isOne(own) ? -1 : groups.left()[row];
            if (groupOf[row] < 0) {
                add(own, null, false);
            } else {
                for (List<Integer> rows : timeline.combinations(groupOf[row])) {
                    add(series, own, rows, info);
                }
            }
            while (flags.size() < labels.size()) {
                flags.add(base.dropName(row));
            }
        }
        context.budget().charge(96L * labels.size());
        this.dropName = new boolean[flags.size()];
        for (int row = 0; row < dropName.length; row++) {
            dropName[row] = flags.get(row);
        }
    }

    private void add(InfoSeries series, Labels own, List<Integer> rows, Rows info) {
        Labels.Builder with = own.toBuilder();
        Labels.Builder given = new Labels.Builder();
        for (int row : rows) {
            Labels known = given.build();
            Labels more = series.given(info.labels(row));
            for (int i = 0; i < more.size(); i++) {
                String name = more.name(i);
                String before = known.getOrEmpty(name);
                if (!before.isEmpty() && !before.equals(more.value(i))) {
                    add(own, name, false);
                    return;
                }
                // What the series says of itself holds.
                if (own.getOrEmpty(name).isEmpty()) {
                    given.set(name, more.value(i));
                    with.set(name, more.value(i));
                }
            }
        }
        add(with.build(), null, rows.isEmpty() && !series.keepsUnmatched());
    }

    private void add(Labels made, @Nullable String conflict, boolean out) {
        labels.add(made);
        conflicts.add(conflict);
        leftOut.add(out);
    }

    Rows rows() {
        return Rows.of(List.copyOf(labels), dropName);
    }
}
