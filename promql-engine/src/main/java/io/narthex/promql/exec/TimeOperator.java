package io.narthex.promql.exec;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// `time()`, the evaluation time in seconds, as a scalar; and functions of it.
final class TimeOperator implements Operator {
    private static final Rows ROWS = Rows.scalar();

    private final String name;
    private final DoubleUnaryOperator function;

    /// @param function of the evaluation time in seconds
    TimeOperator(String name, DoubleUnaryOperator function) {
        this.name = name;
        this.function = function;
    }

    /// The evaluation time itself.
    static TimeOperator time() {
        return new TimeOperator("Time", DoubleUnaryOperator.identity());
    }

    @Override
    public Rows rows() {
        return ROWS;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        StepColumn column = worker.state(this, StepColumn.class, () -> new StepColumn(0));
        column.reset(tile.count());
        for (int k = 0; k < tile.count(); k++) {
            column.values()[k] = function.applyAsDouble(tile.timeAt(k) / 1000.0);
        }
        column.setAllPresent();
        sink.row(0, column);
    }

    @Override
    public List<Operator> children() {
        return List.of();
    }

    @Override
    public String describe() {
        return name;
    }
}
