package io.narthex.tsdb.index;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Slots by label set: open addressing over one `int` array, four bytes a series beside the labels
/// themselves.
///
/// Thread safety: guarded by the index's lock.
final class LabelsTable {
    private static final int EMPTY = -1;
    private static final int REMOVED = -2;

    private @Nullable Labels[] bySlot = new @Nullable Labels[64];
    private int[] table = filled(128);
    private int used;
    private int size;

    private static int[] filled(int length) {
        int[] table = new int[length];
        Arrays.fill(table, EMPTY);
        return table;
    }

    int size() {
        return size;
    }

    /// The slot of a label set, or -1.
    int find(Labels labels) {
        int mask = table.length - 1;
        for (int i = spread(labels) & mask; table[i] != EMPTY; i = (i + 1) & mask) {
            if (table[i] >= 0 && labels.equals(bySlot[table[i]])) {
                return table[i];
            }
        }
        return -1;
    }

    void put(int slot, Labels labels) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
        }
        bySlot[slot] = labels;
        size++;
        if (++used * 2 > table.length) {
            rebuild();
        } else {
            insert(slot, labels);
        }
    }

    void remove(int slot) {
        Labels labels = labels(slot);
        int mask = table.length - 1;
        int i = spread(labels) & mask;
        while (table[i] != slot) {
            i = (i + 1) & mask;
        }
        table[i] = REMOVED;
        bySlot[slot] = null;
        size--;
    }

    /// The labels of a slot in use.
    Labels labels(int slot) {
        Labels labels = bySlot[slot];
        if (labels == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no labels");
        }
        return labels;
    }

    private void rebuild() {
        int length = 128;
        while (length < size * 4) {
            length *= 2;
        }
        table = filled(length);
        used = size;
        for (int slot = 0; slot < bySlot.length; slot++) {
            Labels labels = bySlot[slot];
            if (labels != null) {
                insert(slot, labels);
            }
        }
    }

    private void insert(int slot, Labels labels) {
        int mask = table.length - 1;
        int i = spread(labels) & mask;
        while (table[i] >= 0) {
            i = (i + 1) & mask;
        }
        table[i] = slot;
    }

    private static int spread(Labels labels) {
        int h = labels.hashCode() * 0x9E3779B9;
        return h ^ (h >>> 15);
    }
}
