package io.narthex.remote;

import io.narthex.model.SeriesRef;
import io.narthex.remote.wire.ByteWords;

import java.util.Arrays;

/// An open-addressing table from byte strings to references.
///
/// What a look-up touches lies together: a slot is two words, and a string in `keys` has its length
/// in front of it. Most of the time of a look-up is waiting for memory.
///
/// Thread safety: the caller holds this object's lock.
final class SeriesCacheShard {
    private static final int INITIAL_SLOTS = 64;

    private final int maxBytes;
    private int size;

    /// Two words a slot: the hash above the string's place in `keys`, and the reference;
    /// [SeriesRef#NONE] marks an empty slot.
    private long[] table = new long[2 * INITIAL_SLOTS];

    private byte[] keys = new byte[1024];
    private int keysEnd;

    SeriesCacheShard(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int size() {
        return size;
    }

    long find(int hash, byte[] bytes, int from, int length) {
        return table[slot(hash, bytes, from, length) + 1];
    }

    void put(int hash, byte[] bytes, int from, int length, long ref) {
        int slot = slot(hash, bytes, from, length);
        if (table[slot + 1] == SeriesRef.NONE) {
            if (!makeRoom(length + Integer.BYTES)) {
                return;
            }
            slot = slot(hash, bytes, from, length);
            table[slot] = (long) hash << 32 | keysEnd;
            ByteWords.putInt(keys, keysEnd, length);
            System.arraycopy(bytes, from, keys, keysEnd + Integer.BYTES, length);
            keysEnd += Integer.BYTES + length;
            size++;
        }
        table[slot + 1] = ref;
    }

    /// The slot of a string, or the empty one where it belongs, as an index of `table`.
    private int slot(int hash, byte[] bytes, int from, int length) {
        int mask = table.length - 1;
        int slot = (hash << 1) & mask;
        while (table[slot + 1] != SeriesRef.NONE) {
            long word = table[slot];
            if ((int) (word >>> 32) == hash && isAt((int) word, bytes, from, length)) {
                return slot;
            }
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private boolean isAt(int offset, byte[] bytes, int from, int length) {
        int start = offset + Integer.BYTES;
        return ByteWords.getInt(keys, offset) == length
                && Arrays.equals(keys, start, start + length, bytes, from, from + length);
    }

    /// Room for one more string, at the price of all others if need be.
    ///
    /// @return false if even an empty table is too small for it
    private boolean makeRoom(int keyBytes) {
        boolean growTable = 4 * (size + 1) > table.length;
        boolean growKeys = keyBytes > keys.length - keysEnd;
        long newTable = (long) table.length * Long.BYTES * (growTable ? 2 : 1);
        long newKeys =
                growKeys ? Math.max(2L * keys.length, keysEnd + (long) keyBytes) : keys.length;
        if ((growTable || growKeys) && newTable + newKeys > maxBytes) {
            clear();
            return keyBytes <= keys.length;
        }
        if (growKeys) {
            keys = Arrays.copyOf(keys, (int) newKeys);
        }
        if (growTable) {
            growTable();
        }
        return true;
    }

    private void clear() {
        Arrays.fill(table, SeriesRef.NONE);
        size = 0;
        keysEnd = 0;
    }

    private void growTable() {
        long[] old = table;
        table = new long[2 * old.length];
        int mask = table.length - 1;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != SeriesRef.NONE) {
                // All strings differ, so the first empty slot is the right one.
                int slot = ((int) (old[i] >>> 32) << 1) & mask;
                while (table[slot + 1] != SeriesRef.NONE) {
                    slot = (slot + 2) & mask;
                }
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }
}
