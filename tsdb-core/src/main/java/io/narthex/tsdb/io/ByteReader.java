package io.narthex.tsdb.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what a [ByteWriter] wrote, and trusts nothing.
///
/// Thread safety: for one thread.
public final class ByteReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    /// Reads from `from` up to `end`, exclusive.
    public ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// The array that is read.
    public byte[] array() {
        return bytes;
    }

    /// Where the next byte is in the array.
    public int position() {
        return at;
    }

    /// The number of bytes left.
    public int remaining() {
        return end - at;
    }

    /// A reader of the next bytes, which this one skips.
    ///
    /// @throws MalformedException if there are fewer
    public ByteReader slice(long length) {
        int start = at;
        skip(length);
        return new ByteReader(bytes, start, at);
    }

    /// Skips bytes.
    ///
    /// @throws MalformedException if there are fewer
    public void skip(long n) {
        if (n < 0 || n > end - at) {
            throw new MalformedException(n + " bytes expected, " + (end - at) + " there");
        }
        at += (int) n;
    }

    /// Reads one unsigned byte.
    ///
    /// @throws MalformedException at the end
    public int get() {
        if (at >= end) {
            throw new MalformedException("the data end too early");
        }
        return bytes[at++] & 0xff;
    }

    /// Reads four bytes.
    ///
    /// @throws MalformedException if there are fewer
    public int getInt() {
        skip(Integer.BYTES);
        return (int) INT.get(bytes, at - Integer.BYTES);
    }

    /// Reads eight bytes.
    ///
    /// @throws MalformedException if there are fewer
    public long getLong() {
        skip(Long.BYTES);
        return (long) LONG.get(bytes, at - Long.BYTES);
    }

    /// Reads an unsigned number of some bytes.
    ///
    /// @param n 0 … 8
    /// @throws MalformedException if there are fewer
    public long getLow(int n) {
        if (end - at >= Long.BYTES) {
            long v = (long) LONG.get(bytes, at);
            at += n;
            return n == Long.BYTES ? v : v & (1L << 8 * n) - 1;
        }
        skip(n);
        long v = 0;
        for (int i = 1; i <= n; i++) {
            v = v << 8 | bytes[at - i] & 0xff;
        }
        return v;
    }

    /// Reads what [ByteWriter#putVarint] wrote.
    ///
    /// @throws MalformedException if the number does not end
    public long getVarint() {
        long v = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = get();
            v |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return v;
            }
        }
        throw new MalformedException("a number of more than ten bytes");
    }

    /// Reads a number that counts things of at least one byte each.
    ///
    /// @throws MalformedException if there are fewer bytes than things
    public int getCount() {
        long n = getVarint();
        if (n < 0 || n > end - at) {
            throw new MalformedException(n + " things in " + (end - at) + " bytes");
        }
        return (int) n;
    }

    /// Reads what [ByteWriter#putZigzag] wrote.
    ///
    /// @throws MalformedException if the number does not end
    public long getZigzag() {
        long v = getVarint();
        return (v >>> 1) ^ -(v & 1);
    }

    /// Reads what [ByteWriter#putText] wrote.
    ///
    /// @throws MalformedException if the text does not end
    public String getText() {
        long length = getVarint();
        skip(length);
        return new String(bytes, at - (int) length, (int) length, StandardCharsets.UTF_8);
    }
}
