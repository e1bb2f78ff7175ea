package io.narthex.scrape.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The numbers of texts by their bytes.
///
/// Thread safety: for one thread.
final class SeriesLookup {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final SeriesTexts texts;

    /// Hash in the upper half, number plus one in the lower; 0 is empty.
    private long[] table;

    private int size;

    /// Knows all texts there are.
    SeriesLookup(SeriesTexts texts) {
        this.texts = texts;
        this.table = new long[tableSize(texts.size())];
        for (int i = 0; i < texts.size(); i++) {
            texts.load(i);
            add(i, hash(texts.text(), 0, texts.length()));
        }
    }

    /// For twice as many entries at least.
    private static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(32, entries)) * 4;
    }

    /// The number of a text, or -1.
    int find(byte[] bytes, int from, int to) {
        int h = hash(bytes, from, to);
        for (int at = h & table.length - 1; table[at] != 0; at = at + 1 & table.length - 1) {
            if ((int) (table[at] >>> 32) == h && isText((int) table[at] - 1, bytes, from, to)) {
                return (int) table[at] - 1;
            }
        }
        return -1;
    }

    private boolean isText(int i, byte[] bytes, int from, int to) {
        texts.load(i);
        return Arrays.equals(texts.text(), 0, texts.length(), bytes, from, to);
    }

    /// Adds the text that was added last.
    void add(byte[] bytes, int from, int to) {
        add(texts.size() - 1, hash(bytes, from, to));
    }

    private void add(int i, int hash) {
        if (2 * ++size > table.length) {
            long[] old = table;
            table = new long[tableSize(size)];
            for (long entry : old) {
                if (entry != 0) {
                    enter(entry);
                }
            }
        }
        enter((long) hash << 32 | i + 1);
    }

    private void enter(long entry) {
        int at = (int) (entry >>> 32) & table.length - 1;
        while (table[at] != 0) {
            at = at + 1 & table.length - 1;
        }
        table[at] = entry;
    }

    private static int hash(byte[] bytes, int from, int to) {
        long h = (long) to - from;
        int p = from;
        for (; p + Long.BYTES <= to; p += Long.BYTES) {
            h = (h ^ (long) LONG.get(bytes, p)) * FACTOR;
            h ^= h >>> 32;
        }
        for (; p < to; p++) {
            h = (h ^ bytes[p]) * FACTOR;
            h ^= h >>> 32;
        }
        return (int) h;
    }
}
