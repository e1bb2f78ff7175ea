package io.narthex.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes bits, the highest first, through one 64-bit word.
///
/// Thread safety: for one thread.
final class BitWriter {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] dst = new byte[0];
    private int at;
    private long word;

    /// Bits of `word` in use, 0 … 63.
    private int filled;

    /// Starts at a byte. Up to eight bytes behind the end of what is written get overwritten.
    void reset(byte[] bytes, int offset) {
        dst = bytes;
        at = offset;
        word = 0;
        filled = 0;
    }

    /// Writes the low `n` bits, 1 … 64, of a number.
    void write(long bits, int n) {
        long low = n == Long.SIZE ? bits : bits & (1L << n) - 1;
        int free = Long.SIZE - filled;
        if (n < free) {
            word |= low << (free - n);
            filled += n;
            return;
        }
        int rest = n - free;
        BIG_ENDIAN.set(dst, at, word | low >>> rest);
        at += Long.BYTES;
        word = rest == 0 ? 0 : low << (Long.SIZE - rest);
        filled = rest;
    }

    /// Writes an unsigned varint, eight bits a byte, wherever the last bit was.
    void writeVarint(long v) {
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            write(rest & 0x7f | 0x80, 8);
            rest >>>= 7;
        }
        write(rest, 8);
    }

    /// Fills the last byte with zeros; returns the index of the byte behind it.
    int finish() {
        BIG_ENDIAN.set(dst, at, word);
        return at + (filled + 7 >>> 3);
    }
}
