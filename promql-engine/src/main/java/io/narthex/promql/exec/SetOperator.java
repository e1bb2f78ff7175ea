package io.narthex.promql.exec;

import io.narthex.promql.parser.BinaryOp;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `and`, `or` and `unless`: which samples stay depends only on which match groups have a sample
/// on the other side, so that nothing is held but one bitmap per group.
///
/// The rows of `or` are those of the left, then those of the right.
final class SetOperator implements Operator {
    private final BinaryOp op;
    private final Operator left;
    private final Operator right;

    /// The groups of the side that is looked at first, and of the one that is filtered: for `or`
    /// the left is the first.
    private final int[] notedGroup;

    private final int[] keptGroup;

    /// By group, whether both sides have rows of it: the others need no bitmap.
    private final boolean[] shared;

    private final Rows rows;

    SetOperator(BinaryOp op, MatchKeys keys, Operator left, Operator right, QueryContext context) {
        this.op = op;
        this.left = left;
        this.right = right;
        MatchGroups groups = MatchGroups.of(keys, left.rows(), right.rows(), context);
        boolean or = op == BinaryOp.OR;
        this.notedGroup = or ? groups.left() : groups.right();
        this.keptGroup = or ? groups.right() : groups.left();
        this.shared = new boolean[groups.count()];
        int[] lefts = groups.leftSizes();
        int[] rights = groups.rightSizes();
        for (int g = 0; g < shared.length; g++) {
            shared[g] = lefts[g] > 0 && rights[g] > 0;
        }
        this.rows = or ? new AppendedRows(left.rows(), right.rows()) : left.rows();
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        boolean or = op == BinaryOp.OR;
        int offset = or ? left.rows().size() : 0;
        StepColumn kept = new StepColumn(tile.count());
        try (StepBits seen = new StepBits(shared.length, tile.words(), worker.budget())) {
            (or ? left : right)
                    .evaluate(
                            tile,
                            worker,
                            (row, column) -> {
                                if (shared[notedGroup[row]]) {
                                    seen.add(notedGroup[row], column.present(), null);
                                }
                                if (or) {
                                    sink.row(row, column);
                                }
                            });
            (or ? right : left)
                    .evaluate(
                            tile,
                            worker,
                            (row, column) -> {
                                StepColumn rest = keep(seen.at(keptGroup[row]), column, kept);
                                if (rest != null) {
                                    sink.row(offset + row, rest);
                                }
                            });
        }
    }

    /// What stays of a column, null where nothing does.
    ///
    /// @param matched the steps at which its group has a sample on the other side
    private @Nullable StepColumn keep(
            long @Nullable [] matched, StepColumn column, StepColumn scratch) {
        boolean staysMatched = op == BinaryOp.AND;
        if (matched == null) {
            return staysMatched ? null : column;
        }
        long lost = 0;
        long stays = 0;
        for (int w = 0; w < column.words(); w++) {
            long rest = column.present()[w] & (staysMatched ? matched[w] : ~matched[w]);
            stays |= rest;
            lost |= column.present()[w] ^ rest;
        }
        if (stays == 0 || lost == 0) {
            return stays == 0 ? null : column;
        }
        scratch.copyFrom(column);
        for (int w = 0; w < column.words(); w++) {
            scratch.present()[w] &= staysMatched ? matched[w] : ~matched[w];
        }
        return scratch;
    }

    @Override
    public List<Operator> children() {
        return List.of(left, right);
    }

    @Override
    public String describe() {
        return "Set " + op.symbol() + ", " + shared.length + " match groups";
    }
}
