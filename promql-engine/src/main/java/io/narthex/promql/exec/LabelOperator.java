package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.plan.LabelNeed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives the rows of a vector other labels; values pass unchanged.
///
/// The labels are made once, when the operator is built. Rows that became equal may not have values
/// at the same step.
///
/// Where nobody needs the label and all rows have one value of it, the rows pass as they are: those
/// that differ would differ afterwards too, so it is the same ones that are equal.
final class LabelOperator implements Operator {
    /// What becomes of a row's labels.
    @FunctionalInterface
    interface Change {
        /// The new labels, or null where the row stays as it is.
        ///
        /// @param budget charged for a text before it is made
        @Nullable Labels apply(Labels labels, ByteBudget budget);
    }

    private final String name;
    private final Operator input;
    private final Rows rows;
    private final DistinctRows distinct;
    private final boolean leftOut;

    /// @param destination the label that the change writes; the metric's name then is not dropped
    ///     later
    /// @param needed whether anybody looks at that label
    LabelOperator(
            String name,
            Operator input,
            Change change,
            String destination,
            boolean needed,
            QueryContext context) {
        this.name = name;
        this.input = input;
        this.leftOut =
                !needed
                        && !context.delayedNameRemoval()
                        && haveOneValue(input.rows(), destination, context);
        this.rows =
                leftOut
                        ? input.rows()
                        : changed(input.rows(), change, destination.equals(Labels.NAME), context);
        this.distinct =
                leftOut
                        ? context.rowCache()
                                .of(
                                        rows,
                                        "distinct",
                                        DistinctRows.class,
                                        () -> DistinctRows.of(rows, context))
                        : DistinctRows.of(rows, context);
    }

    /// Whether all rows have the same value of a label, or none has it.
    private static boolean haveOneValue(Rows rows, String label, QueryContext context) {
        return context.rowCache()
                .of(
                        rows,
                        List.of("one value", label),
                        Boolean.class,
                        () -> {
                            LabelNeed need = new LabelNeed(List.of(label), false);
                            Labels first = null;
                            for (int row = 0; row < rows.size(); row++) {
                                context.checkRow(row);
                                Labels value = rows.labels(row, need);
                                if (first != null && !first.equals(value)) {
                                    return false;
                                }
                                first = value;
                            }
                            return true;
                        });
    }

    private static Rows changed(
            Rows before, Change change, boolean setsName, QueryContext context) {
        List<Labels> labels = new ArrayList<>(before.size());
        boolean[] dropName = new boolean[before.size()];
        // Rows that became equal will be one series, with the flag of the first of them.
        Map<Labels, Boolean> flags = new HashMap<>();
        for (int row = 0; row < dropName.length; row++) {
            // One long text can take a while to match.
            context.cancellation().check(Worker.PHASE);
            Labels changed = change.apply(before.labels(row), context.budget());
            context.budget().charge(8 + (changed == null ? 0 : Footprint.labels(changed)));
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
        return leftOut ? name + ", left out" : name;
    }
}
