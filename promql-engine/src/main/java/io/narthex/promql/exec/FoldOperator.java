package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.aggregate.Fold;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.PositionRange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/// An aggregation that takes its input row by row and never holds it.
///
/// `sum` and `avg` fold native histograms apart from floats, and give nothing where a group has
/// both; `count` and `group` take any sample; the others leave histograms out.
final class FoldOperator implements Operator {
    private final AggregateOp op;
    private final Operator input;
    private final Groups groups;
    private final Supplier<Fold> maker;
    private final PositionRange position;

    /// @param position of the operand in the query text
    FoldOperator(
            AggregateOp op,
            Operator input,
            Groups groups,
            Supplier<Fold> maker,
            PositionRange position) {
        this.op = op;
        this.input = input;
        this.groups = groups;
        this.maker = maker;
        this.position = position;
    }

    /// A worker's accumulators, by group; null until the group had a row.
    private static final class State {
        final @Nullable Fold[] folds;
        final @Nullable HistogramFold[] histograms;
        final int[] usedIn;
        int tile;
        final StepColumn column = new StepColumn(1);
        final StepColumn floats = new StepColumn(1);

        /// Charged for the histograms of the tile.
        long histogramBytes;

        State(int groups) {
            folds = new @Nullable Fold[groups];
            histograms = new @Nullable HistogramFold[groups];
            usedIn = new int[groups];
        }

        /// Charges what a group's histograms grew by.
        void charge(int group, Worker worker) {
            HistogramFold fold = histograms[group];
            long bytes = fold == null ? 0 : fold.pollBytes();
            worker.budget().charge(bytes);
            histogramBytes += bytes;
        }
    }

    @Override
    public Rows rows() {
        return groups.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        State state = worker.state(this, State.class, () -> state(worker));
        state.tile++;
        worker.budget().release(state.histogramBytes);
        state.histogramBytes = 0;
        HistogramNotes notes = new HistogramNotes(worker.annotations(), position);
        input.evaluate(
                tile,
                worker,
                (row, column) -> {
                    int group = groups.groupOf(row);
                    Fold fold = fold(state, group, tile.count(), worker);
                    boolean plain = column.histograms() == null && state.histograms[group] == null;
                    if (plain || takesAny()) {
                        fold.add(column.values(), column.present());
                    } else {
                        addMixed(state, row, fold, column, notes);
                        state.charge(group, worker);
                    }
                });
        for (int g = 0; g < state.folds.length; g++) {
            Fold fold = state.folds[g];
            worker.worked(tile.count());
            if (fold != null && state.usedIn[g] == state.tile) {
                emit(state, g, fold, tile.count(), notes);
                if (!state.column.isEmpty()) {
                    sink.row(g, state.column);
                }
            }
        }
    }

    private boolean takesAny() {
        return op == AggregateOp.COUNT || op == AggregateOp.GROUP;
    }

    private boolean foldsHistograms() {
        return op == AggregateOp.SUM || op == AggregateOp.AVG;
    }

    private State state(Worker worker) {
        int count = groups.rows().size();
        worker.budget().charge(24L * count);
        return new State(count);
    }

    private Fold fold(State state, int group, int steps, Worker worker) {
        Fold fold = state.folds[group];
        if (fold == null) {
            // It is kept, and no later tile is longer than the first.
            worker.budget().charge(Fold.BYTES_PER_STEP * steps + 64);
            fold = maker.get();
            state.folds[group] = fold;
        }
        if (state.usedIn[group] != state.tile) {
            state.usedIn[group] = state.tile;
            state.histograms[group] = null;
            fold.reset(steps);
        }
        return fold;
    }

    private void addMixed(
            State state, int row, Fold fold, StepColumn column, HistogramNotes notes) {
        int group = groups.groupOf(row);
        HistogramFold into = state.histograms[group];
        if (into == null && foldsHistograms()) {
            into = new HistogramFold(op == AggregateOp.AVG, column.steps());
            state.histograms[group] = into;
        }
        state.floats.copyFrom(column);
        state.floats.dropHistograms();
        for (int k = 0; into != null && k < column.steps(); k++) {
            if (into.isIncompatible(k)) {
                state.floats.unset(k);
            }
        }
        if (column.histograms() != null) {
            addHistograms(column, fold.present(), into, input.rows().labels(row), notes);
        }
        fold.add(state.floats.values(), state.floats.present());
    }

    /// @param floats the steps at which the group had a float before
    private void addHistograms(
            StepColumn column,
            long[] floats,
            @Nullable HistogramFold into,
            Labels labels,
            HistogramNotes notes) {
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            FloatHistogram h = column.histogramAt(k);
            if (h == null) {
                continue;
            }
            if (into == null) {
                notes.ignoredInGroup(op.keyword());
            } else if ((floats[k >>> 6] >>> k & 1) != 0 && !into.isPresent(k)) {
                into.ignore(k);
            } else {
                into.add(k, h, labels.metricName(), notes);
            }
        }
    }

    private static void emit(State state, int group, Fold fold, int steps, HistogramNotes notes) {
        StepColumn column = state.column;
        column.reset(steps);
        System.arraycopy(fold.present(), 0, column.present(), 0, column.words());
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            column.values()[k] = fold.result(k);
        }
        HistogramFold histograms = state.histograms[group];
        if (histograms == null) {
            return;
        }
        for (int k = 0; k < steps; k++) {
            if (histograms.isPresent(k) && column.isPresent(k)) {
                notes.mixedGroup();
                column.unset(k);
            } else if (histograms.isPresent(k)) {
                FloatHistogram result = histograms.result(k, notes);
                if (result != null) {
                    column.set(k, result);
                }
            }
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Fold " + op.keyword() + ", " + groups.rows().size() + " groups";
    }
}
