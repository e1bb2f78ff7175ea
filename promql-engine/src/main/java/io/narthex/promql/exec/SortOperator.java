package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gives the rows of a vector at one step in another order, which is that of an instant query's
/// result.
///
/// This is the one operator whose rows may not come ascending.
final class SortOperator implements Operator {
    /// A row that has a value.
    record Held(int row, StepColumn column) {
        double value() {
            return column.values()[0];
        }
    }

    /// Labels are compared digit by digit.
    private static final int COMPARISON = 64;

    private final String name;
    private final Operator input;
    private final boolean floatsOnly;
    private final @Nullable Comparator<Held> order;

    /// @param floatsOnly whether histograms are left out
    /// @param order of the rows; null where there are many steps and rows stay as they are
    SortOperator(
            String name, Operator input, boolean floatsOnly, @Nullable Comparator<Held> order) {
        this.name = name;
        this.input = input;
        this.floatsOnly = floatsOnly;
        this.order = order;
    }

    @Override
    public Rows rows() {
        return input.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        if (order == null) {
            input.evaluate(tile, worker, floatsOnly ? floats(worker, sink) : sink);
            return;
        }
        try (HeldTile tileHeld = HeldTile.of(input, tile, worker)) {
            List<Held> rows = new ArrayList<>();
            for (int row = 0; row < tileHeld.rows(); row++) {
                StepColumn column = tileHeld.column(row);
                if (column != null && !(floatsOnly && column.hasHistograms())) {
                    rows.add(new Held(row, column));
                }
            }
            rows.sort(
                    (a, b) -> {
                        worker.worked(COMPARISON);
                        return order.compare(a, b);
                    });
            for (Held held : rows) {
                sink.row(held.row, held.column);
            }
        }
    }

    private RowSink floats(Worker worker, RowSink sink) {
        StepColumn floats = worker.state(this, StepColumn.class, () -> new StepColumn(0));
        return (row, column) -> {
            if (column.histograms() == null) {
                sink.row(row, column);
                return;
            }
            floats.copyFrom(column);
            floats.dropHistograms();
            if (!floats.isEmpty()) {
                sink.row(row, floats);
            }
        };
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
