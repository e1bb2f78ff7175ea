package io.narthex.tsdb.block;

import io.narthex.tsdb.io.CorruptionException;

import java.nio.charset.StandardCharsets;

/// Reads one field after the other within a part of a mapped file.
///
/// Thread safety: for one thread.
final class MappedCursor {
    private final MappedFile file;
    private final long end;
    private long at;

    MappedCursor(MappedFile file, long from, long to) {
        this.file = file;
        this.at = from;
        this.end = to;
        file.require(from, to - from, "a section");
    }

    long position() {
        return at;
    }

    void position(long offset) {
        at = offset;
    }

    boolean hasMore() {
        return at < end;
    }

    CorruptionException corrupt(String reason) {
        return file.corrupt(at, reason);
    }

    private void require(long n) {
        if (n < 0 || n > end - at) {
            throw corrupt("a field of " + n + " bytes where " + (end - at) + " are left");
        }
    }

    int u8() {
        require(1);
        return file.u8(at++);
    }

    long u32() {
        require(Integer.BYTES);
        long v = file.u32(at);
        at += Integer.BYTES;
        return v;
    }

    /// An unsigned varint of up to 64 bits.
    long uvarint() {
        long v = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = u8();
            v |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return v;
            }
        }
        throw corrupt("a varint of more than ten bytes");
    }

    /// A zigzag varint.
    long varint() {
        long v = uvarint();
        return (v >>> 1) ^ -(v & 1);
    }

    /// A varint that counts things of at least `leastBytes` each, which must be there.
    int count(long leastBytes) {
        return checkedCount(uvarint(), leastBytes);
    }

    /// A 32-bit number that counts things of at least `leastBytes` each, which must be there.
    int count32(long leastBytes) {
        return checkedCount(u32(), leastBytes);
    }

    /// A number that counts things of at least `leastBytes` each, which must be there.
    int checkedCount(long n, long leastBytes) {
        if (n < 0 || n > (end - at) / leastBytes || n > Integer.MAX_VALUE - 8) {
            throw corrupt(n + " entries in " + (end - at) + " bytes");
        }
        return (int) n;
    }

    void skip(long n) {
        require(n);
        at += n;
    }

    /// A string with its length in bytes before it.
    String string() {
        int n = count(1);
        byte[] utf8 = new byte[n];
        file.copy(at, utf8, n);
        at += n;
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// Passes a string.
    void skipString() {
        skip(count(1));
    }
}
