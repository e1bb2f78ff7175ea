package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Rows that may have equal labels, but not values at the same step.
///
/// Thread safety: immutable; each [Check] is for one worker.
final class DistinctRows {
    private static final DistinctRows UNCHECKED = new DistinctRows(new int[0]);

    /// Per row the first row with equal labels; empty where no two are equal.
    private final int[] equalTo;

    private DistinctRows(int[] equalTo) {
        this.equalTo = equalTo;
    }

    /// Where no rows can be equal, or where it does not matter yet.
    static DistinctRows unchecked() {
        return UNCHECKED;
    }

    /// Looks for rows with equal labels.
    static DistinctRows of(Rows rows, QueryContext context) {
        long table = Footprint.TABLE_ENTRY * rows.size();
        context.budget().charge(table);
        int[] equalTo = new int[rows.size()];
        Map<Labels, Integer> first = HashMap.newHashMap(equalTo.length);
        for (int row = 0; row < equalTo.length; row++) {
            context.checkRow(row);
            Integer before = first.putIfAbsent(rows.labels(row), row);
            equalTo[row] = before == null ? row : before;
        }
        context.budget().release(table);
        return first.size() == equalTo.length ? UNCHECKED : new DistinctRows(equalTo);
    }

    /// Begins a tile.
    Check check() {
        return new Check(equalTo);
    }

    /// The values of one tile so far.
    static final class Check {
        private final int[] equalTo;
        private final long[] @Nullable [] present;

        private Check(int[] equalTo) {
            this.equalTo = equalTo;
            this.present = new long[equalTo.length][];
        }

        /// Takes note of a row's values.
        ///
        /// @throws QueryException.Execution if an equal row has a value at one of its steps
        void seen(int row, StepColumn column) {
            if (equalTo.length == 0) {
                return;
            }
            long[] others = present[equalTo[row]];
            if (others == null) {
                present[equalTo[row]] = Arrays.copyOf(column.present(), column.words());
                return;
            }
            for (int w = 0; w < column.words(); w++) {
                if ((others[w] & column.present()[w]) != 0) {
                    throw new QueryException.Execution(EqualRows.MESSAGE);
                }
                others[w] |= column.present()[w];
            }
        }
    }
}
