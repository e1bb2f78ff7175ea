package io.narthex.tsdb.head;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramCuts;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.LforEncoder;
import io.narthex.tsdb.chunk.StartedLforChunk;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.wal.HistogramBytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Encodes out-of-order samples into chunks and looks times up in them.
///
/// Thread safety: holds scratch; for one thread at a time.
final class OutOfOrderSealer {
    private final LforEncoder encoder = new LforEncoder();
    private final LforChunk plain = new LforChunk();
    private final StartedLforChunk started = new StartedLforChunk();
    private final byte[] scratch = new byte[Chunks.MAX_STARTED_BYTES + Chunks.SLACK];
    private final ByteWriter histograms = new ByteWriter(1024);

    /// Encodes samples: floats into one chunk, native histograms into another.
    ///
    /// @param samples their times are different from each other, in any order
    /// @param n how many there are
    /// @param start how many samples of the series came before
    List<OutOfOrderChunk> seal(OutOfOrderColumns samples, int n, long start) {
        byte[] order = new byte[n];
        for (int i = 0; i < n; i++) {
            int at = i;
            while (at > 0 && samples.times()[order[at - 1]] > samples.times()[i]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = (byte) i;
        }
        List<OutOfOrderChunk> chunks = new ArrayList<>(1);
        byte[] floats = ofKind(false, samples, order);
        if (floats.length > 0) {
            chunks.add(sealFloats(take(samples, floats), floats, start));
        }
        if (floats.length < n) {
            byte[] others = ofKind(true, samples, order);
            chunks.add(sealHistograms(take(samples, others), others, start));
        }
        return chunks;
    }

    private static byte[] ofKind(boolean histogram, OutOfOrderColumns samples, byte[] order) {
        byte[] taken = new byte[order.length];
        int n = 0;
        for (byte i : order) {
            if (histogram == (samples.histogramAt(i) != null)) {
                taken[n++] = i;
            }
        }
        return Arrays.copyOf(taken, n);
    }

    private static OutOfOrderColumns take(OutOfOrderColumns samples, byte[] order) {
        OutOfOrderColumns taken = OutOfOrderColumns.of(order.length);
        for (int i = 0; i < order.length; i++) {
            taken = taken.with(i, samples, order[i]);
        }
        return taken;
    }

    private OutOfOrderChunk sealFloats(OutOfOrderColumns sorted, byte[] arrivals, long start) {
        int n = arrivals.length;
        long[] starts = sorted.starts();
        int length =
                starts == null
                        ? encoder.encode(sorted.times(), sorted.values(), n, scratch, 0)
                        : encoder.encode(sorted.times(), sorted.values(), starts, n, scratch, 0);
        return new OutOfOrderChunk.Floats(
                Arrays.copyOf(scratch, length),
                starts != null,
                arrivals,
                start,
                sorted.times()[0],
                sorted.times()[n - 1]);
    }

    private OutOfOrderChunk sealHistograms(OutOfOrderColumns sorted, byte[] arrivals, long start) {
        histograms.clear();
        FloatHistogram last = null;
        for (int i = 0; i < arrivals.length; i++) {
            FloatHistogram h = sorted.histogramAt(i);
            if (h != null) {
                HistogramBytes.write(last, h, histograms);
                last = HistogramCuts.isStale(h) ? last : h;
            }
        }
        return new OutOfOrderChunk.Histograms(
                Arrays.copyOf(histograms.array(), histograms.size()),
                sorted.times(),
                sorted.starts(),
                arrivals,
                start);
    }

    /// The position of a chunk's sample at a time, or -1.
    int find(OutOfOrderChunk in, long t) {
        if (t < in.mint() || t > in.maxt()) {
            return -1;
        }
        return switch (in) {
            case OutOfOrderChunk.Floats floats -> {
                LforChunk chunk = chunk(floats);
                int i = chunk.lowerBound(t);
                yield i < chunk.count() && chunk.timeAt(i) == t ? i : -1;
            }
            case OutOfOrderChunk.Histograms h -> Math.max(-1, Arrays.binarySearch(h.times(), t));
        };
    }

    /// The times of a chunk's samples, ascending.
    long[] times(OutOfOrderChunk of) {
        return switch (of) {
            case OutOfOrderChunk.Floats floats -> {
                long[] times = new long[floats.count()];
                chunk(floats).times(0, times.length, times, 0);
                yield times;
            }
            case OutOfOrderChunk.Histograms h -> h.times();
        };
    }

    /// A chunk's samples, sorted.
    OutOfOrderColumns decode(OutOfOrderChunk in) {
        OutOfOrderColumns decoded = OutOfOrderColumns.of(in.count());
        switch (in) {
            case OutOfOrderChunk.Floats floats -> {
                LforChunk chunk = chunk(floats);
                for (int i = 0; i < chunk.count(); i++) {
                    decoded =
                            decoded.with(
                                    i, chunk.timeAt(i), chunk.valueAt(i), chunk.startAt(i), null);
                }
            }
            case OutOfOrderChunk.Histograms all -> {
                ByteReader bytes = new ByteReader(all.bytes(), 0, all.bytes().length);
                FloatHistogram last = null;
                for (int i = 0; i < all.count(); i++) {
                    FloatHistogram h = HistogramBytes.read(last, bytes);
                    long start = all.starts() == null ? 0 : all.starts()[i];
                    decoded = decoded.with(i, all.times()[i], h.sum(), start, h);
                    last = HistogramCuts.isStale(h) ? last : h;
                }
            }
        }
        return decoded;
    }

    private LforChunk chunk(OutOfOrderChunk.Floats of) {
        System.arraycopy(of.bytes(), 0, scratch, 0, of.bytes().length);
        LforChunk chunk = of.started() ? started : plain;
        chunk.reset(scratch, 0);
        return chunk;
    }
}
