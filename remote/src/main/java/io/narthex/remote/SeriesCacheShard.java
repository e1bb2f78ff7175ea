package io.narthex.remote;

import io.narthex.model.SeriesRef;

import java.util.Arrays;

/// An open-addressing table from byte strings to references; the strings lie one after the other in
/// one array.
///
/// Thread safety: the caller holds this object's lock.
final class SeriesCacheShard {
    private static final int INITIAL_SLOTS = 64;

    /// Bytes of one slot in all arrays of the table.
    private static final int SLOT_BYTES = Long.BYTES + 3 * Integer.BYTES;

    private final int maxBytes;
    private int size;
    private int[] hashes = new int[INITIAL_SLOTS];

    /// Where a slot's string lies in `keys`.
    private int[] offsets = new int[INITIAL_SLOTS];

    private int[] lengths = new int[INITIAL_SLOTS];

    /// [SeriesRef#NONE] marks an empty slot.
    private long[] refs = new long[INITIAL_SLOTS];

    private byte[] keys = new byte[1024];
    private int keysEnd;

    SeriesCacheShard(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int size() {
        return size;
    }

    long find(long hash, byte[] bytes, int from, int length) {
        return refs[slot((int) hash, bytes, from, length)];
    }

    void put(long hash, byte[] bytes, int from, int length, long ref) {
        int slot = slot((int) hash, bytes, from, length);
        if (refs[slot] == SeriesRef.NONE) {
            if (!makeRoom(length)) {
                return;
            }
            slot = slot((int) hash, bytes, from, length);
            System.arraycopy(bytes, from, keys, keysEnd, length);
            hashes[slot] = (int) hash;
            offsets[slot] = keysEnd;
            lengths[slot] = length;
            keysEnd += length;
            size++;
        }
        refs[slot] = ref;
    }

    /// The slot of a string, or the empty one where it belongs.
    private int slot(int hash, byte[] bytes, int from, int length) {
        int mask = refs.length - 1;
        int slot = hash & mask;
        while (refs[slot] != SeriesRef.NONE && !holds(slot, hash, bytes, from, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int slot, int hash, byte[] bytes, int from, int length) {
        int at = offsets[slot];
        return hashes[slot] == hash
                && lengths[slot] == length
                && Arrays.equals(keys, at, at + length, bytes, from, from + length);
    }

    /// Room for one more string, at the price of all others if need be.
    ///
    /// @return false if even an empty table is too small for it
    private boolean makeRoom(int length) {
        boolean growTable = 2 * (size + 1) > refs.length;
        boolean growKeys = length > keys.length - keysEnd;
        long tableBytes = (long) refs.length * SLOT_BYTES * (growTable ? 2 : 1);
        long keyBytes =
                growKeys ? Math.max(2L * keys.length, keysEnd + (long) length) : keys.length;
        if ((growTable || growKeys) && tableBytes + keyBytes > maxBytes) {
            clear();
            return length <= keys.length;
        }
        if (growKeys) {
            keys = Arrays.copyOf(keys, (int) keyBytes);
        }
        if (growTable) {
            growTable();
        }
        return true;
    }

    private void clear() {
        Arrays.fill(refs, SeriesRef.NONE);
        size = 0;
        keysEnd = 0;
    }

    private void growTable() {
        int[] oldHashes = hashes;
        int[] oldOffsets = offsets;
        int[] oldLengths = lengths;
        long[] oldRefs = refs;
        int slots = 2 * oldRefs.length;
        hashes = new int[slots];
        offsets = new int[slots];
        lengths = new int[slots];
        refs = new long[slots];
        for (int i = 0; i < oldRefs.length; i++) {
            if (oldRefs[i] != SeriesRef.NONE) {
                int slot = slot(oldHashes[i], keys, oldOffsets[i], oldLengths[i]);
                hashes[slot] = oldHashes[i];
                offsets[slot] = oldOffsets[i];
                lengths[slot] = oldLengths[i];
                refs[slot] = oldRefs[i];
            }
        }
    }
}
