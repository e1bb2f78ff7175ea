package io.narthex.promql.exec;

import io.narthex.model.LabelsText;
import io.narthex.model.Utf8Order;
import io.narthex.promql.QueryException;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import java.util.HashMap;
import java.util.Map;

/// The steps of a tile at which a join fails, and how. Rows are seen one after the other, but what
/// is reported is the earliest step's failure.
///
/// Thread safety: for one worker.
final class JoinErrors {
    /// Steps at which two rows of the "one" side are in one match group.
    final long[] duplicates;

    /// Steps at which the "many" side has any value: without one, duplicates do no harm.
    final long[] many;

    /// Steps at which two rows of the "many" side exclude each other.
    final long[] rivals;

    /// Steps at which two results have equal labels.
    final long[] twins;

    private final JoinPlan plan;

    JoinErrors(JoinPlan plan, int words) {
        this.plan = plan;
        this.duplicates = new long[words];
        this.many = new long[words];
        this.rivals = new long[words];
        this.twins = new long[words];
    }

    boolean anyDuplicates() {
        for (long word : duplicates) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    /// @param one the rows of the "one" side
    /// @throws QueryException.Execution if anything was noted
    void check(HeldTile one) {
        boolean fills = plan.fillsOne() || plan.fillsMany();
        for (int w = 0; w < duplicates.length; w++) {
            long harmful = fills ? duplicates[w] : duplicates[w] & many[w];
            long any = harmful | rivals[w] | twins[w];
            if (any != 0) {
                int step = Long.numberOfTrailingZeros(any);
                throw failure(w, step, (harmful >>> step & 1) != 0, one);
            }
        }
    }

    private QueryException failure(int word, int bit, boolean duplicate, HeldTile one) {
        if (duplicate) {
            return duplicate((word << 6) + bit, one);
        }
        if ((rivals[word] >>> bit & 1) == 0) {
            return new QueryException.Execution(EqualRows.MESSAGE);
        }
        return new QueryException.Execution(
                plan.matching.cardinality() == Cardinality.ONE_TO_ONE
                        ? "multiple matches for labels: many-to-one matching must be explicit"
                                + " (group_left/group_right)"
                        : "multiple matches for labels: grouping labels must ensure unique"
                                + " matches");
    }

    private QueryException duplicate(int step, HeldTile one) {
        Map<Integer, Integer> firstOf = new HashMap<>();
        for (int row = 0; row < one.rows(); row++) {
            StepColumn column = one.column(row);
            if (column == null || !column.isPresent(step)) {
                continue;
            }
            Integer before = firstOf.putIfAbsent(plan.groups.right()[row], row);
            if (before != null) {
                return duplicate(before, row);
            }
        }
        throw new IllegalStateException("BUG: no duplicates at step " + step);
    }

    private QueryException duplicate(int row, int other) {
        String a = LabelsText.braced(plan.labelsOfOne(row));
        String b = LabelsText.braced(plan.labelsOfOne(other));
        boolean ascending = Utf8Order.compare(a, b) <= 0;
        return new QueryException.Execution(
                "found duplicate series for the match group "
                        + LabelsText.braced(plan.keyOfOne(row))
                        + " on the "
                        + (plan.swapped() ? "left" : "right")
                        + " hand-side of the operation: ["
                        + (ascending ? a : b)
                        + ", "
                        + (ascending ? b : a)
                        + "];many-to-many matching not allowed: matching labels must be unique on"
                        + " one side");
    }
}
