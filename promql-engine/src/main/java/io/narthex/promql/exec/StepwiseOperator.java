package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Changes each row of a vector step by step, with scalars beside it.
///
/// Rows that became equal by losing their names may not have values at the same step.
final class StepwiseOperator implements Operator {
    /// What becomes of a value.
    @FunctionalInterface
    interface Change {
        /// Replaces `column`'s value at step `k`, or unsets it.
        void apply(StepColumn column, int k, double scalar);
    }

    /// What becomes of a row.
    @FunctionalInterface
    interface Kernel {
        /// Replaces or unsets `column`'s values.
        ///
        /// @param scalars by argument and step
        void apply(StepColumn column, double[][] scalars, StepTile tile, Worker worker);
    }

    private final String name;
    private final Operator vector;
    private final ScalarArguments scalars;
    private final Rows rows;
    private final Kernel kernel;
    private final DistinctRows distinct;

    /// @param scalar null where there is none
    /// @param dropsName whether the values are no longer the metric's own
    StepwiseOperator(
            String name,
            Operator vector,
            @Nullable Operator scalar,
            boolean dropsName,
            Change change,
            QueryContext context) {
        this(
                name,
                vector,
                new ScalarArguments(scalar == null ? List.of() : List.of(scalar)),
                dropsName,
                each(change),
                context);
    }

    private StepwiseOperator(
            String name,
            Operator vector,
            ScalarArguments scalars,
            boolean dropsName,
            Kernel kernel,
            QueryContext context) {
        this.name = name;
        this.vector = vector;
        this.scalars = scalars;
        this.kernel = kernel;
        boolean atEnd = context.delayedNameRemoval();
        this.rows = dropsName ? new NamelessRows(vector.rows(), atEnd) : vector.rows();
        this.distinct =
                dropsName && !atEnd ? DistinctRows.of(rows, context) : DistinctRows.unchecked();
    }

    /// An operator with any number of scalars, whose function is given whole rows.
    ///
    /// @param dropsName whether the values are no longer the metric's own
    static StepwiseOperator ofRows(
            String name,
            Operator vector,
            ScalarArguments scalars,
            boolean dropsName,
            Kernel kernel,
            QueryContext context) {
        return new StepwiseOperator(name, vector, scalars, dropsName, kernel, context);
    }

    /// A kernel that changes value by value.
    static Kernel each(Change change) {
        return (column, scalars, _, _) -> {
            for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                change.apply(column, k, scalars.length == 0 ? 0 : scalars[0][k]);
            }
        };
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        double[][] besides = scalars.evaluate(tile, worker);
        StepColumn changed = worker.state(this, StepColumn.class, () -> new StepColumn(0));
        DistinctRows.Check check = distinct.check();
        vector.evaluate(
                tile,
                worker,
                (row, column) -> {
                    changed.copyFrom(column);
                    kernel.apply(changed, besides, tile, worker);
                    if (!changed.isEmpty()) {
                        check.seen(row, changed);
                        sink.row(row, changed);
                    }
                });
    }

    @Override
    public List<Operator> children() {
        List<Operator> children = new ArrayList<>();
        children.add(vector);
        children.addAll(scalars.operators());
        return children;
    }

    @Override
    public String describe() {
        return name;
    }
}
