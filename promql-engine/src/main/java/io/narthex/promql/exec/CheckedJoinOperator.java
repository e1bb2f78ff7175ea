package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.QueryException;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Arithmetic and comparisons between two vectors where rows of one group may meet that must not:
/// goes step by step, as the first step with a conflict decides on the error. Both sides are held.
final class CheckedJoinOperator implements Operator {
    private final PairOperation operation;
    private final Cardinality cardinality;
    private final MatchGroups groups;
    private final JoinRows.Sides sides;
    private final JoinRows rows;
    private final List<Operator> children;

    CheckedJoinOperator(
            PairOperation operation,
            Cardinality cardinality,
            MatchGroups groups,
            JoinRows.Sides sides,
            JoinRows rows,
            List<Operator> children) {
        this.operation = operation;
        this.cardinality = cardinality;
        this.groups = groups;
        this.sides = sides;
        this.rows = rows;
        this.children = children;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        try (HeldTile one = HeldTile.of(sides.one(), tile, worker);
                HeldTile many = HeldTile.of(sides.many(), tile, worker)) {
            Step step = new Step(tile.count());
            for (int k = 0; k < tile.count(); k++) {
                worker.checkpoint();
                step.join(k, many, one);
            }
            for (int row = 0; row < step.out.length; row++) {
                StepColumn column = step.out[row];
                if (column != null && !column.isEmpty()) {
                    sink.row(row, column);
                }
            }
        }
    }

    /// Joins one step after another.
    private final class Step {
        private final int steps;
        private final int[] oneOf = new int[sides.groups()];
        private final @Nullable StepColumn[] out = new @Nullable StepColumn[rows.size()];
        private final Set<List<Object>> given = new HashSet<>();

        Step(int steps) {
            this.steps = steps;
        }

        void join(int k, HeldTile many, HeldTile one) {
            if (isEmpty(many, k) || isEmpty(one, k)) {
                return;
            }
            findOnes(k, one);
            given.clear();
            for (int row = 0; row < many.rows(); row++) {
                StepColumn column = many.column(row);
                int group = sides.manyGroups()[row];
                if (column != null && column.isPresent(k) && oneOf[group] >= 0) {
                    joinRow(k, row, column, oneOf[group], one);
                }
            }
        }

        private static boolean isEmpty(HeldTile held, int k) {
            for (int row = 0; row < held.rows(); row++) {
                StepColumn column = held.column(row);
                if (column != null && column.isPresent(k)) {
                    return false;
                }
            }
            return true;
        }

        private void findOnes(int k, HeldTile one) {
            Arrays.fill(oneOf, -1);
            for (int row = 0; row < one.rows(); row++) {
                StepColumn column = one.column(row);
                if (column == null || !column.isPresent(k)) {
                    continue;
                }
                int group = sides.oneGroups()[row];
                if (oneOf[group] >= 0) {
                    throw duplicates(row, oneOf[group]);
                }
                oneOf[group] = row;
            }
        }

        private void joinRow(int k, int row, StepColumn column, int oneRow, HeldTile one) {
            StepColumn other = one.column(oneRow);
            if (other == null) {
                throw new IllegalStateException("BUG: a row without values was matched");
            }
            JoinOperator.requireFloats(column);
            JoinOperator.requireFloats(other);
            int target = rows.row(row, oneRow);
            requireUnmatched(sides.manyGroups()[row], rows.labels(target));
            StepColumn into = out[target];
            if (into == null) {
                into = new StepColumn(steps);
                out[target] = into;
            }
            operation.apply(column.values()[k], other.values()[k], k, into);
        }

        private void requireUnmatched(int group, Labels labels) {
            boolean oneToOne = cardinality == Cardinality.ONE_TO_ONE;
            Labels key = oneToOne ? Labels.empty() : labels;
            if (!given.add(List.of(group, key))) {
                throw new QueryException.Execution(
                        oneToOne
                                ? "multiple matches for labels: many-to-one matching must be"
                                        + " explicit (group_left/group_right)"
                                : "multiple matches for labels: grouping labels must ensure unique"
                                        + " matches");
            }
        }
    }

    private QueryException duplicates(int row, int before) {
        Rows one = sides.one().rows();
        List<String> both = new ArrayList<>();
        both.add(LabelsText.braced(one.labels(row)));
        both.add(LabelsText.braced(one.labels(before)));
        both.sort(null);
        return new QueryException.Execution(
                "found duplicate series for the match group "
                        + LabelsText.braced(groups.key(one.labels(row)))
                        + " on the "
                        + (cardinality == Cardinality.ONE_TO_MANY ? "left" : "right")
                        + " hand-side of the operation: "
                        + both
                        + ";many-to-many matching not allowed: matching labels must be unique on"
                        + " one side");
    }

    @Override
    public List<Operator> children() {
        return children;
    }

    @Override
    public String describe() {
        return "Checked join "
                + operation.op().symbol()
                + ", "
                + sides.groups()
                + " groups, "
                + cardinality.text();
    }
}
