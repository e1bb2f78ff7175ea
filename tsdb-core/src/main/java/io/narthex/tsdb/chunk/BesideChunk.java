package io.narthex.tsdb.chunk;

import io.narthex.model.TimeKey;

/// Reads chunks that hold by how much their samples differ from those of another chunk, sample by
/// sample: the buckets of a histogram count nearly the same. A byte with depth and order, the
/// distance to the other chunk, then the differences as an LFOR chunk; see
/// `docs/formats/chunks.md`.
///
/// Times and number of samples are known after [#reset]; values only behind [#complete], which
/// takes those of the other chunk.
///
/// Thread safety: as [ChunkReader] says.
public final class BesideChunk implements ChunkReader {
    /// The most chunks that one chunk's values need beside itself, one needing the next: what a
    /// query for a single series may cost.
    public static final int MAX_DEPTH = 3;

    /// In the first byte, beside the depth: no value is below its predecessor.
    static final int NO_DROP = 1;

    /// Depth and order, and two bytes of distance.
    static final int HEADER_BYTES = 3;

    /// The largest distance.
    public static final int MAX_DISTANCE = 0xffff;

    private final LforChunk differences = new LforChunk();
    private final double[] values = new double[Chunks.MAX_LONG_SAMPLES];
    private byte[] bytes = new byte[0];
    private int offset;
    private int order;
    private int distance;
    private boolean complete;

    @Override
    public void reset(byte[] chunk, int from, int size) {
        if (size < HEADER_BYTES) {
            throw new MalformedChunkException("only " + size + " bytes");
        }
        order = chunk[from];
        distance = chunk[from + 1] & 0xff | (chunk[from + 2] & 0xff) << 8;
        complete = false;
        if (depth() < 1 || depth() > MAX_DEPTH || distance < 1) {
            throw new MalformedChunkException(
                    "beside a chunk %d before, at depth %d".formatted(distance, depth()));
        }
        bytes = chunk;
        offset = from + HEADER_BYTES;
        differences.reset(chunk, offset, size - HEADER_BYTES);
    }

    @Override
    public void verify() {
        differences.verify();
    }

    /// How many chunks before this one in its file's order the other chunk is.
    public int distance() {
        return distance;
    }

    /// One more than the depth of the other chunk, which is 0 where that needs none.
    public int depth() {
        return order >>> 1;
    }

    /// Whether the values are known.
    public boolean isComplete() {
        return complete;
    }

    /// Makes the values of those of the other chunk.
    ///
    /// @param other as long as this chunk, and complete
    /// @param decoder that is used for many chunks, so that its memory is near
    public void complete(BesideChunk other, LforChunk decoder) {
        complete(other.values(), decoder);
    }

    /// The same where the other chunk is of another kind.
    ///
    /// @param others its values, as many as this chunk has samples, from the array's start
    public void complete(double[] others, LforChunk decoder) {
        int n = count();
        decoder.reset(bytes, offset);
        decoder.values(0, n, values, 0);
        for (int i = 0; i < n; i++) {
            values[i] += others[i];
        }
        complete = true;
    }

    private double[] values() {
        if (!complete) {
            throw new IllegalStateException("BUG: values of a chunk that is not complete");
        }
        return values;
    }

    @Override
    public int count() {
        return differences.count();
    }

    @Override
    public long mint() {
        return differences.mint();
    }

    @Override
    public long maxt() {
        return differences.maxt();
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        differences.times(from, n, dst, at);
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        System.arraycopy(values(), from, dst, at, n);
    }

    @Override
    public long timeAt(int i) {
        return differences.timeAt(i);
    }

    @Override
    public double valueAt(int i) {
        return values()[i];
    }

    @Override
    public int lowerBound(long t) {
        return differences.lowerBound(t);
    }

    @Override
    public boolean noDrop() {
        return (order & NO_DROP) != 0;
    }

    /// None: what is stored so is a number.
    @Override
    public int staleCount() {
        return 0;
    }

    @Override
    public int staleAt(int k) {
        throw new IndexOutOfBoundsException(k);
    }

    @Override
    public void timeKey(int from, int n, TimeKey key) {
        differences.timeKey(from, n, key);
    }
}
