package io.narthex.remote;

/// Reads protobuf fields where they lie, without making objects of them.
///
/// Thread safety: for one thread; reuse it.
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[0];
    private int position;
    private int limit;

    /// Starts at a stretch of an array.
    void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
    }

    /// Goes to another stretch of the same array.
    void seek(int from, int to) {
        position = from;
        limit = to;
    }

    int position() {
        return position;
    }

    boolean hasMore() {
        return position < limit;
    }

    /// A field's tag: its number times eight, plus its wire type.
    int tag() throws RefusedException {
        long tag = varint();
        if (tag < 8 || tag > Integer.MAX_VALUE) {
            throw malformed("bad tag");
        }
        return (int) tag;
    }

    long varint() throws RefusedException {
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
    int length() throws RefusedException {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw malformed("a field is longer than what holds it");
        }
        return (int) length;
    }

    long fixed64() throws RefusedException {
        if (limit - position < Long.BYTES) {
            throw malformed("truncated number");
        }
        long value = ByteWords.word(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /// Passes over the value of a field.
    void skip(int tag) throws RefusedException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> advance(length());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw malformed("unknown wire type");
        }
    }

    RefusedException malformed(String reason) {
        return RefusedException.malformed("protobuf: " + reason + " at byte " + position);
    }

    /// Passes over bytes.
    void advance(int n) throws RefusedException {
        if (n > limit - position) {
            throw malformed("truncated field");
        }
        position += n;
    }
}
