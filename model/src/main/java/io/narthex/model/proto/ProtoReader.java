package io.narthex.model.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads protobuf fields where they lie, without making objects of them. Whatever the bytes are, it
/// stays within its stretch and takes no memory.
///
/// Every method that reads throws [ProtoException] where the bytes are no such thing.
///
/// Thread safety: for one thread; reuse it.
public final class ProtoReader {
    /// Wire type of integers, enumerations and flags.
    public static final int VARINT = 0;

    /// Wire type of doubles.
    public static final int FIXED64 = 1;

    /// Wire type of texts, messages and packed numbers.
    public static final int BYTES = 2;

    /// Wire type of floats.
    public static final int FIXED32 = 5;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The bit of each byte that says that an integer goes on.
    private static final long MORE_BITS = 0x8080_8080_8080_8080L;

    private static final int TYPE_BITS = 3;
    private static final int TYPE_MASK = 7;
    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[0];
    private int position;
    private int limit;

    /// The tag of a field.
    ///
    /// @param number the field's
    /// @param wireType such as [#VARINT]
    public static int tag(int number, int wireType) {
        return number << TYPE_BITS | wireType;
    }

    /// Starts at a stretch of an array.
    ///
    /// @param to exclusive
    public void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
    }

    /// Goes to another stretch of the same array.
    ///
    /// @param to exclusive
    public void seek(int from, int to) {
        position = from;
        limit = to;
    }

    /// Where the next field begins, or what is left of this one.
    public int position() {
        return position;
    }

    /// The end of the stretch, exclusive.
    public int limit() {
        return limit;
    }

    /// Whether the stretch goes on.
    public boolean hasMore() {
        return position < limit;
    }

    /// A field's tag, as [#tag(int, int)] makes it.
    public int tag() {
        int at = position;
        long tag = varint();
        if (tag < 1 << TYPE_BITS || tag > Integer.MAX_VALUE) {
            throw new ProtoException(at, "bad tag");
        }
        return (int) tag;
    }

    /// Skips fields up to one that is looked for, and reads its tag; false where there is no more.
    ///
    /// @param tag as [#tag(int, int)] makes it
    public boolean find(int tag) {
        while (hasMore()) {
            int found = tag();
            if (found == tag) {
                return true;
            }
            skip(found);
        }
        return false;
    }

    /// An integer.
    public long varint() {
        // Tags and lengths nearly always have one byte.
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        return longVarint();
    }

    private long longVarint() {
        if (bytes.length - position >= Long.BYTES) {
            long word = (long) LONGS.get(bytes, position);
            long ends = ~word & MORE_BITS;
            int bits = Long.numberOfTrailingZeros(ends) + 1;
            if (ends != 0 && bits / Byte.SIZE <= limit - position) {
                position += bits / Byte.SIZE;
                return sevens(word & (-1L >>> (Long.SIZE - bits)));
            }
        }
        return anyVarint();
    }

    /// Puts the lower seven bits of eight bytes together.
    private static long sevens(long word) {
        long v = word & ~MORE_BITS;
        v = (v & 0x007f_007f_007f_007fL) | ((v & 0x7f00_7f00_7f00_7f00L) >>> 1);
        v = (v & 0x0000_3fff_0000_3fffL) | ((v & 0x3fff_0000_3fff_0000L) >>> 2);
        return (v & 0x0fff_ffffL) | ((v & 0x0fff_ffff_0000_0000L) >>> 4);
    }

    private long anyVarint() {
        int at = position;
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && position < limit; i++) {
            byte b = bytes[position++];
            value |= (b & 0x7fL) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw new ProtoException(at, position < limit ? "bad varint" : "truncated varint");
    }

    /// An integer whose sign is in its lowest bit (`sint32`, `sint64`).
    public long zigzag() {
        long n = varint();
        return n >>> 1 ^ -(n & 1);
    }

    /// A double.
    public double float64() {
        return Double.longBitsToDouble(fixed64());
    }

    /// A number of eight bytes.
    public long fixed64() {
        require(Long.BYTES);
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /// The length of what follows, all of which is there.
    public int length() {
        int at = position;
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw new ProtoException(
                    at,
                    "a field of "
                            + Long.toUnsignedString(length)
                            + " bytes in a message with "
                            + (limit - position)
                            + " left");
        }
        return (int) length;
    }

    /// Narrows the stretch to the field whose length comes next.
    ///
    /// @return the limit before, for [#leave]
    public int enter() {
        int length = length();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /// Goes behind the field that was entered.
    ///
    /// @param outer what [#enter] returned
    public void leave(int outer) {
        position = limit;
        limit = outer;
    }

    /// Passes over the value of a field.
    public void skip(int tag) {
        switch (tag & TYPE_MASK) {
            case VARINT -> {
                long _ = varint();
            }
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> advance(length());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new ProtoException(position, "unknown wire type");
        }
    }

    /// Passes over bytes.
    public void advance(int n) {
        require(n);
        position += n;
    }

    private void require(int n) {
        if (n > limit - position) {
            throw new ProtoException(position, "truncated field");
        }
    }
}
