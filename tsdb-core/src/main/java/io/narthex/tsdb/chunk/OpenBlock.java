package io.narthex.tsdb.chunk;

/// Appends samples to the unsealed tail of a series.
///
/// The block's bytes lie in a region of a page that the caller owns. Bytes below
/// [OpenBlockState#byteLength] are never written again, so a reader may capture the length and the
/// count and read on while the writer appends.
///
/// Thread safety: stateless; a block has one writer at a time.
public final class OpenBlock {
    private OpenBlock() {}

    /// Appends one sample to the block in `page[offset … offset+capacity-1]` and advances the
    /// state.
    ///
    /// @param t epoch milliseconds, after the block's last
    /// @param v any double, its bits are kept
    /// @return the bytes written; where the region is too small, minus the bytes needed, and then
    ///     neither the state nor the bytes below its length have changed
    public static int append(
            byte[] page, int offset, int capacity, OpenBlockState s, long t, double v) {
        throw new UnsupportedOperationException("open blocks are not supported yet");
    }

    /// The same for a value known as `mantissa / 10^exponent`, as a number parser finds it.
    ///
    /// @param mantissa below 2^53 in absolute value; no negative zero
    /// @param exponent 0 … 22
    public static int append(
            byte[] page,
            int offset,
            int capacity,
            OpenBlockState s,
            long t,
            long mantissa,
            int exponent) {
        throw new UnsupportedOperationException("open blocks are not supported yet");
    }
}
