package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

/// All rows of one operator over one tile: what breaking operators hold. The bytes are charged to
/// the query's budget until [#close].
///
/// Thread safety: for the worker that made it.
public final class HeldTile implements AutoCloseable {
    private final @Nullable StepColumn[] columns;
    private final Worker worker;
    private long bytes;

    private HeldTile(int rows, Worker worker) {
        this.columns = new @Nullable StepColumn[rows];
        this.worker = worker;
    }

    /// Evaluates an operator over a tile and keeps its rows.
    ///
    /// @throws io.narthex.promql.QueryException.TooManySamples if the byte budget is exceeded
    public static HeldTile of(Operator operator, StepTile tile, Worker worker) {
        HeldTile held = new HeldTile(operator.rows().size(), worker);
        try {
            held.charge(8L * held.rows());
            operator.evaluate(tile, worker, held::keep);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
        return held;
    }

    /// The number of rows, absent ones included.
    public int rows() {
        return columns.length;
    }

    /// A row, or null where it has no value in the tile.
    public @Nullable StepColumn column(int row) {
        return columns[row];
    }

    private void keep(int row, StepColumn column) {
        if (column.isEmpty()) {
            return;
        }
        charge(Footprint.column(column));
        columns[row] = column.copy();
    }

    private void charge(long size) {
        worker.budget().charge(size);
        bytes += size;
    }

    @Override
    public void close() {
        worker.budget().release(bytes);
        bytes = 0;
    }
}
