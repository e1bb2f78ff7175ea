package io.narthex.promql.exec;

import java.util.Arrays;
import java.util.List;

/// `scalar(v)`: the one value of a vector, NaN where it has none or several.
final class ScalarOperator implements Operator {
    private static final Rows ROWS = Rows.scalar();

    private final Operator input;

    ScalarOperator(Operator input) {
        this.input = input;
    }

    @Override
    public Rows rows() {
        return ROWS;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        int[] seen = new int[tile.count()];
        StepColumn result = new StepColumn(tile.count());
        Arrays.fill(result.values(), 0, tile.count(), Double.NaN);
        input.evaluate(
                tile,
                worker,
                (_, column) -> {
                    var histograms = column.histograms();
                    for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                        if (histograms != null && histograms[k] != null) {
                            continue;
                        }
                        result.values()[k] = ++seen[k] == 1 ? column.values()[k] : Double.NaN;
                    }
                });
        result.setAllPresent();
        sink.row(0, result);
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Scalar";
    }
}
