package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.StartRuns;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The start timestamps of samples in open blocks, by slot. A block without any costs nothing here.
///
/// Thread safety: guarded by the commit lock.
final class StartStore {
    private @Nullable StartRuns[] bySlot = new @Nullable StartRuns[0];
    private long bytes;

    /// Adds the start timestamp of a sample in the open block of a series.
    ///
    /// @param index of the sample in the block
    /// @param start epoch milliseconds; 0 where not known
    void append(int slot, int index, long start) {
        StartRuns runs = of(slot);
        if (runs == null) {
            if (start == 0) {
                return;
            }
            runs = new StartRuns();
            set(slot, runs);
        }
        bytes -= runs.memory();
        runs.append(index, start);
        bytes += runs.memory();
    }

    /// Whether any is known of the open block of a series.
    boolean has(int slot) {
        return of(slot) != null;
    }

    private @Nullable StartRuns of(int slot) {
        return slot < bySlot.length ? bySlot[slot] : null;
    }

    private void set(int slot, StartRuns runs) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, 2 * bySlot.length));
        }
        bySlot[slot] = runs;
        bytes += runs.memory();
    }

    /// Those of the open block of a series; null where none is known.
    StartRuns.@Nullable View view(int slot) {
        StartRuns runs = of(slot);
        return runs == null ? null : runs.view();
    }

    /// All there are, by slot.
    Map<Integer, StartRuns.View> views() {
        Map<Integer, StartRuns.View> views = new HashMap<>();
        for (int slot = 0; slot < bySlot.length; slot++) {
            StartRuns runs = bySlot[slot];
            if (runs != null) {
                views.put(slot, runs.view());
            }
        }
        return views;
    }

    /// Gives an open block the start timestamps that it had.
    void restore(int slot, StartRuns.View runs) {
        clear(slot);
        for (int run = 0; run < runs.size(); run++) {
            append(slot, runs.from()[run], runs.starts()[run]);
        }
    }

    /// Forgets those of a block that is sealed or dropped. Readers keep what they have.
    void clear(int slot) {
        StartRuns runs = of(slot);
        if (runs != null) {
            bytes -= runs.memory();
            bySlot[slot] = null;
        }
    }

    /// Memory of all.
    long bytes() {
        return bytes;
    }
}
