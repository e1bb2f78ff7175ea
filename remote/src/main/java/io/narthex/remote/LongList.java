package io.narthex.remote;

import java.util.Arrays;

/// Numbers that come one by one, doubles as their bits.
///
/// Thread safety: for one thread; reuse it.
final class LongList {
    private static final int KEPT = 4096;

    private long[] values = new long[16];
    private int size;

    void clear() {
        size = 0;
        if (values.length > KEPT) {
            values = new long[16];
        }
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return values[i];
    }

    long[] toLongs() {
        return Arrays.copyOf(values, size);
    }

    double[] toDoubles() {
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = Double.longBitsToDouble(values[i]);
        }
        return doubles;
    }
}
