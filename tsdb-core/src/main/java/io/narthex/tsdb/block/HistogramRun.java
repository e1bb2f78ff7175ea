package io.narthex.tsdb.block;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.HistogramEncoder;
import io.narthex.tsdb.chunk.HistogramEncoder.Start;

import org.jspecify.annotations.Nullable;

import java.util.function.IntFunction;

/// Cuts successive native histograms of a series into what a chunk can hold.
///
/// Thread safety: for one thread.
final class HistogramRun {
    /// A chunk of more could become too long to read.
    private static final int MOST_BYTES = ChunkSegments.MAX_CHUNK_BYTES / 2;

    private final HistogramEncoder encoder = new HistogramEncoder();
    private final FloatHistogram[] histograms = new FloatHistogram[Chunks.MAX_SAMPLES];
    private IntFunction<FloatHistogram> source = _ -> histograms[0];
    private int first;
    private int size;
    private int end;
    private boolean integers;
    private Start start = Start.UNKNOWN;
    private @Nullable FloatHistogram before;

    /// Starts with the histograms of a range of indexes.
    void start(IntFunction<FloatHistogram> histogramAt, int from, int to) {
        source = histogramAt;
        first = from;
        size = 0;
        end = to;
        before = null;
    }

    /// Goes on to what the next chunk holds.
    boolean next() {
        first += size;
        size = 0;
        if (first == end) {
            return false;
        }
        FloatHistogram last = source.apply(first);
        start = HistogramCuts.start(before, last);
        integers = HistogramCuts.isStale(last) || HistogramEncoder.isInteger(last);
        long bytes = HistogramEncoder.maxBytes(last);
        histograms[size++] = last;
        while (size < histograms.length && first + size < end) {
            FloatHistogram h = source.apply(first + size);
            // The layout is the union of all, so the largest may count for each.
            bytes = Math.max(bytes / size, HistogramEncoder.maxBytes(h)) * (size + 1L);
            if (!continues(last, h) || bytes > MOST_BYTES) {
                break;
            }
            histograms[size++] = h;
            last = h;
        }
        before = last;
        return true;
    }

    private boolean continues(FloatHistogram last, FloatHistogram h) {
        return HistogramCuts.continues(last, h)
                && (HistogramCuts.isStale(h) || HistogramEncoder.isInteger(h) == integers);
    }

    /// The index of the first histogram.
    int first() {
        return first;
    }

    /// The number of histograms.
    int size() {
        return size;
    }

    /// @param started whether with start timestamps
    ChunkEncoding encoding(boolean started) {
        return ChunkEncoding.ofHistograms(integers, started);
    }

    /// Writes the chunk to [#bytes]; returns its length.
    ///
    /// @param starts start timestamps; null for none
    int encode(long[] times, long @Nullable [] starts) {
        return encoder.encode(times, histograms, starts, size, start, integers);
    }

    byte[] bytes() {
        return encoder.bytes();
    }
}
