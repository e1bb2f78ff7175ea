package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Changes each row of a vector step by step, with one scalar beside it.
///
/// Rows that became equal by losing their names may not have values at the same step.
final class StepwiseOperator implements Operator {
    /// What becomes of a value.
    @FunctionalInterface
    interface Change {
        /// Replaces `column`'s value at step `k`, or unsets it.
        void apply(StepColumn column, int k, double scalar);
    }

    private final String name;
    private final Operator vector;
    private final @Nullable Operator scalar;
    private final Rows rows;
    private final Change change;

    /// Per row the first row with equal labels; empty where no two are equal.
    private final int[] equalTo;

    /// @param scalar null where there is none
    /// @param dropsName whether the values are no longer the metric's own
    StepwiseOperator(
            String name,
            Operator vector,
            @Nullable Operator scalar,
            boolean dropsName,
            Change change,
            QueryContext context) {
        this.name = name;
        this.vector = vector;
        this.scalar = scalar;
        this.change = change;
        boolean atEnd = context.delayedNameRemoval();
        this.rows = dropsName ? new NamelessRows(vector.rows(), atEnd) : vector.rows();
        this.equalTo = dropsName && !atEnd ? equalRows(rows) : new int[0];
    }

    private static int[] equalRows(Rows rows) {
        int[] equalTo = new int[rows.size()];
        Map<Labels, Integer> first = HashMap.newHashMap(equalTo.length);
        for (int row = 0; row < equalTo.length; row++) {
            Integer before = first.putIfAbsent(rows.labels(row), row);
            equalTo[row] = before == null ? row : before;
        }
        return first.size() == equalTo.length ? new int[0] : equalTo;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        double[] scalars = new double[tile.count()];
        if (scalar != null) {
            scalars = new ScalarArguments(List.of(scalar)).evaluate(tile, worker)[0];
        }
        double[] besides = scalars;
        StepColumn changed = new StepColumn(tile.count());
        long[] @Nullable [] seen = new long[equalTo.length][];
        vector.evaluate(
                tile,
                worker,
                (row, column) -> {
                    changed.copyFrom(column);
                    for (int k = changed.nextPresent(0); k >= 0; k = changed.nextPresent(k + 1)) {
                        change.apply(changed, k, besides[k]);
                    }
                    if (!changed.isEmpty()) {
                        requireAlone(row, changed, seen);
                        sink.row(row, changed);
                    }
                });
    }

    private void requireAlone(int row, StepColumn column, long[] @Nullable [] seen) {
        if (equalTo.length == 0) {
            return;
        }
        long[] others = seen[equalTo[row]];
        if (others == null) {
            seen[equalTo[row]] = Arrays.copyOf(column.present(), column.words());
            return;
        }
        for (int w = 0; w < column.words(); w++) {
            if ((others[w] & column.present()[w]) != 0) {
                throw new QueryException.Execution(EqualRows.MESSAGE);
            }
            others[w] |= column.present()[w];
        }
    }

    @Override
    public List<Operator> children() {
        return scalar == null ? List.of(vector) : List.of(vector, scalar);
    }

    @Override
    public String describe() {
        return name;
    }
}
