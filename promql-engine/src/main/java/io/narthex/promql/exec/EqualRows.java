package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Rows that became equal when names were dropped. A function of range vectors must not give two
/// of them, not even at different steps.
///
/// Thread safety: safe for concurrent calls.
final class EqualRows {
    static final String MESSAGE = "vector cannot contain metrics with the same labelset";

    private static final EqualRows NONE = new EqualRows(new int[0]);

    /// Per row the first row with equal labels.
    private final int[] group;

    /// Per group one more than the row that had a value first; 0 before.
    private final AtomicIntegerArray owner;

    private EqualRows(int[] group) {
        this.group = group;
        this.owner = new AtomicIntegerArray(group.length);
    }

    /// Where no rows can be equal.
    static EqualRows none() {
        return NONE;
    }

    /// Looks for equal rows.
    static EqualRows among(Rows rows, QueryContext context) {
        long table = Footprint.TABLE_ENTRY * rows.size();
        context.budget().charge(table);
        int[] group = new int[rows.size()];
        Map<Labels, Integer> firstOf = HashMap.newHashMap(group.length);
        for (int row = 0; row < group.length; row++) {
            context.checkRow(row);
            Integer first = firstOf.putIfAbsent(rows.labels(row), row);
            group[row] = first == null ? row : first;
        }
        context.budget().release(table);
        return firstOf.size() == group.length ? NONE : new EqualRows(group);
    }

    /// Notes that a row has a value.
    ///
    /// @throws QueryException.Execution if another row with equal labels has one
    void seen(int row) {
        if (group.length == 0) {
            return;
        }
        int before = owner.compareAndExchange(group[row], 0, row + 1);
        if (before != 0 && before != row + 1) {
            throw new QueryException.Execution(MESSAGE);
        }
    }
}
