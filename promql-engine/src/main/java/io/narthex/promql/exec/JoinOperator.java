package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import java.util.Arrays;
import java.util.List;

/// Arithmetic and comparisons between two vectors where nothing can go wrong: each group has at
/// most one row on the "one" side, and no two rows of a group give equal labels. The "one" side is
/// held, the "many" side passes row by row.
final class JoinOperator implements Operator {
    private final PairOperation operation;
    private final JoinRows.Sides sides;
    private final JoinRows rows;

    /// The row of the "one" side by group, or -1.
    private final int[] oneOf;

    /// The inputs as they were written.
    private final List<Operator> children;

    JoinOperator(
            PairOperation operation, JoinRows.Sides sides, JoinRows rows, List<Operator> children) {
        this.operation = operation;
        this.sides = sides;
        this.rows = rows;
        this.children = children;
        this.oneOf = new int[sides.groups()];
        Arrays.fill(oneOf, -1);
        for (int row = 0; row < sides.oneGroups().length; row++) {
            oneOf[sides.oneGroups()[row]] = row;
        }
    }

    /// Whether every group has at most one row.
    static boolean isUnique(int[] groupOf, int groups) {
        boolean[] seen = new boolean[groups];
        for (int g : groupOf) {
            if (seen[g]) {
                return false;
            }
            seen[g] = true;
        }
        return true;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        StepColumn out = worker.state(this, StepColumn.class, () -> new StepColumn(1));
        try (HeldTile held = HeldTile.of(sides.one(), tile, worker)) {
            sides.many()
                    .evaluate(
                            tile,
                            worker,
                            (row, column) -> {
                                int one = oneOf[sides.manyGroups()[row]];
                                StepColumn other = one < 0 ? null : held.column(one);
                                if (other != null) {
                                    join(row, column, one, other, out, sink);
                                }
                            });
        }
    }

    private void join(
            int many, StepColumn column, int one, StepColumn other, StepColumn out, RowSink sink) {
        requireFloats(column);
        requireFloats(other);
        out.reset(column.steps());
        for (int w = 0; w < out.words(); w++) {
            out.present()[w] = column.present()[w] & other.present()[w];
        }
        if (out.isEmpty()) {
            return;
        }
        operation.apply(column, other, out);
        if (!out.isEmpty()) {
            sink.row(rows.row(many, one), out);
        }
    }

    static void requireFloats(StepColumn column) {
        if (column.histograms() != null) {
            throw new QueryException.Execution(
                    "native histograms in binary operators are not supported yet");
        }
    }

    @Override
    public List<Operator> children() {
        return children;
    }

    @Override
    public String describe() {
        return "Join " + operation.op().symbol() + ", " + sides.groups() + " groups";
    }
}
