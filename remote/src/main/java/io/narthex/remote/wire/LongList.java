package io.narthex.remote.wire;

import java.util.Arrays;

/// Numbers that come one by one, doubles as their bits.
///
/// Thread safety: for one thread; reuse it.
public final class LongList {
    private static final int KEPT = 4096;

    private long[] values = new long[16];
    private int size;

    /// Empties the list.
    public void clear() {
        size = 0;
        if (values.length > KEPT) {
            values = new long[16];
        }
    }

    /// Appends a number.
    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// The number at a place.
    public long get(int i) {
        return values[i];
    }

    /// All numbers.
    public long[] toLongs() {
        return Arrays.copyOf(values, size);
    }

    /// All numbers, whose bits are those of doubles.
    public double[] toDoubles() {
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = Double.longBitsToDouble(values[i]);
        }
        return doubles;
    }
}
