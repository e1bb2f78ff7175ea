package io.narthex.tsdb.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Bytes of a record or a section that are put together before they are written. Numbers are
/// big-endian.
///
/// Thread safety: for one thread.
final class OutputBuffer {
    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /// The bytes; the first `size()` of them count.
    byte[] bytes() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int n) {
        if (bytes.length - size < n) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + n));
        }
    }

    void u8(int v) {
        reserve(1);
        bytes[size++] = (byte) v;
    }

    void u32(long v) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (v >>> shift);
        }
    }

    void i64(long v) {
        u32(v >>> 32);
        u32(v);
    }

    /// An unsigned varint of up to 64 bits.
    void uvarint(long v) {
        reserve(10);
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// A zigzag varint.
    void varint(long v) {
        uvarint(v << 1 ^ v >> 63);
    }

    /// A string with its length in bytes before it.
    void string(String s) {
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        uvarint(utf8.length);
        bytes(utf8, 0, utf8.length);
    }

    void bytes(byte[] src, int from, int n) {
        reserve(n);
        System.arraycopy(src, from, bytes, size, n);
        size += n;
    }

    /// The CRC-32C of the bytes from an index on.
    void crc(int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, size - from);
        u32(crc.getValue());
    }
}
