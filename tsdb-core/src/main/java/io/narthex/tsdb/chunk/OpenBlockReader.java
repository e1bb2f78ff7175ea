package io.narthex.tsdb.chunk;

/// Reads open blocks.
///
/// Thread safety: stateless.
public final class OpenBlockReader {
    private OpenBlockReader() {}

    /// Decodes the first `count` samples, which took the first `byteLength` bytes.
    ///
    /// @param times gets the times from index 0, epoch milliseconds
    /// @param values gets the values from index 0
    public static void decode(
            byte[] page, int offset, int byteLength, int count, long[] times, double[] values) {
        throw new UnsupportedOperationException("open blocks are not supported yet");
    }
}
