package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.BesideChunk;
import io.narthex.tsdb.chunk.BesideEncoder;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.FloatChunkEncoder;
import io.narthex.tsdb.merge.ChunkedSeries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes the samples of one series after the other: chunks that fit as they are stored, other
/// samples cut into chunks of nearly equal length, at most [Chunks#MAX_LONG_SAMPLES], or 120 where
/// Prometheus shall read them. Chunks of buckets are stored beside
/// those of the bucket before where that is shorter.
///
/// Thread safety: for one thread.
final class SeriesChunks {
    /// Fewer samples make a poor chunk, which its neighbour takes in where it has one.
    private static final int LEAST_SAMPLES = 30;

    /// A chunk that needs another one takes longer to read: it has to be shorter by one byte in so
    /// many.
    private static final int LEAST_SAVING = 4;

    private final ChunkEncoding encoding;
    private final FloatChunkEncoder encoder;

    /// Of floats with start timestamps. Null where the encoding has none: they are left out then.
    private final @Nullable ChunkEncoding started;

    private final ChunkSegmentWriter segments;
    private final ChunkCounts counts;
    private final ChunkPlaces places = new ChunkPlaces();
    private final long[] times = new long[Chunks.MAX_LONG_SAMPLES];
    private final double[] values = new double[Chunks.MAX_LONG_SAMPLES];
    private final long[] starts = new long[Chunks.MAX_LONG_SAMPLES];
    private final byte[] bytes;

    /// Samples of a chunk of floats.
    private final int most;

    private final HistogramRun histograms = new HistogramRun();

    /// Null where Prometheus shall read the block.
    private final @Nullable BesideEncoder besideEncoder;

    private final byte[] besideBytes = new byte[BesideEncoder.MAX_BYTES + Chunks.SLACK];

    /// What was written of the series before, and of this one, where they are buckets.
    private BucketChunks before = new BucketChunks();

    private BucketChunks current = new BucketChunks();
    private boolean isBucket;
    private boolean isBeside;
    private boolean anyBeside;

    private long floats;
    private long histogramSamples;
    private long chunks;
    private boolean anyStarted;

    SeriesChunks(ChunkEncoding encoding, ChunkSegmentWriter segments, ChunkCounts counts) {
        this.encoding = encoding;
        this.encoder = encoding.newFloatEncoder();
        this.started = encoding.started();
        this.besideEncoder = encoding.isPrometheus() ? null : new BesideEncoder();
        this.segments = segments;
        this.counts = counts;
        this.most = encoding.isPrometheus() ? Chunks.MAX_SAMPLES : Chunks.MAX_LONG_SAMPLES;
        int room = Math.max(encoder.maxBytes(most), Chunks.MAX_LONG_STARTED_BYTES);
        this.bytes = new byte[room + Chunks.SLACK];
    }

    /// Writes the samples of a range; the answer is good until the next call.
    ChunkPlaces write(SeriesData series, long mint, long endTime) throws IOException {
        places.clear();
        begin(series);
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

    private void begin(SeriesData series) {
        BucketChunks last = current;
        current = before;
        before = last;
        isBucket =
                besideEncoder != null
                        && series.kind() == Kind.FLOAT
                        && BucketChunks.isBucket(series.labels());
        if (isBucket) {
            current.start(series.labels(), chunks);
            isBeside = before.isBeside(series.labels());
        } else {
            current.clear();
        }
    }

    private void writeHistograms(SeriesData series, int from, int end) throws IOException {
        histograms.start(series::histogramAt, from, end);
        while (histograms.next()) {
            int first = histograms.first();
            int n = histograms.size();
            series.times(first, n, times, 0);
            boolean isStarted = !encoding.isPrometheus() && findStarts(series, first, n);
            int length = histograms.encode(times, isStarted ? starts : null);
            ChunkEncoding used = histograms.encoding(isStarted);
            add(n, segments.write(used, histograms.bytes(), length));
            counts.addEncoded();
            histogramSamples += n;
        }
    }

    private void writeFloats(SeriesData series, int from, int end) throws IOException {
        if (!isBucket && series instanceof ChunkedSeries chunked) {
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

    /// Whether a chunk is there as it would be written. One as short as those of the head is not:
    /// two make a longer one.
    private boolean canCopy(ChunkedSeries series, int i, int end) {
        int to = series.endOfChunk(i);
        ChunkEncoding stored = series.chunkAt(i);
        return to <= end
                && to - i >= Math.max(LEAST_SAMPLES, most - Chunks.MAX_SAMPLES + 1)
                && stored != null
                && (stored == encoding || stored == started);
    }

    /// Copies the chunk of some samples; nothing where there are none.
    private void copyFloats(ChunkedSeries series, int from, int end) throws IOException {
        ChunkEncoding stored = from < end ? series.chunkAt(from) : null;
        if (stored != null) {
            long mint = series.timeAt(from);
            long maxt = series.timeAt(end - 1);
            ByteBuffer chunk = series.chunkBytes(from);
            places.add(mint, maxt, segments.write(stored, chunk.array(), chunk.limit()));
            anyStarted |= stored == started;
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
            boolean isStarted = findStarts(series, i, n);
            add(n, isBucket && !isStarted ? writeBucket(n) : encode(n, isStarted));
            counts.addEncoded();
            floats += n;
            i += n;
        }
    }

    private long encode(int n, boolean isStarted) throws IOException {
        if (!isStarted || started == null) {
            return segments.write(encoding, bytes, encoder.encode(times, values, n, bytes, 0));
        }
        anyStarted = true;
        int length = encoder.encode(times, values, starts, n, bytes, 0);
        return segments.write(started, bytes, length);
    }

    /// Writes a chunk of a bucket, beside the one before or alone.
    private long writeBucket(int n) throws IOException {
        int length = encoder.encode(times, values, n, bytes, 0);
        int chunk = current.count();
        int beside = isBeside ? encodeBeside(chunk, n) : BesideEncoder.IMPOSSIBLE;
        if (beside != BesideEncoder.IMPOSSIBLE && beside < length - length / LEAST_SAVING) {
            current.add(times, values, n, before.depth(chunk) + 1);
            anyBeside = true;
            return segments.write(ChunkEncoding.LFOR_BESIDE, besideBytes, beside);
        }
        current.add(times, values, n, 0);
        return segments.write(encoding, bytes, length);
    }

    private int encodeBeside(int chunk, int n) {
        long distance = chunks - before.number(chunk);
        if (besideEncoder == null
                || !before.hasTimes(chunk, times, n)
                || distance > BesideChunk.MAX_DISTANCE
                || before.depth(chunk) == BesideChunk.MAX_DEPTH) {
            return BesideEncoder.IMPOSSIBLE;
        }
        BesideEncoder.Place place =
                new BesideEncoder.Place(before.depth(chunk) + 1, (int) distance);
        return besideEncoder.encode(times, values, before.values(chunk), n, place, besideBytes);
    }

    private void add(int n, long place) {
        places.add(times[0], times[n - 1], place);
        chunks++;
    }

    /// Fetches the start timestamps of samples; returns whether any is known and to be kept.
    private boolean findStarts(SeriesData series, int from, int n) {
        boolean any = false;
        if (started != null && series.hasStartTimestamps()) {
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
        List<String> used = new ArrayList<>(List.of(encoding.label()));
        if (anyStarted) {
            used.add(ChunkEncoding.LFOR_STARTS.label());
        }
        if (anyBeside) {
            used.add(ChunkEncoding.LFOR_BESIDE.label());
        }
        return List.copyOf(used);
    }

    private int chunksFor(int samples) {
        return (samples + most - 1) / most;
    }

    /// What has been written in all.
    BlockMeta.Stats stats(long series) {
        return new BlockMeta.Stats(
                floats + histogramSamples, floats, histogramSamples, series, chunks, 0);
    }
}
