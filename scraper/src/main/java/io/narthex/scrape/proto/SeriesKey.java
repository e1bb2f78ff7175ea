package io.narthex.scrape.proto;

import java.util.Arrays;

/// The bytes that tell a series from all others of a target, the same in every body: the family's
/// name, the labels as they are encoded, and which of the metric's series it is. They begin with a
/// byte that no text exposition begins with.
///
/// Thread safety: for one thread.
public final class SeriesKey {
    /// Never a part of UTF-8, so names can't run into what follows them.
    private static final byte MARK = (byte) 0xff;

    /// What every label begins with, as in the message; no kind of series has this number.
    private static final byte LABEL = 0x0a;

    private byte[] bytes = new byte[256];
    private int labelsEnd;
    private int size;

    /// Begins the key of a metric.
    void begin(byte[] body, int from, int to) {
        size = 0;
        put(MARK);
        put(body, from, to);
        put(MARK);
        labelsEnd = size;
    }

    /// Adds a label.
    ///
    /// @param from where its message begins
    /// @param to exclusive
    void label(byte[] body, int from, int to) {
        put(LABEL);
        putNumber(to - from, Integer.BYTES);
        put(body, from, to);
        labelsEnd = size;
    }

    /// Ends the key with the kind of series, in place of the one before.
    ///
    /// @param kind anything but 10
    public void end(int kind) {
        size = labelsEnd;
        put((byte) kind);
    }

    /// The same for one of the several series of a kind.
    ///
    /// @param at its bound or quantile
    public void end(int kind, double at) {
        end(kind);
        putNumber(Double.doubleToRawLongBits(at), Long.BYTES);
    }

    private void put(byte b) {
        reserve(1);
        bytes[size++] = b;
    }

    private void putNumber(long number, int length) {
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) (number >>> Byte.SIZE * i);
        }
    }

    private void put(byte[] body, int from, int to) {
        reserve(to - from);
        System.arraycopy(body, from, bytes, size, to - from);
        size += to - from;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /// The array that holds the key, from its beginning.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes the key has.
    public int size() {
        return size;
    }
}
