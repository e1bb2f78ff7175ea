package io.narthex.tsdb.chunk;

/// Seals float samples into chunks of one encoding.
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public interface FloatChunkEncoder {
    /// The room [#encode] needs behind `at` for `n` samples.
    int maxBytes(int n);

    /// Encodes the first `n` samples.
    ///
    /// @param times epoch milliseconds, strictly ascending
    /// @param values any doubles, every bit pattern is kept
    /// @param n 1 … [Chunks#MAX_LONG_SAMPLES]
    /// @param dst gets the chunk at `at`
    /// @return the chunk's length in bytes
    int encode(long[] times, double[] values, int n, byte[] dst, int at);

    /// Encodes the first `n` samples with their start timestamps, in [ChunkEncoding#started].
    ///
    /// @param starts epoch milliseconds, 0 where not known
    /// @return the chunk's length in bytes
    /// @throws UnsupportedOperationException where no encoding has room for them
    default int encode(long[] times, double[] values, long[] starts, int n, byte[] dst, int at) {
        throw new UnsupportedOperationException("start timestamps");
    }
}
