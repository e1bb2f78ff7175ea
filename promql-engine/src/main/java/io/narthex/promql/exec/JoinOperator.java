package io.narthex.promql.exec;

import java.util.List;

/// Arithmetic and comparisons between two vectors, one-to-one or many-to-one.
///
/// Only the "one" side is held; the "many" side, which is the left one of a one-to-one match, goes
/// past row by row.
final class JoinOperator implements Operator {
    private final Operator left;
    private final Operator right;
    private final JoinKernel kernel;
    private final JoinPlan plan;
    private final Rows rows;

    JoinOperator(
            JoinKernel kernel,
            JoinLabels labels,
            Operator left,
            Operator right,
            QueryContext context) {
        this.left = left;
        this.right = right;
        this.kernel = kernel;
        // A single step's equal rows may differ in name only, which is decided at the very end.
        boolean meets = !context.delayedNameRemoval() || context.isRange();
        this.plan = new JoinPlan(labels, many().rows(), one().rows(), meets, context);
        this.rows = plan.rows();
    }

    private Operator many() {
        return kernel.swapped() ? right : left;
    }

    private Operator one() {
        return kernel.swapped() ? left : right;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        try (HeldTile held = HeldTile.of(one(), tile, worker);
                JoinTile join = new JoinTile(plan, kernel, held, tile, worker)) {
            join.prepare();
            many().evaluate(tile, worker, (row, column) -> join.row(row, column, sink));
            join.unmatched(sink);
            join.finish();
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(left, right);
    }

    @Override
    public String describe() {
        return "Join "
                + kernel.op().symbol()
                + " "
                + plan.matching.cardinality().text()
                + ", "
                + plan.groups.count()
                + " match groups";
    }
}
