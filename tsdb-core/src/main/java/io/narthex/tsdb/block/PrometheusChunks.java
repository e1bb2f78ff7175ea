package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.XorEncoder;

import java.io.IOException;

/// Cuts samples into chunks in Prometheus' encodings, for programs that know no others.
///
/// Thread safety: for one thread; reuse it.
public final class PrometheusChunks {
    private final XorEncoder floats = new XorEncoder();
    private final HistogramRun histograms = new HistogramRun();
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];
    private final byte[] bytes = new byte[floats.maxBytes(Chunks.MAX_SAMPLES) + Chunks.SLACK];

    /// Takes chunks.
    @FunctionalInterface
    public interface Sink {
        /// Takes a chunk.
        ///
        /// @param encoding Prometheus' number of the encoding
        /// @param mint the time of its first sample, epoch milliseconds
        /// @param maxt the time of its last sample
        /// @param bytes the chunk from the array's start; used again afterwards
        void accept(int encoding, long mint, long maxt, byte[] bytes, int length)
                throws IOException;
    }

    /// Cuts samples `from … end-1` of a series, in order.
    ///
    /// @throws IOException if the sink does
    public void cut(SeriesData series, int from, int end, Sink sink) throws IOException {
        int i = from;
        while (i < end) {
            boolean histogram = series.isHistogram(i);
            int to = series.kind() == Kind.FLOAT ? end : i + 1;
            while (to < end && series.isHistogram(to) == histogram) {
                to++;
            }
            if (histogram) {
                cutHistograms(series, i, to, sink);
            } else {
                cutFloats(series, i, to, sink);
            }
            i = to;
        }
    }

    private void cutFloats(SeriesData series, int from, int end, Sink sink) throws IOException {
        for (int i = from; i < end; i += Chunks.MAX_SAMPLES) {
            int n = Math.min(Chunks.MAX_SAMPLES, end - i);
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            int length = floats.encode(times, values, n, bytes, 0);
            sink.accept(ChunkEncoding.XOR.id(), times[0], times[n - 1], bytes, length);
        }
    }

    private void cutHistograms(SeriesData series, int from, int end, Sink sink) throws IOException {
        histograms.start(series::histogramAt, from, end);
        while (histograms.next()) {
            int n = histograms.size();
            series.times(histograms.first(), n, times, 0);
            int length = histograms.encode(times, null);
            int encoding = histograms.encoding(false).id();
            sink.accept(encoding, times[0], times[n - 1], histograms.bytes(), length);
        }
    }
}
