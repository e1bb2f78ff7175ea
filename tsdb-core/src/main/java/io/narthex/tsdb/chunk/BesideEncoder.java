package io.narthex.tsdb.chunk;

/// Seals samples as what they differ by from the samples of another chunk; see [BesideChunk].
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public final class BesideEncoder {
    /// What [#encode] returns where the values can't be stored so.
    public static final int IMPOSSIBLE = -1;

    /// The room that [#encode] needs.
    public static final int MAX_BYTES = BesideChunk.HEADER_BYTES + Chunks.MAX_LONG_BYTES;

    private final LforEncoder encoder = new LforEncoder();
    private final double[] differences = new double[Chunks.MAX_LONG_SAMPLES];

    /// Encodes the first `n` samples, if that gives back every bit of them.
    ///
    /// @param others the values of the other chunk at the same times, from the array's start
    /// @param place where the other chunk is
    /// @param dst gets the chunk from its start; [#MAX_BYTES] bytes may be overwritten
    /// @return the chunk's length in bytes, or [#IMPOSSIBLE]
    public int encode(
            long[] times, double[] values, double[] others, int n, Place place, byte[] dst) {
        boolean drop = false;
        for (int i = 0; i < n; i++) {
            double difference = values[i] - others[i];
            double sum = difference + others[i];
            if (Double.isNaN(difference)
                    || Double.doubleToRawLongBits(sum) != Double.doubleToRawLongBits(values[i])) {
                return IMPOSSIBLE;
            }
            differences[i] = difference;
            drop |= i > 0 && values[i] < values[i - 1];
        }
        dst[0] = (byte) (place.depth << 1 | (drop ? 0 : BesideChunk.NO_DROP));
        dst[1] = (byte) place.distance;
        dst[2] = (byte) (place.distance >>> 8);
        int at = BesideChunk.HEADER_BYTES;
        return at + encoder.encode(times, differences, n, dst, at);
    }

    /// Where the other chunk is.
    ///
    /// @param depth of the new chunk, 1 … [BesideChunk#MAX_DEPTH]: one more than the other's
    /// @param distance how many chunks before the new one the other is, at least 1
    public record Place(int depth, int distance) {}
}
