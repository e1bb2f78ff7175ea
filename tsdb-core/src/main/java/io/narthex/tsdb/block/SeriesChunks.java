package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.FloatChunkEncoder;

import java.io.IOException;

/// Cuts the samples of one series after the other into chunks of nearly equal length, at most 120,
/// and writes them.
///
/// Thread safety: for one thread.
final class SeriesChunks {
    private final ChunkEncoding encoding;
    private final FloatChunkEncoder encoder;
    private final ChunkSegmentWriter segments;
    private final ChunkPlaces places = new ChunkPlaces();
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];
    private final byte[] bytes;

    private final HistogramRun histograms = new HistogramRun();

    private long floats;
    private long histogramSamples;
    private long chunks;

    SeriesChunks(ChunkEncoding encoding, ChunkSegmentWriter segments) {
        this.encoding = encoding;
        this.encoder = encoding.newFloatEncoder();
        this.segments = segments;
        this.bytes = new byte[encoder.maxBytes(Chunks.MAX_SAMPLES) + Chunks.SLACK];
    }

    /// Writes the samples of a range; the answer is good until the next call.
    ChunkPlaces write(SeriesData series, long mint, long endTime) throws IOException {
        places.clear();
        int end = series.lowerBound(endTime);
        int i = series.lowerBound(mint);
        if (series.kind() == Kind.FLOAT) {
            writeFloats(series, i, end);
            return places;
        }
        while (i < end) {
            boolean histogram = series.isHistogram(i);
            int to = i + 1;
            while (to < end && series.isHistogram(to) == histogram) {
                to++;
            }
            if (histogram) {
                writeHistograms(series, i, to);
            } else {
                writeFloats(series, i, to);
            }
            i = to;
        }
        return places;
    }

    private void writeHistograms(SeriesData series, int from, int end) throws IOException {
        histograms.start(series::histogramAt, from, end);
        while (histograms.next()) {
            int first = histograms.first();
            int n = histograms.size();
            series.times(first, n, times, 0);
            int length = histograms.encode(times);
            places.add(
                    times[0],
                    times[n - 1],
                    segments.write(histograms.encoding(), histograms.bytes(), length));
            chunks++;
            histogramSamples += n;
        }
    }

    private void writeFloats(SeriesData series, int from, int end) throws IOException {
        int i = from;
        for (int left = chunksFor(end - from); left > 0; left--) {
            int n = (end - i + left - 1) / left;
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            int length = encoder.encode(times, values, n, bytes, 0);
            places.add(times[0], times[n - 1], segments.write(encoding, bytes, length));
            chunks++;
            floats += n;
            i += n;
        }
    }

    private static int chunksFor(int samples) {
        return (samples + Chunks.MAX_SAMPLES - 1) / Chunks.MAX_SAMPLES;
    }

    /// What has been written in all.
    BlockMeta.Stats stats(long series) {
        return new BlockMeta.Stats(
                floats + histogramSamples, floats, histogramSamples, series, chunks, 0);
    }
}
