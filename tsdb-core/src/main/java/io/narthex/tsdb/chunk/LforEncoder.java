package io.narthex.tsdb.chunk;

/// Seals samples into LFOR chunks: a *l*ine through the values and a *f*rame *o*f *r*eference
/// around it.
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public final class LforEncoder implements FloatChunkEncoder {
    private final LforTimeEncoder timeEncoder = new LforTimeEncoder();
    private final LforValueEncoder valueEncoder = new LforValueEncoder();

    @Override
    public int maxBytes(int n) {
        return n > Chunks.MAX_SAMPLES ? Chunks.MAX_LONG_BYTES : Chunks.MAX_BYTES;
    }

    /// Encodes the first `n` samples.
    ///
    /// @param times epoch milliseconds, strictly ascending
    /// @param values any doubles, every bit pattern is kept
    /// @param n 1 … [Chunks#MAX_LONG_SAMPLES]
    /// @param dst gets the chunk at `at`; [#maxBytes] from there may be overwritten
    /// @return the chunk's length in bytes
    @Override
    public int encode(long[] times, double[] values, int n, byte[] dst, int at) {
        if (n < 1 || n > Chunks.MAX_LONG_SAMPLES) {
            throw new IllegalArgumentException("a chunk of " + n + " samples");
        }
        timeEncoder.analyse(times, n);
        valueEncoder.analyse(values, n);
        int p = writeHeader(times[0], n, dst, at);
        p = timeEncoder.write(n, dst, p);
        return valueEncoder.write(values, n, dst, p) - at;
    }

    /// Encodes the first `n` samples with their start timestamps, as
    /// [ChunkEncoding#LFOR_STARTS].
    ///
    /// @param starts epoch milliseconds, 0 where not known
    /// @param dst gets the chunk at `at`; [Chunks#MAX_STARTED_BYTES] bytes from there may be
    ///     overwritten, [Chunks#MAX_LONG_STARTED_BYTES] for a long one
    /// @return the chunk's length in bytes
    @Override
    public int encode(long[] times, double[] values, long[] starts, int n, byte[] dst, int at) {
        int column = at + StartedLforChunk.LENGTH_BYTES;
        int end = StartColumn.write(times, starts, n, dst, column);
        dst[at] = (byte) (end - column);
        dst[at + 1] = (byte) (end - column >>> 8);
        return end - at + encode(times, values, n, dst, end);
    }

    private int writeHeader(long t0, int n, byte[] dst, int at) {
        long interval = timeEncoder.interval();
        long base = valueEncoder.base();
        long slope = valueEncoder.slope();
        int t0Length = Bytes.signedLength(t0);
        int intervalLength = Bytes.signedLength(interval);
        int baseLength = Bytes.signedLength(base);
        int slopeLength = Bytes.signedLength(slope);
        dst[at + LforLayout.FLAGS] = (byte) (timeEncoder.flags() | valueEncoder.flags());
        dst[at + LforLayout.COUNT] = (byte) n;
        dst[at + LforLayout.WIDTH] = (byte) valueEncoder.width();
        dst[at + LforLayout.EXPONENT] = (byte) valueEncoder.exponent();
        dst[at + LforLayout.SHIFT] = (byte) valueEncoder.shift();
        dst[at + LforLayout.BASE_SLOPE_LENGTHS] = (byte) (baseLength | slopeLength << 4);
        dst[at + LforLayout.INTERVAL_T0_LENGTHS] = (byte) (intervalLength | t0Length << 4);
        int p = at + LforLayout.FIELDS;
        Bytes.putLong(dst, p, t0);
        p += t0Length;
        Bytes.putLong(dst, p, interval);
        p += intervalLength;
        Bytes.putLong(dst, p, base);
        p += baseLength;
        Bytes.putLong(dst, p, slope);
        return p + slopeLength;
    }
}
