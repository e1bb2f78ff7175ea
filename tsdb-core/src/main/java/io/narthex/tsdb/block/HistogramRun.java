package io.narthex.tsdb.block;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramEncoder;
import io.narthex.tsdb.chunk.HistogramEncoder.Start;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.IntFunction;

/// Cuts successive native histograms of a series into what a chunk can hold: one schema, zero
/// threshold and bounds, all gauges or none, no counter reset within, nothing behind a stale
/// marker.
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
        start = startOf(last);
        integers = isStale(last) || HistogramEncoder.isInteger(last);
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

    private Start startOf(FloatHistogram h) {
        if (h.resetHint() == ResetHint.GAUGE) {
            return Start.GAUGE;
        }
        if (h.resetHint() == ResetHint.COUNTER_RESET) {
            return Start.RESET;
        }
        FloatHistogram last = before;
        if (last == null || isStale(last) || isStale(h) || last.resetHint() == ResetHint.GAUGE) {
            return Start.UNKNOWN;
        }
        return isReset(last, h) ? Start.RESET : Start.NO_RESET;
    }

    /// What a hint denies is looked at again: the sample that it was about may be gone.
    private static boolean isReset(FloatHistogram last, FloatHistogram h) {
        return h.resetHint() == ResetHint.COUNTER_RESET
                || CounterResets.between(last, h.withHint(ResetHint.UNKNOWN));
    }

    private boolean continues(FloatHistogram last, FloatHistogram h) {
        if (isStale(h)) {
            return true;
        }
        boolean gauge = h.resetHint() == ResetHint.GAUGE;
        return !isStale(last)
                && gauge == (last.resetHint() == ResetHint.GAUGE)
                && h.schema() == last.schema()
                && h.zeroThreshold() == last.zeroThreshold()
                && Arrays.equals(h.bounds(), last.bounds())
                && HistogramEncoder.isInteger(h) == integers
                && (gauge || !isReset(last, h));
    }

    private static boolean isStale(FloatHistogram h) {
        return StaleNaN.isStale(h.sum());
    }

    /// The index of the first histogram.
    int first() {
        return first;
    }

    /// The number of histograms.
    int size() {
        return size;
    }

    ChunkEncoding encoding() {
        return integers ? ChunkEncoding.HISTOGRAM : ChunkEncoding.FLOAT_HISTOGRAM;
    }

    /// Writes the chunk to [#bytes]; returns its length.
    int encode(long[] times) {
        return encoder.encode(times, histograms, size, start, integers);
    }

    byte[] bytes() {
        return encoder.bytes();
    }
}
