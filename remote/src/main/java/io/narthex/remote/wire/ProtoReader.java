package io.narthex.remote.wire;

/// Reads protobuf fields where they lie, without making objects of them.
///
/// Thread safety: for one thread; reuse it.
public final class ProtoReader {
    /// The wire type of numbers of any length.
    public static final int VARINT = 0;

    /// The wire type of numbers of eight bytes.
    public static final int FIXED64 = 1;

    /// The wire type of what tells its length first.
    public static final int BYTES = 2;

    /// The wire type of numbers of four bytes.
    public static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[0];
    private int position;
    private int limit;

    /// Starts at a stretch of an array.
    public void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
    }

    /// Goes to another stretch of the same array.
    public void seek(int from, int to) {
        position = from;
        limit = to;
    }

    /// Where the next byte is.
    public int position() {
        return position;
    }

    /// Whether there is another field.
    public boolean hasMore() {
        return position < limit;
    }

    /// A field's tag: its number times eight, plus its wire type.
    public int tag() throws RefusedException {
        long tag = varint();
        if (tag < 8 || tag > Integer.MAX_VALUE) {
            throw malformed("bad tag");
        }
        return (int) tag;
    }

    /// A number of any length.
    public long varint() throws RefusedException {
        // Tags and lengths nearly always have one byte.
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        return longVarint();
    }

    private long longVarint() throws RefusedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && position < limit; i++) {
            byte b = bytes[position++];
            value |= (b & 0x7fL) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw malformed("bad varint");
    }

    /// The length of a field whose bytes follow, all of them there.
    public int length() throws RefusedException {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw malformed("a field is longer than what holds it");
        }
        return (int) length;
    }

    /// A number of eight bytes.
    public long fixed64() throws RefusedException {
        if (limit - position < Long.BYTES) {
            throw malformed("truncated number");
        }
        long value = ByteWords.word(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /// Passes over the value of a field.
    public void skip(int tag) throws RefusedException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> advance(length());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw malformed("unknown wire type");
        }
    }

    /// What to throw where the bytes are not protobuf.
    public RefusedException malformed(String reason) {
        return RefusedException.malformed("protobuf: " + reason + " at byte " + position);
    }

    /// Passes over bytes.
    public void advance(int n) throws RefusedException {
        if (n > limit - position) {
            throw malformed("truncated field");
        }
        position += n;
    }

    /// The number that a zigzag varint stands for.
    public static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
