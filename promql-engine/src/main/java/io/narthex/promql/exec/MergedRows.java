package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An operator's rows with equal ones made one, as a result or a subquery's series must be.
///
/// Rows keep the place of the first of them. A row that has equals waits until the last of them has
/// come; all others pass at once.
final class MergedRows implements Rows {
    private final Rows input;

    /// Per merged row its first input row.
    private final List<Integer> firsts = new ArrayList<>();

    /// Per input row its merged row.
    private final int[] target;

    /// Per merged row the last input row that goes into it.
    private final int[] lastOf;

    MergedRows(Rows input, QueryContext context) {
        this.input = input;
        context.budget().charge(12L * input.size());
        long table = Footprint.TABLE_ENTRY * input.size();
        context.budget().charge(table);
        this.target = new int[input.size()];
        int[] last = new int[input.size()];
        Map<Labels, Integer> seen = HashMap.newHashMap(input.size());
        for (int row = 0; row < target.length; row++) {
            context.checkRow(row);
            Integer known = seen.putIfAbsent(input.labels(row), firsts.size());
            if (known == null) {
                firsts.add(row);
            }
            target[row] = known == null ? firsts.size() - 1 : known;
            last[target[row]] = row;
        }
        this.lastOf = last;
        context.budget().release(table);
    }

    @Override
    public int size() {
        return firsts.size();
    }

    @Override
    public Labels labels(int row) {
        return input.labels(firsts.get(row));
    }

    @Override
    public boolean dropName(int row) {
        return input.dropName(firsts.get(row));
    }

    /// Evaluates the operator whose rows these are. A merged row comes when its last part came, so
    /// the order may differ from [#labels].
    ///
    /// @throws QueryException.Execution if two equal rows have values at one step
    void evaluate(Operator operator, StepTile tile, Worker worker, RowSink sink) {
        @Nullable StepColumn[] waiting = new @Nullable StepColumn[size()];
        operator.evaluate(
                tile,
                worker,
                (row, column) -> {
                    int to = target[row];
                    StepColumn before = waiting[to];
                    if (before == null && firsts.get(to) == lastOf[to]) {
                        sink.row(to, column);
                    } else if (before == null) {
                        worker.budget().charge(Footprint.column(column));
                        waiting[to] = column.copy();
                    } else {
                        merge(before, column);
                    }
                });
        for (int row = 0; row < waiting.length; row++) {
            StepColumn merged = waiting[row];
            if (merged != null) {
                sink.row(row, merged);
            }
        }
    }

    private static void merge(StepColumn into, StepColumn from) {
        for (int w = 0; w < from.words(); w++) {
            if ((into.present()[w] & from.present()[w]) != 0) {
                throw new QueryException.Execution(EqualRows.MESSAGE);
            }
        }
        var histograms = from.histograms();
        for (int k = from.nextPresent(0); k >= 0; k = from.nextPresent(k + 1)) {
            var histogram = histograms == null ? null : histograms[k];
            if (histogram == null) {
                into.set(k, from.values()[k]);
            } else {
                into.set(k, histogram);
            }
        }
    }
}
