package io.narthex.promql.exec;

import io.narthex.promql.aggregate.OrderStatistic;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.plan.LogicalNode;

import java.util.Arrays;
import java.util.List;

/// `quantile`: holds a tile and looks at each group step by step.
final class QuantileOperator implements Operator {
    /// Steps that are read from each row at a time, so that a cache line is fetched once and not
    /// once for each of its values.
    private static final int BLOCK = 8;

    private final PositionRange position;
    private final AggregateParameter parameter;
    private final Operator input;
    private final Groups groups;
    private final int[][] members;

    QuantileOperator(
            LogicalNode.Aggregate node,
            AggregateParameter parameter,
            Operator input,
            Groups groups) {
        this.position = node.input().position();
        this.parameter = parameter;
        this.input = input;
        this.groups = groups;
        this.members = groups.members();
    }

    @Override
    public Rows rows() {
        return groups.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        double[] quantiles = parameter.quantiles(tile, worker);
        try (HeldTile held = HeldTile.of(input, tile, worker)) {
            StepColumn column = new StepColumn(tile.count());
            for (int group = 0; group < members.length; group++) {
                StepColumn[] rows = present(members[group], held, worker);
                column.reset(tile.count());
                State state = worker.state(this, State.class, State::new);
                state.begin(rows.length);
                for (int k = 0; k < tile.count(); k += BLOCK) {
                    worker.checkpoint();
                    state.read(rows, k, Math.min(tile.count(), k + BLOCK), worker);
                    state.quantiles(quantiles, k, column);
                }
                if (!column.isEmpty()) {
                    sink.row(group, column);
                }
            }
        }
    }

    private StepColumn[] present(int[] rows, HeldTile held, Worker worker) {
        StepColumn[] columns = new StepColumn[rows.length];
        int n = 0;
        for (int row : rows) {
            StepColumn column = held.column(row);
            if (column != null) {
                columns[n++] = floats(column, worker);
            }
        }
        return Arrays.copyOf(columns, n);
    }

    private StepColumn floats(StepColumn column, Worker worker) {
        if (!column.hasHistograms()) {
            return column;
        }
        new HistogramNotes(worker.annotations(), position).ignoredInGroup("quantile");
        StepColumn floats = column.copy();
        floats.dropHistograms();
        return floats;
    }

    @Override
    public List<Operator> children() {
        return List.of(parameter.operator(), input);
    }

    @Override
    public String describe() {
        return "Quantile, " + members.length + " groups";
    }

    /// The values of a group at a block of steps.
    private static final class State {
        private final double[][] values = new double[BLOCK][0];
        private final int[] counts = new int[BLOCK];

        void begin(int rows) {
            if (values[0].length < rows) {
                for (int b = 0; b < BLOCK; b++) {
                    values[b] = new double[rows];
                }
            }
        }

        void read(StepColumn[] rows, int from, int to, Worker worker) {
            Arrays.fill(counts, 0);
            for (StepColumn row : rows) {
                worker.worked(BLOCK);
                double[] of = row.values();
                // A block never crosses a word of the bitmap.
                long bits = row.present()[from >>> 6] >>> from;
                for (int b = 0; b < to - from; b++) {
                    if ((bits >>> b & 1) != 0) {
                        values[b][counts[b]++] = of[from + b];
                    }
                }
            }
        }

        void quantiles(double[] quantiles, int from, StepColumn into) {
            for (int b = 0; b < BLOCK; b++) {
                if (counts[b] > 0) {
                    into.set(
                            from + b,
                            OrderStatistic.quantile(quantiles[from + b], values[b], counts[b]));
                }
            }
        }
    }
}
