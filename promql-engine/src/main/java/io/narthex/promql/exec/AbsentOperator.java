package io.narthex.promql.exec;

import io.narthex.model.Labels;

import java.util.List;

/// `absent`: 1 at the steps at which a vector has no value.
final class AbsentOperator implements Operator {
    private final Operator input;
    private final Rows rows;

    /// @param labels of the result
    AbsentOperator(Operator input, Labels labels) {
        this.input = input;
        this.rows = Rows.of(List.of(labels));
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        long[] seen = new long[tile.words()];
        input.evaluate(
                tile,
                worker,
                (_, column) -> {
                    for (int w = 0; w < seen.length; w++) {
                        seen[w] |= column.present()[w];
                    }
                });
        StepColumn column = new StepColumn(tile.count());
        column.setMissing(seen, 1);
        sink.row(0, column);
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Absent";
    }
}
