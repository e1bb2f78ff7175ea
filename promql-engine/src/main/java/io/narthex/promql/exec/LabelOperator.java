package io.narthex.promql.exec;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives the rows of a vector other labels; values pass unchanged.
///
/// The labels are made once, when the operator is built. Rows that became equal may not have values
/// at the same step.
final class LabelOperator implements Operator {
    /// Rows between two looks at whether the query may go on.
    private static final int CHECK_EVERY = 1024;

    /// What becomes of a row's labels.
    @FunctionalInterface
    interface Change {
        /// The new labels, or null where the row stays as it is.
        @Nullable Labels apply(Labels labels);
    }

    private final String name;
    private final Operator input;
    private final Rows rows;
    private final DistinctRows distinct;

    /// @param setsName whether the change writes the metric's name, which then is not dropped later
    LabelOperator(
            String name, Operator input, Change change, boolean setsName, QueryContext context) {
        this.name = name;
        this.input = input;
        this.rows = changed(input.rows(), change, setsName, context);
        this.distinct = DistinctRows.of(rows);
    }

    private static Rows changed(
            Rows before, Change change, boolean setsName, QueryContext context) {
        List<Labels> labels = new ArrayList<>(before.size());
        boolean[] dropName = new boolean[before.size()];
        // Rows that became equal will be one series, with the flag of the first of them.
        Map<Labels, Boolean> flags = new HashMap<>();
        for (int row = 0; row < dropName.length; row++) {
            if (row % CHECK_EVERY == 0) {
                context.cancellation().check(Worker.PHASE);
            }
            Labels changed = change.apply(before.labels(row));
            labels.add(changed == null ? before.labels(row) : changed);
            if (context.delayedNameRemoval()) {
                boolean flag = before.dropName(row) && !(setsName && changed != null);
                Boolean first = flags.putIfAbsent(labels.get(row), flag);
                dropName[row] = first == null ? flag : first;
            }
        }
        return Rows.of(List.copyOf(labels), dropName);
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        DistinctRows.Check check = distinct.check();
        input.evaluate(
                tile,
                worker,
                (row, column) -> {
                    check.seen(row, column);
                    sink.row(row, column);
                });
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return name;
    }
}
