package io.narthex.promql.exec;

import io.narthex.promql.aggregate.Fold;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/// An aggregation that takes its input row by row and never holds it.
final class FoldOperator implements Operator {
    private final String keyword;
    private final Operator input;
    private final Groups groups;
    private final Supplier<Fold> maker;

    FoldOperator(String keyword, Operator input, Groups groups, Supplier<Fold> maker) {
        this.keyword = keyword;
        this.input = input;
        this.groups = groups;
        this.maker = maker;
    }

    /// A worker's accumulators, by group; null until the group had a row.
    private static final class State {
        final @Nullable Fold[] folds;
        final int[] usedIn;
        int tile;
        final StepColumn column = new StepColumn(1);

        State(int groups) {
            folds = new @Nullable Fold[groups];
            usedIn = new int[groups];
        }
    }

    @Override
    public Rows rows() {
        return groups.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        State state = worker.state(this, State.class, () -> new State(groups.rows().size()));
        state.tile++;
        input.evaluate(
                tile,
                worker,
                (row, column) -> fold(state, groups.groupOf(row), tile.count(), column));
        for (int g = 0; g < state.folds.length; g++) {
            Fold fold = state.folds[g];
            if (fold != null && state.usedIn[g] == state.tile) {
                emit(g, fold, tile.count(), state.column, sink);
            }
        }
    }

    private void fold(State state, int group, int steps, StepColumn column) {
        Fold fold = state.folds[group];
        if (fold == null) {
            fold = maker.get();
            state.folds[group] = fold;
        }
        if (state.usedIn[group] != state.tile) {
            state.usedIn[group] = state.tile;
            fold.reset(steps);
        }
        fold.add(column.values(), column.present());
    }

    private static void emit(int group, Fold fold, int steps, StepColumn column, RowSink sink) {
        column.reset(steps);
        System.arraycopy(fold.present(), 0, column.present(), 0, column.words());
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            column.values()[k] = fold.result(k);
        }
        if (!column.isEmpty()) {
            sink.row(group, column);
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Fold " + keyword + ", " + groups.rows().size() + " groups";
    }
}
