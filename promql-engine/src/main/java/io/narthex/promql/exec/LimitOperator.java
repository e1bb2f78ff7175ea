package io.narthex.promql.exec;

import io.narthex.promql.aggregate.RatioSample;
import io.narthex.promql.parser.AggregateOp;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `limitk` and `limit_ratio`: lets some rows through, whatever their values.
final class LimitOperator implements Operator {
    private final AggregateOp op;
    private final AggregateParameter parameter;
    private final Operator input;
    private final Groups groups;

    /// Where each row is in the order of samples; null for `limitk`.
    private final double @Nullable [] offsets;

    LimitOperator(
            AggregateOp op,
            AggregateParameter parameter,
            Operator input,
            Groups groups,
            QueryContext context) {
        this.op = op;
        this.parameter = parameter;
        this.input = input;
        this.groups = groups;
        this.offsets = op == AggregateOp.LIMIT_RATIO ? offsets(input.rows(), context) : null;
    }

    private static double[] offsets(Rows rows, QueryContext context) {
        double[] offsets = new double[rows.size()];
        for (int row = 0; row < offsets.length; row++) {
            context.checkRow(row);
            offsets[row] = RatioSample.offset(rows.labels(row));
        }
        return offsets;
    }

    @Override
    public Rows rows() {
        return input.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        if (offsets == null) {
            firstRows(tile, worker, sink);
        } else {
            sampledRows(offsets, tile, worker, sink);
        }
    }

    private void firstRows(StepTile tile, Worker worker, RowSink sink) {
        int[] limits = parameter.counts(tile, worker);
        long bytes = 4L * groups.rows().size() * limits.length;
        worker.budget().charge(bytes);
        try {
            int[][] seen = new int[groups.rows().size()][];
            StepColumn kept = new StepColumn(tile.count());
            input.evaluate(
                    tile,
                    worker,
                    (row, column) -> {
                        int group = groups.groupOf(row);
                        int[] counts = seen[group] == null ? new int[limits.length] : seen[group];
                        seen[group] = counts;
                        kept.copyFrom(column);
                        for (int k = kept.nextPresent(0); k >= 0; k = kept.nextPresent(k + 1)) {
                            if (counts[k] == limits[k]) {
                                kept.unset(k);
                            } else {
                                counts[k]++;
                            }
                        }
                        push(row, kept, sink);
                    });
        } finally {
            worker.budget().release(bytes);
        }
    }

    private void sampledRows(double[] places, StepTile tile, Worker worker, RowSink sink) {
        double[] ratios = parameter.ratios(tile, worker);
        StepColumn kept = new StepColumn(tile.count());
        input.evaluate(
                tile,
                worker,
                (row, column) -> {
                    kept.copyFrom(column);
                    for (int k = kept.nextPresent(0); k >= 0; k = kept.nextPresent(k + 1)) {
                        if (!RatioSample.keeps(ratios[k], places[row])) {
                            kept.unset(k);
                        }
                    }
                    push(row, kept, sink);
                });
    }

    private static void push(int row, StepColumn kept, RowSink sink) {
        if (!kept.isEmpty()) {
            sink.row(row, kept);
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(parameter.operator(), input);
    }

    @Override
    public String describe() {
        return "Limit " + op.keyword() + ", " + groups.rows().size() + " groups";
    }
}
