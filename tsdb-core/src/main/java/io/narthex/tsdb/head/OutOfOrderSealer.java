package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.LforEncoder;
import io.narthex.tsdb.chunk.StartedLforChunk;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Encodes out-of-order samples into chunks and looks times up in them.
///
/// Thread safety: holds scratch; for one thread at a time.
final class OutOfOrderSealer {
    private final LforEncoder encoder = new LforEncoder();
    private final LforChunk plain = new LforChunk();
    private final StartedLforChunk started = new StartedLforChunk();
    private final byte[] scratch = new byte[Chunks.MAX_STARTED_BYTES + Chunks.SLACK];
    private final long[] sortedTimes = new long[OutOfOrderSamples.CHUNK_SAMPLES];
    private final double[] sortedValues = new double[OutOfOrderSamples.CHUNK_SAMPLES];
    private final long[] sortedStarts = new long[OutOfOrderSamples.CHUNK_SAMPLES];

    /// @param times different from each other, in any order
    /// @param starts start timestamps, 0 where not known; null where none is
    OutOfOrderChunk seal(
            long[] times, double[] values, long @Nullable [] starts, int n, long start) {
        byte[] arrivals = new byte[n];
        for (int i = 0; i < n; i++) {
            int at = i;
            while (at > 0 && sortedTimes[at - 1] > times[i]) {
                sortedTimes[at] = sortedTimes[at - 1];
                sortedValues[at] = sortedValues[at - 1];
                sortedStarts[at] = sortedStarts[at - 1];
                arrivals[at] = arrivals[at - 1];
                at--;
            }
            sortedTimes[at] = times[i];
            sortedValues[at] = values[i];
            sortedStarts[at] = starts == null ? 0 : starts[i];
            arrivals[at] = (byte) i;
        }
        int length =
                starts == null
                        ? encoder.encode(sortedTimes, sortedValues, n, scratch, 0)
                        : encoder.encode(sortedTimes, sortedValues, sortedStarts, n, scratch, 0);
        return new OutOfOrderChunk(
                Arrays.copyOf(scratch, length),
                starts != null,
                arrivals,
                start,
                sortedTimes[0],
                sortedTimes[n - 1]);
    }

    /// The position of a chunk's sample at a time, or -1.
    int find(OutOfOrderChunk in, long t) {
        if (t < in.mint() || t > in.maxt()) {
            return -1;
        }
        LforChunk decoded = decode(in);
        int i = decoded.lowerBound(t);
        return i < decoded.count() && decoded.timeAt(i) == t ? i : -1;
    }

    /// The chunk's samples, until the next call.
    LforChunk decode(OutOfOrderChunk in) {
        System.arraycopy(in.bytes(), 0, scratch, 0, in.bytes().length);
        LforChunk chunk = in.started() ? started : plain;
        chunk.reset(scratch, 0);
        return chunk;
    }
}
