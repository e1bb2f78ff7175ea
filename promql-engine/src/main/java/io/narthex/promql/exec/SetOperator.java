package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.BinaryOp;

import java.util.Arrays;
import java.util.List;

/// `and`, `or`, `unless`: keeps samples by whether a sample of their group is on the other side.
///
/// Of the side that decides only the bitmaps are held, one per group.
final class SetOperator implements Operator {
    private final BinaryOp op;
    private final Operator lhs;
    private final Operator rhs;
    private final MatchGroups groups;
    private final Rows rows;

    /// @param op one of `and`, `or`, `unless`
    SetOperator(BinaryOp op, Operator lhs, Operator rhs, MatchGroups groups) {
        this.op = op;
        this.lhs = lhs;
        this.rhs = rhs;
        this.groups = groups;
        this.rows = op == BinaryOp.OR ? new BothRows(lhs.rows(), rhs.rows()) : lhs.rows();
    }

    /// The rows of one side, then those of the other.
    private record BothRows(Rows lhs, Rows rhs) implements Rows {
        @Override
        public int size() {
            return lhs.size() + rhs.size();
        }

        @Override
        public Labels labels(int row) {
            return row < lhs.size() ? lhs.labels(row) : rhs.labels(row - lhs.size());
        }

        @Override
        public boolean dropName(int row) {
            return row < lhs.size() ? lhs.dropName(row) : rhs.dropName(row - lhs.size());
        }
    }

    /// A worker's scratch memory.
    private static final class State {
        /// By group and word, where the deciding side has samples.
        long[] decided = new long[0];

        final StepColumn column = new StepColumn(1);

        void clear(int words) {
            if (decided.length < words) {
                decided = new long[words];
            }
            Arrays.fill(decided, 0, words, 0);
        }
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        State state = worker.state(this, State.class, State::new);
        int words = (tile.count() + 63) >>> 6;
        state.clear(words * groups.count());
        if (op == BinaryOp.OR) {
            lhs.evaluate(
                    tile,
                    worker,
                    (row, column) -> {
                        note(state, groups.left()[row], column);
                        sink.row(row, column);
                    });
            int before = lhs.rows().size();
            rhs.evaluate(
                    tile,
                    worker,
                    (row, column) -> emit(state, groups.right()[row], column, before + row, sink));
        } else {
            rhs.evaluate(tile, worker, (row, column) -> note(state, groups.right()[row], column));
            lhs.evaluate(
                    tile,
                    worker,
                    (row, column) -> emit(state, groups.left()[row], column, row, sink));
        }
    }

    private static void note(State state, int group, StepColumn column) {
        int at = group * column.words();
        for (int w = 0; w < column.words(); w++) {
            state.decided[at + w] |= column.present()[w];
        }
    }

    /// Gives what the deciding side lets pass.
    private void emit(State state, int group, StepColumn column, int row, RowSink sink) {
        int at = group * column.words();
        long flip = op == BinaryOp.AND ? 0 : -1L;
        StepColumn kept = state.column;
        kept.copyFrom(column);
        for (int w = 0; w < kept.words(); w++) {
            kept.present()[w] &= state.decided[at + w] ^ flip;
        }
        if (!kept.isEmpty()) {
            sink.row(row, kept);
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(lhs, rhs);
    }

    @Override
    public String describe() {
        return "Set " + op.symbol() + ", " + groups.count() + " groups";
    }
}
