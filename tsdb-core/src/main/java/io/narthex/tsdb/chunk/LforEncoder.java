package io.narthex.tsdb.chunk;

/// Seals samples into LFOR chunks.
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public final class LforEncoder {
    /// Encodes the first `n` samples.
    ///
    /// @param times epoch milliseconds, strictly ascending
    /// @param values any doubles, every bit pattern is kept
    /// @param n 1 … [Chunks#MAX_SAMPLES]
    /// @param dst gets the chunk at `at`; [Chunks#MAX_BYTES] bytes from there may be overwritten
    /// @return the chunk's length in bytes
    public int encode(long[] times, double[] values, int n, byte[] dst, int at) {
        throw new UnsupportedOperationException("LFOR is not supported yet");
    }
}
