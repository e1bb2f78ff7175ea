package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Where the sealed chunks of a series are, in one byte array that never changes: some 10 bytes a
/// chunk, where objects and arrays took 36, and 180 for the first one. [ChunkList] reads it.
///
/// ```text
/// flags (1), chunks (varint)
/// newest:  mint (zigzag)  start (varint)  place (varint)  length * 16 + encoding (varint)
/// each older one, from newest to oldest:
///          newer mint - mint (varint)  newer start - start (varint)
///          newer place - place (zigzag)  length * 16 + encoding (varint)
/// ```
///
/// The newest one is whole, so that a chunk is added, and the oldest are dropped, without reading
/// the others.
///
/// Thread safety: for one thread; the static methods are for everybody.
final class ChunkPacker {
    /// There are, or were, chunks of native histograms.
    static final int HISTOGRAMS = 1;

    /// There are, or were, chunks with start timestamps.
    static final int STARTS = 2;

    /// Bits for a chunk's encoding.
    static final int ENCODING_BITS = 4;

    private static final int MOST_ADDED = 64;

    private final ByteWriter out = new ByteWriter(MOST_ADDED);

    /// A list with one more chunk, which is the newest.
    ///
    /// @param old null for a list without chunks
    /// @param place see [PageTable#place]
    /// @param mint time of the chunk's first sample, later than those of all others
    /// @param start index of that in the life of the series
    byte[] add(
            byte @Nullable [] old,
            long place,
            int length,
            ChunkEncoding encoding,
            long mint,
            long start) {
        int flags = (encoding.isHistogram() ? HISTOGRAMS : 0) | (encoding.hasStarts() ? STARTS : 0);
        long kind = (long) length << ENCODING_BITS | encoding.ordinal();
        out.clear();
        if (old == null) {
            out.put(flags);
            out.putVarint(1);
            putNewest(mint, start, place);
            out.putVarint(kind);
            return Arrays.copyOf(out.array(), out.size());
        }
        ByteReader in = new ByteReader(old, 0, old.length);
        out.put(in.get() | flags);
        out.putVarint(in.getVarint() + 1);
        putNewest(mint, start, place);
        out.putVarint(kind);
        out.putVarint(mint - in.getZigzag());
        out.putVarint(start - in.getVarint());
        out.putZigzag(place - in.getVarint());
        return withRest(in, old.length);
    }

    private void putNewest(long mint, long start, long place) {
        out.putZigzag(mint);
        out.putVarint(start);
        out.putVarint(place);
    }

    /// What is written, and behind it what is not read, to a place.
    private byte[] withRest(ByteReader in, int end) {
        int rest = end - in.position();
        byte[] result = Arrays.copyOf(out.array(), out.size() + rest);
        System.arraycopy(in.array(), in.position(), result, out.size(), rest);
        return result;
    }

    /// A list without its oldest chunks.
    ///
    /// @return null where none is left
    byte @Nullable [] withoutOldest(byte[] list, int n) {
        int left = size(list) - n;
        if (left == 0) {
            return null;
        }
        ByteReader in = new ByteReader(list, 0, list.length);
        out.clear();
        out.put(in.get());
        out.putVarint(left);
        long _ = in.getVarint();
        ByteReader end = new ByteReader(list, in.position(), list.length);
        for (int i = 4 * left; i > 0; i--) {
            long _ = end.getVarint();
        }
        return withRest(in, end.position());
    }

    /// A list whose chunks start later in the life of the series.
    byte[] shiftStarts(byte[] list, long by) {
        ByteReader in = new ByteReader(list, 0, list.length);
        out.clear();
        out.put(in.get());
        out.putVarint(in.getVarint());
        out.putZigzag(in.getZigzag());
        out.putVarint(in.getVarint() + by);
        return withRest(in, list.length);
    }

    /// The number of chunks.
    static int size(byte @Nullable [] list) {
        if (list == null) {
            return 0;
        }
        ByteReader in = new ByteReader(list, 1, list.length);
        return (int) in.getVarint();
    }

    static boolean hasHistograms(byte @Nullable [] list) {
        return list != null && (list[0] & HISTOGRAMS) != 0;
    }

    static boolean hasStarts(byte @Nullable [] list) {
        return list != null && (list[0] & STARTS) != 0;
    }

    /// The heap that a list takes.
    static int memory(byte @Nullable [] list) {
        return list == null ? 0 : list.length + 19 & ~7; // a header of 12, and whole eights
    }
}
