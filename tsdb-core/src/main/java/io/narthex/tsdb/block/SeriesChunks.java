package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.FloatChunkEncoder;
import io.narthex.tsdb.chunk.LforEncoder;
import io.narthex.tsdb.merge.ChunkedSeries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Writes the samples of one series after the other: chunks that fit as they are stored, other
/// samples cut into chunks of nearly equal length, at most 120.
///
/// Thread safety: for one thread.
final class SeriesChunks {
    /// Fewer samples make a poor chunk, which its neighbour takes in where it has one.
    private static final int LEAST_SAMPLES = 30;

    private final ChunkEncoding encoding;
    private final FloatChunkEncoder encoder;

    /// Null where the encoding has no start timestamps: they are left out then.
    private final @Nullable LforEncoder startedEncoder;

    private final ChunkSegmentWriter segments;
    private final ChunkCounts counts;
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

    SeriesChunks(ChunkEncoding encoding, ChunkSegmentWriter segments, ChunkCounts counts) {
        this.encoding = encoding;
        this.encoder = encoding.newFloatEncoder();
        this.startedEncoder = encoding.isPrometheus() ? null : new LforEncoder();
        this.segments = segments;
        this.counts = counts;
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
            counts.addEncoded();
            histogramSamples += n;
        }
    }

    private void writeFloats(SeriesData series, int from, int end) throws IOException {
        if (series instanceof ChunkedSeries chunked) {
            writeChunks(chunked, from, end);
        } else {
            encodeFloats(series, from, end);
        }
    }

    /// Copies what chunks it can. One is held back until it is known that what follows is enough
    /// for chunks of its own.
    private void writeChunks(ChunkedSeries series, int from, int end) throws IOException {
        int written = from;
        int held = from;
        int to;
        for (int i = from; i < end; i = to) {
            to = Math.min(end, series.endOfChunk(i));
            boolean tooFew = i > held && i - held < LEAST_SAMPLES;
            if (!tooFew && canCopy(series, i, end)) {
                copyFloats(series, written, held);
                encodeFloats(series, held, i);
                written = i;
                held = to;
            }
        }
        if (held < end && end - held < LEAST_SAMPLES) {
            held = written;
        }
        copyFloats(series, written, held);
        encodeFloats(series, held, end);
    }

    private boolean canCopy(ChunkedSeries series, int i, int end) {
        int to = series.endOfChunk(i);
        ChunkEncoding stored = series.chunkAt(i);
        return to <= end
                && to - i >= LEAST_SAMPLES
                && (stored == encoding
                        || stored == ChunkEncoding.LFOR_STARTS && startedEncoder != null);
    }

    /// Copies the chunk of some samples; nothing where there are none.
    private void copyFloats(ChunkedSeries series, int from, int end) throws IOException {
        ChunkEncoding stored = from < end ? series.chunkAt(from) : null;
        if (stored != null) {
            long mint = series.timeAt(from);
            long maxt = series.timeAt(end - 1);
            ByteBuffer chunk = series.chunkBytes(from);
            places.add(mint, maxt, segments.write(stored, chunk.array(), chunk.limit()));
            anyStarted |= stored == ChunkEncoding.LFOR_STARTS;
            chunks++;
            counts.addCopied();
            floats += end - from;
        }
    }

    private void encodeFloats(SeriesData series, int from, int end) throws IOException {
        int i = from;
        for (int left = chunksFor(end - from); left > 0; left--) {
            int n = (end - i + left - 1) / left;
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            add(n, encode(n, findStarts(series, i, n)));
            counts.addEncoded();
            floats += n;
            i += n;
        }
    }

    private long encode(int n, boolean started) throws IOException {
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
