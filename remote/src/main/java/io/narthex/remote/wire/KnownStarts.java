package io.narthex.remote.wire;

import java.util.Arrays;

/// Which start timestamp of a series was stored as a sample last: senders repeat it with each
/// sample. Forgetting one costs an append that the store refuses, or stores as what it has.
///
/// Thread safety: safe for concurrent calls.
public final class KnownStarts {
    private static final int SLOTS = 1 << 15;

    /// A reference and its start timestamp in each slot, once there is one; guarded by this.
    private long[] table = new long[0];

    /// Whether this start timestamp is new.
    ///
    /// @param ref of the series
    /// @param start epoch milliseconds
    public synchronized boolean add(long ref, long start) {
        if (table.length == 0) {
            table = new long[2 * SLOTS];
        }
        int slot = (int) ((ref * 0x9e3779b97f4a7c15L) >>> 49) << 1;
        if (table[slot] == ref && table[slot + 1] == start) {
            return false;
        }
        table[slot] = ref;
        table[slot + 1] = start;
        return true;
    }

    /// Forgets all, as some may not have been stored.
    public synchronized void clear() {
        Arrays.fill(table, 0);
    }
}
