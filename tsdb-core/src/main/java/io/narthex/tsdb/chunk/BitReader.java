package io.narthex.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads bits, the highest first, out of 64-bit words.
///
/// It may look up to eight bytes behind the end, which [Chunks#SLACK] covers, but never gives them
/// away: what would pass the end is malformed.
///
/// Thread safety: for one thread.
final class BitReader {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] src = new byte[0];

    /// Bits from the array's start, which a chunk never takes near 2^31.
    private int position;

    private int limit;

    /// Starts at byte `from` and ends before byte `to`.
    void reset(byte[] bytes, int from, int to) {
        src = bytes;
        position = from << 3;
        limit = to << 3;
    }

    /// The next bits at the top of a word; at least 57 of them are the chunk's or what lies behind.
    long peek() {
        return (long) BIG_ENDIAN.get(src, position >>> 3) << (position & 7);
    }

    /// Passes bits that [#peek] showed.
    void skip(int n) {
        position += n;
        if (position > limit) {
            throw new MalformedChunkException("ends within a sample");
        }
    }

    /// Reads `n` bits, 1 … 64, as an unsigned number.
    long read(int n) {
        long top = peek();
        if (n <= 56) {
            skip(n);
            return top >>> (Long.SIZE - n);
        }
        int low = n - 32;
        skip(32);
        long high = top >>> 32;
        long rest = peek() >>> (Long.SIZE - low);
        skip(low);
        return high << low | rest;
    }

    /// Reads a double's 64 bits.
    double readDouble() {
        return Double.longBitsToDouble(read(Long.SIZE));
    }

    /// Reads an unsigned varint, eight bits a byte, wherever the last bit was.
    long readVarint() {
        long v = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long b = read(8);
            v |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return v;
            }
        }
        throw new MalformedChunkException("a varint of more than ten bytes");
    }

    /// The number of leading ones of the next bits, at most `most`; passes them and, where there
    /// are fewer, the zero that ends them.
    int readPrefix(int most) {
        int ones = Math.min(most, Long.numberOfLeadingZeros(~peek()));
        skip(ones < most ? ones + 1 : ones);
        return ones;
    }

    /// The next bit, counted from the array's start.
    int position() {
        return position;
    }

    /// Bits that are still to be read.
    int remaining() {
        return limit - position;
    }
}
