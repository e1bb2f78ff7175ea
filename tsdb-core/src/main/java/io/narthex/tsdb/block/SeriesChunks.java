package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.FloatChunkEncoder;
import io.narthex.tsdb.chunk.LforEncoder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// Cuts the samples of one series after the other into chunks of nearly equal length, at most 120,
/// and writes them.
///
/// Thread safety: for one thread.
final class SeriesChunks {
    private final ChunkEncoding encoding;
    private final FloatChunkEncoder encoder;

    /// Null where the encoding has no start timestamps: they are left out then.
    private final @Nullable LforEncoder startedEncoder;

    private final ChunkSegmentWriter segments;
    private final ChunkPlaces places = new ChunkPlaces();
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];
    private final long[] starts = new long[Chunks.MAX_SAMPLES];
    private final byte[] bytes;

    private final HistogramRun histograms = new HistogramRun();

    private long floats;
    private long histogramSamples;
    private long chunks;
    private boolean anyStarted;

    SeriesChunks(ChunkEncoding encoding, ChunkSegmentWriter segments) {
        this.encoding = encoding;
        this.encoder = encoding.newFloatEncoder();
        this.startedEncoder = encoding.isPrometheus() ? null : new LforEncoder();
        this.segments = segments;
        int most = Math.max(encoder.maxBytes(Chunks.MAX_SAMPLES), Chunks.MAX_STARTED_BYTES);
        this.bytes = new byte[most + Chunks.SLACK];
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
            boolean started = findStarts(series, first, n);
            int length = histograms.encode(times, started ? starts : null);
            ChunkEncoding used = histograms.encoding(started);
            add(n, segments.write(used, histograms.bytes(), length));
            histogramSamples += n;
        }
    }

    private void writeFloats(SeriesData series, int from, int end) throws IOException {
        int i = from;
        for (int left = chunksFor(end - from); left > 0; left--) {
            int n = (end - i + left - 1) / left;
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            add(n, writeFloats(n, findStarts(series, i, n)));
            floats += n;
            i += n;
        }
    }

    private long writeFloats(int n, boolean started) throws IOException {
        if (!started || startedEncoder == null) {
            return segments.write(encoding, bytes, encoder.encode(times, values, n, bytes, 0));
        }
        anyStarted = true;
        int length = startedEncoder.encode(times, values, starts, n, bytes, 0);
        return segments.write(ChunkEncoding.LFOR_STARTS, bytes, length);
    }

    private void add(int n, long place) {
        places.add(times[0], times[n - 1], place);
        chunks++;
    }

    /// Fetches the start timestamps of samples; returns whether any is known and to be kept.
    private boolean findStarts(SeriesData series, int from, int n) {
        boolean any = false;
        if (startedEncoder != null && series.hasStartTimestamps()) {
            for (int i = 0; i < n; i++) {
                starts[i] = series.startTimestampAt(from + i);
                any |= starts[i] != 0;
            }
        }
        return any;
    }

    /// The names of the encodings of ours that were used, or might have been.
    List<String> encodings() {
        if (encoding.isPrometheus()) {
            return List.of();
        }
        return anyStarted
                ? List.of(encoding.label(), ChunkEncoding.LFOR_STARTS.label())
                : List.of(encoding.label());
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
