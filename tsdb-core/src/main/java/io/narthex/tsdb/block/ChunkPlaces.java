package io.narthex.tsdb.block;

import java.util.Arrays;

/// Where the chunks of one series lie and what times they hold.
///
/// Thread safety: for one thread.
final class ChunkPlaces {
    long[] mint = new long[16];
    long[] maxt = new long[16];
    long[] ref = new long[16];
    int count;

    void clear() {
        count = 0;
    }

    /// Adds a chunk behind the others.
    void add(long from, long to, long place) {
        if (count == mint.length) {
            mint = Arrays.copyOf(mint, 2 * count);
            maxt = Arrays.copyOf(maxt, 2 * count);
            ref = Arrays.copyOf(ref, 2 * count);
        }
        mint[count] = from;
        maxt[count] = to;
        ref[count++] = place;
    }
}
