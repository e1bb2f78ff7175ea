package io.narthex.tsdb.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A byte array that grows while little-endian numbers are written to its end.
///
/// Thread safety: for one thread.
public final class ByteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT = 10;

    private byte[] bytes;
    private int size;

    /// An empty writer.
    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /// Makes the writer empty.
    public void clear() {
        size = 0;
    }

    /// The number of bytes written.
    public int size() {
        return size;
    }

    /// Forgets all behind the first bytes.
    public void cut(int newSize) {
        size = newSize;
    }

    /// The array; bytes from [#size] on mean nothing.
    public byte[] array() {
        return bytes;
    }

    /// Makes room without writing; returns the array, which is another when it had to grow.
    public byte[] ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        return bytes;
    }

    /// Leaves bytes out that are set later.
    public void skip(int n) {
        ensure(n);
        size += n;
    }

    /// Writes one byte.
    public void put(int v) {
        ensure(1);
        bytes[size++] = (byte) v;
    }

    /// Writes four bytes.
    public void putInt(int v) {
        ensure(Integer.BYTES);
        INT.set(bytes, size, v);
        size += Integer.BYTES;
    }

    /// Overwrites four bytes.
    public void setInt(int at, int v) {
        INT.set(bytes, at, v);
    }

    /// Writes eight bytes.
    public void putLong(long v) {
        putLow(v, Long.BYTES);
    }

    /// Writes the lowest bytes of a number.
    ///
    /// @param n 0 … 8
    public void putLow(long v, int n) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, v);
        size += n;
    }

    /// Writes an unsigned number in as few groups of seven bits as it needs.
    public void putVarint(long v) {
        byte[] to = ensure(MAX_VARINT);
        int at = size;
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        size = at;
    }

    /// Writes a signed number, short when it is near 0.
    public void putZigzag(long v) {
        putVarint((v << 1) ^ (v >> 63));
    }

    /// Writes bytes.
    public void put(byte[] src, int offset, int length) {
        ensure(length);
        System.arraycopy(src, offset, bytes, size, length);
        size += length;
    }

    /// Writes what another writer holds.
    public void put(ByteWriter other) {
        put(other.bytes, 0, other.size);
    }

    /// Writes a text: its length in bytes, then UTF-8.
    public void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        put(utf8, 0, utf8.length);
    }
}
