package io.narthex.promql.exec;

import java.util.Arrays;
import java.util.List;

/// A subtree with one value for all steps: evaluated at the tile's first step and copied to the
/// others.
final class StepInvariantOperator implements Operator {
    private final Operator input;

    StepInvariantOperator(Operator input) {
        this.input = input;
    }

    @Override
    public Rows rows() {
        return input.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        StepTile once = new StepTile(tile.start(), tile.step(), 1, tile.index());
        StepColumn column = new StepColumn(tile.count());
        long before = worker.samples().queryable();
        input.evaluate(
                once,
                worker,
                (row, value) -> {
                    if (!value.isEmpty()) {
                        copy(value, column, tile.count());
                        sink.row(row, column);
                    }
                });
        worker.samples().repeat(before, tile.count());
    }

    private static void copy(StepColumn value, StepColumn column, int steps) {
        column.reset(steps);
        var histograms = value.histograms();
        var histogram = histograms == null ? null : histograms[0];
        if (histogram == null) {
            Arrays.fill(column.values(), 0, steps, value.values()[0]);
            column.setAllPresent();
            return;
        }
        for (int k = 0; k < steps; k++) {
            column.set(k, histogram);
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "StepInvariant";
    }
}
