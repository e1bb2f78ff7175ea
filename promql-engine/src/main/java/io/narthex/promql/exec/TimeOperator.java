package io.narthex.promql.exec;

import java.util.List;

/// `time()`: the evaluation time in seconds, as a scalar.
final class TimeOperator implements Operator {
    private static final Rows ROWS = Rows.scalar();

    @Override
    public Rows rows() {
        return ROWS;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        StepColumn column = new StepColumn(tile.count());
        for (int k = 0; k < tile.count(); k++) {
            column.values()[k] = tile.timeAt(k) / 1000.0;
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
        return "Time";
    }
}
