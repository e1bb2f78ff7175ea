package io.narthex.promql.exec;

import java.util.Arrays;
import java.util.List;

/// The same number at every step, as a scalar.
final class ConstantOperator implements Operator {
    private static final Rows ROWS = Rows.scalar();

    private final double value;

    ConstantOperator(double value) {
        this.value = value;
    }

    @Override
    public Rows rows() {
        return ROWS;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        StepColumn column = new StepColumn(tile.count());
        Arrays.fill(column.values(), 0, tile.count(), value);
        column.setAllPresent();
        sink.row(0, column);
    }

    @Override
    public List<Operator> children() {
        return List.of();
    }

    @Override
    public String describe() {
        return "Constant " + value;
    }
}
