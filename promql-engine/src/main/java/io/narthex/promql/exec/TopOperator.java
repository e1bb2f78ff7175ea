package io.narthex.promql.exec;

import io.narthex.promql.aggregate.BestRows;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// `topk` and `bottomk`: takes its input row by row and remembers, by group and step, which rows
/// are the best so far, never the rows themselves.
///
/// Where there is one step only, rows come best first and not ascending: the order of an instant
/// query's result is theirs.
final class TopOperator implements Operator {
    private final AggregateOp op;
    private final PositionRange position;
    private final AggregateParameter parameter;
    private final Operator input;
    private final Groups groups;
    private final int[] groupSizes;
    private final boolean bestFirst;

    TopOperator(
            LogicalNode.Aggregate node,
            AggregateParameter parameter,
            Operator input,
            Groups groups,
            QueryContext context) {
        this.op = node.op();
        this.position = node.position();
        this.parameter = parameter;
        this.input = input;
        this.groups = groups;
        this.groupSizes = groups.sizes();
        this.bestFirst = !context.isRange();
    }

    @Override
    public Rows rows() {
        return input.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        int[] counts = parameter.counts(tile, worker);
        State state = worker.state(this, State.class, () -> new State(groupSizes.length));
        state.tile++;
        state.bytes = 0;
        try {
            input.evaluate(tile, worker, (row, column) -> add(state, row, counts, column, worker));
            if (bestFirst) {
                emitBestFirst(state, worker, sink);
            } else {
                emitAscending(state, counts.length, worker, sink);
            }
        } finally {
            worker.budget().release(state.bytes);
        }
    }

    private void add(State state, int row, int[] counts, StepColumn column, Worker worker) {
        BestRows best = best(state, groups.groupOf(row), counts, worker);
        double[] values = column.values();
        var histograms = column.histograms();
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            if (histograms == null || histograms[k] == null) {
                best.add(row, k, values[k]);
            } else {
                new HistogramNotes(worker.annotations(), position).ignoredInGroup(op.keyword());
            }
        }
    }

    private BestRows best(State state, int group, int[] counts, Worker worker) {
        BestRows best = state.best[group];
        if (best == null) {
            best = new BestRows(op == AggregateOp.TOPK);
            state.best[group] = best;
        }
        if (state.usedIn[group] != state.tile) {
            state.charge(BestRows.bytes(counts, groupSizes[group]), worker);
            best.reset(counts, groupSizes[group]);
            state.usedIn[group] = state.tile;
        }
        return best;
    }

    private static void emitBestFirst(State state, Worker worker, RowSink sink) {
        StepColumn column = new StepColumn(1);
        for (int g = 0; g < state.best.length; g++) {
            BestRows best = state.of(g);
            if (best != null) {
                best.sort(0, worker::checkpoint);
                for (int i = 0; i < best.size(0); i++) {
                    column.set(0, best.value(0, i));
                    sink.row(best.row(0, i), column);
                }
            }
        }
    }

    /// Sorts what the heaps hold by row, counting how often each occurs.
    private void emitAscending(State state, int steps, Worker worker, RowSink sink) {
        int[] ends = new int[rows().size() + 1];
        state.forEach(steps, worker, (row, _, _) -> ends[row + 1]++);
        Arrays.parallelPrefix(ends, Integer::sum);
        int all = ends[ends.length - 1];
        state.charge((Double.BYTES + Integer.BYTES) * (long) all + 4L * ends.length, worker);
        int[] stepOf = new int[all];
        double[] valueOf = new double[all];
        state.forEach(
                steps,
                worker,
                (row, k, value) -> {
                    stepOf[ends[row]] = k;
                    valueOf[ends[row]++] = value;
                });
        StepColumn column = new StepColumn(steps);
        int from = 0;
        for (int row = 0; row < ends.length - 1; row++) {
            if (ends[row] > from) {
                worker.worked(ends[row] - from);
                column.reset(steps);
                for (int i = from; i < ends[row]; i++) {
                    column.set(stepOf[i], valueOf[i]);
                }
                sink.row(row, column);
                from = ends[row];
            }
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(parameter.operator(), input);
    }

    @Override
    public String describe() {
        return "Top " + op.keyword() + ", " + groupSizes.length + " groups";
    }

    @FunctionalInterface
    private interface Visitor {
        void entry(int row, int k, double value);
    }

    /// What a worker keeps between tiles: the heaps by group, null until the group had a row.
    private static final class State {
        final @Nullable BestRows[] best;
        final int[] usedIn;
        int tile;
        long bytes;

        State(int groups) {
            best = new @Nullable BestRows[groups];
            usedIn = new int[groups];
        }

        /// The heaps of a group that had a row in this tile, or null.
        @Nullable BestRows of(int group) {
            return usedIn[group] == tile ? best[group] : null;
        }

        void charge(long more, Worker worker) {
            worker.budget().charge(more);
            bytes += more;
        }

        void forEach(int steps, Worker worker, Visitor visitor) {
            for (int g = 0; g < best.length; g++) {
                BestRows heaps = of(g);
                if (heaps != null) {
                    for (int k = 0; k < steps; k++) {
                        worker.worked(heaps.size(k));
                        for (int i = 0; i < heaps.size(k); i++) {
                            visitor.entry(heaps.row(k, i), k, heaps.value(k, i));
                        }
                    }
                }
            }
        }
    }
}
