package io.narthex.promql.exec;

import io.narthex.model.LabelsText;
import io.narthex.promql.QueryException;
import io.narthex.promql.exec.InfoTimeline.Duplicate;

/// One tile of `info`: the base series go past, each step's value to the row of the combination of
/// info series that holds then. What is reported is the earliest step's failure.
///
/// Thread safety: for one worker.
final class InfoTile {
    private final InfoPlan plan;
    private final InfoTimeline timeline;
    private final Rows info;
    private final DistinctRows.Check distinct;
    private final int first;
    private final int[] combinations;
    private final long[] present;
    private final StepColumn out;
    private int failedStep = Integer.MAX_VALUE;
    private String failure = "";

    /// @param first the step at which the tile begins
    InfoTile(
            InfoPlan plan,
            InfoTimeline timeline,
            Rows info,
            DistinctRows.Check distinct,
            int first,
            StepTile tile) {
        this.plan = plan;
        this.timeline = timeline;
        this.info = info;
        this.distinct = distinct;
        this.first = first;
        this.combinations = new int[tile.count()];
        this.present = new long[tile.words()];
        this.out = new StepColumn(tile.count());
    }

    /// Takes a base row.
    void row(int row, StepColumn column, RowSink sink) {
        if (column.isEmpty()) {
            return;
        }
        if (plan.groupOf[row] >= 0 && timeline.histogram() >= 0) {
            throw new QueryException.Execution(
                    "this should be an info metric, with float samples: "
                            + LabelsText.braced(info.labels(timeline.histogram())));
        }
        for (int w = 0; w < present.length; w++) {
            present[w] |= column.present()[w];
        }
        if (plan.groupOf[row] < 0) {
            give(plan.firstRow[row], column, sink);
            return;
        }
        int group = plan.groupOf[row];
        timeline.read(group, first, column.steps(), combinations);
        for (int c = 0; c < timeline.combinations(group).size(); c++) {
            out.copyFrom(column);
            for (int k = 0; k < column.steps(); k++) {
                if (combinations[k] != c) {
                    out.unset(k);
                }
            }
            if (!out.isEmpty()) {
                give(plan.firstRow[row] + c, out, sink);
            }
        }
    }

    private void give(int row, StepColumn column, RowSink sink) {
        String conflict = plan.conflicts.get(row);
        if (conflict != null) {
            fail(column.nextPresent(0), "conflicting label: " + conflict);
        } else if (!plan.leftOut.get(row)) {
            distinct.seen(row, column);
            sink.row(row, column);
        }
    }

    private void fail(int step, String message) {
        if (step < failedStep) {
            failedStep = step;
            failure = message;
        }
    }

    /// Fails if anything was wrong at a step with base series.
    ///
    /// @throws QueryException.Execution then
    void check() {
        for (int k = 0; k < combinations.length && k <= failedStep; k++) {
            Duplicate found = timeline.duplicate(first + k);
            if (found != null && (present[k >>> 6] >>> k & 1) != 0) {
                throw new QueryException.Execution(text(found));
            }
        }
        if (failedStep < Integer.MAX_VALUE) {
            throw new QueryException.Execution(failure);
        }
    }

    private String text(Duplicate found) {
        long time = Math.round(found.seconds() * 1000);
        return "found duplicate series for info metric: existing "
                + LabelsText.braced(info.labels(found.existing()))
                + " @ "
                + time
                + ", new "
                + LabelsText.braced(info.labels(found.added()))
                + " @ "
                + time;
    }
}
