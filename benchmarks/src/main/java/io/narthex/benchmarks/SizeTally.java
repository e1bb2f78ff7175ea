package io.narthex.benchmarks;

import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforEncoder;

import java.util.Locale;

/// Counts the bytes of full chunks, in two encodings.
///
/// Thread safety: for one thread.
final class SizeTally {
    private static final int SAMPLES = Chunks.MAX_SAMPLES;

    private final LforEncoder encoder = new LforEncoder();
    private final byte[] chunk = new byte[Chunks.MAX_BYTES + Chunks.SLACK];
    private final long[] times = new long[SAMPLES];
    private final double[] values = new double[SAMPLES];
    private int series;
    private long samples;
    private long lfor;
    private long gorilla;

    /// Counts as many full chunks as a series of floats fills.
    void add(SeriesData data) {
        series++;
        for (int from = 0; from + SAMPLES <= data.count(); from += SAMPLES) {
            data.times(from, SAMPLES, times, 0);
            data.values(from, SAMPLES, values, 0);
            add(times, values);
        }
    }

    /// Counts one full chunk.
    void add(long[] chunkTimes, double[] chunkValues) {
        samples += SAMPLES;
        lfor += encoder.encode(chunkTimes, chunkValues, SAMPLES, chunk, 0);
        gorilla += XorChunk.encode(chunkTimes, chunkValues, 0, SAMPLES).bytes();
    }

    /// Bytes per sample of LFOR.
    double bytesPerSample() {
        return (double) lfor / samples;
    }

    /// Bytes per sample of LFOR and Gorilla, as cells of a table.
    String cells() {
        return String.format(
                Locale.ROOT, " | %.2f | %.2f", bytesPerSample(), (double) gorilla / samples);
    }

    /// The same behind the number of series and of samples.
    String row() {
        return String.format(Locale.ROOT, " | %d | %d%s", series, samples, cells());
    }
}
