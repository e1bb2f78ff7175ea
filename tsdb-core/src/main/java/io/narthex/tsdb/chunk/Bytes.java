package io.narthex.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Little-endian words, integers of variable length, and zigzag, over byte arrays.
///
/// Thread safety: stateless.
final class Bytes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The most bytes of a varint.
    static final int MAX_VARINT = 10;

    private Bytes() {}

    static long getLong(byte[] b, int at) {
        return (long) LONG.get(b, at);
    }

    static void putLong(byte[] b, int at, long v) {
        LONG.set(b, at, v);
    }

    /// The signed integer in the `length` bytes at `at`; reads eight bytes whatever the length.
    static long getSigned(byte[] b, int at, int length) {
        if (length == 0) {
            return 0;
        }
        int unused = Long.SIZE - 8 * length;
        return getLong(b, at) << unused >> unused;
    }

    /// The fewest bytes that hold a signed integer; 0 for 0.
    static int signedLength(long v) {
        long magnitude = v ^ (v >> 63);
        return v == 0 ? 0 : (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 8) >>> 3;
    }

    /// The `width` bits (at most 57) that start at bit `bit` behind `at`.
    static long getBits(byte[] b, int at, int bit, int width) {
        return getLong(b, at + (bit >>> 3)) >>> (bit & 7) & (1L << width) - 1;
    }

    /// Bits that an unsigned integer takes.
    static int width(long unsigned) {
        return Long.SIZE - Long.numberOfLeadingZeros(unsigned);
    }

    static long zigzag(long v) {
        return (v << 1) ^ (v >> 63);
    }

    static long unzigzag(long v) {
        return (v >>> 1) ^ -(v & 1);
    }

    /// Writes an unsigned varint; returns where it ends.
    static int putVarint(byte[] b, int at, long v) {
        int p = at;
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            b[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        b[p++] = (byte) rest;
        return p;
    }

    /// Packs `n` values of `width` bits each (0 … 56, or 64); returns where they end. Up to eight
    /// bytes behind the end are overwritten.
    static int pack(long[] values, int n, int width, byte[] dst, int at) {
        if (width == Long.SIZE) {
            for (int i = 0; i < n; i++) {
                putLong(dst, at + 8 * i, values[i]);
            }
            return at + 8 * n;
        }
        long word = 0;
        int filled = 0;
        int p = at;
        for (int i = 0; i < n && width > 0; i++) {
            word |= values[i] << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                putLong(dst, p, word);
                p += 8;
                filled -= Long.SIZE;
                word = filled == 0 ? 0 : values[i] >>> (width - filled);
            }
        }
        putLong(dst, p, word);
        return at + packedLength(n, width);
    }

    /// Bytes of `n` packed values.
    static int packedLength(int n, int width) {
        return (n * width + 7) >>> 3;
    }
}
