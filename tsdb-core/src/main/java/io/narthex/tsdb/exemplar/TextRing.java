package io.narthex.tsdb.exemplar;

import java.util.Arrays;

/// Texts in the order in which they came, first in, first out. Positions count all bytes ever
/// added, so they stay what they are when the array grows.
///
/// Thread safety: guarded by the store's lock.
final class TextRing {
    private static final int FIRST = 4096;

    /// Length is a power of two.
    private byte[] bytes;

    private final long limit;
    private long start;
    private long end;

    /// @param limit most bytes of text at a time
    TextRing(long limit) {
        this(limit, 0, FIRST);
    }

    private TextRing(long limit, long start, int length) {
        this.limit = limit;
        this.start = start;
        this.end = start;
        this.bytes = new byte[length];
    }

    /// The same texts at the same positions, under another limit, in no more memory than they need.
    TextRing under(long newLimit) {
        TextRing other = new TextRing(newLimit, start, FIRST);
        other.makeRoom(end - start);
        byte[] all = new byte[(int) (end - start)];
        read(start, all, all.length);
        long _ = other.add(all, all.length);
        return other;
    }

    boolean hasRoom(int more) {
        return end - start + more <= limit;
    }

    /// Adds a text; the caller has asked whether there is room.
    ///
    /// @return its position
    long add(byte[] text, int length) {
        makeRoom(length);
        int at = index(end);
        int head = Math.min(length, bytes.length - at);
        System.arraycopy(text, 0, bytes, at, head);
        System.arraycopy(text, head, bytes, 0, length - head);
        long position = end;
        end += length;
        return position;
    }

    private void makeRoom(long more) {
        long needed = end - start + more;
        if (needed <= bytes.length) {
            return;
        }
        int length = bytes.length;
        while (length < needed) {
            length *= 2;
        }
        byte[] all = new byte[(int) (end - start)];
        read(start, all, all.length);
        bytes = new byte[length];
        end = start;
        if (all.length > 0) {
            long _ = add(all, all.length);
        }
    }

    /// Forgets what is before a position.
    void dropBefore(long position) {
        start = position;
    }

    void read(long position, byte[] into, int length) {
        int at = index(position);
        int head = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, 0, head);
        System.arraycopy(bytes, 0, into, head, length - head);
    }

    boolean holds(long position, byte[] text, int length) {
        int at = index(position);
        int head = Math.min(length, bytes.length - at);
        return Arrays.equals(bytes, at, at + head, text, 0, head)
                && Arrays.equals(bytes, 0, length - head, text, head, length);
    }

    private int index(long position) {
        return (int) (position & bytes.length - 1);
    }

    long memory() {
        return bytes.length;
    }
}
