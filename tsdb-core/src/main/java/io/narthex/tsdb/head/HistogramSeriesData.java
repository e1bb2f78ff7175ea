package io.narthex.tsdb.head;

import io.narthex.model.Kind;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramCuts;

import org.jspecify.annotations.Nullable;

/// A view of one captured series that has native histograms, and perhaps floats.
///
/// What is known of counter resets is given as Prometheus does: within a chunk of a counter, sealed
/// or open, there is none, and nothing is known of its first sample.
///
/// Thread safety: for the thread that owns the cursor.
final class HistogramSeriesData extends CapturedSeriesData {
    private final @Nullable ChunkReader[] readers = new @Nullable ChunkReader[128];
    private byte[] bytes = new byte[Chunks.MAX_BYTES + Chunks.SLACK];

    private final FloatHistogram[] openHistograms = new FloatHistogram[Chunks.MAX_SAMPLES];

    /// Stands on the chunk that is loaded.
    private @Nullable ChunkReader chunk;

    /// @param reads where to tell what is read; null where nobody asks
    HistogramSeriesData(CapturedSeries captured, @Nullable HeadReads reads) {
        super(captured, reads);
    }

    @Override
    public Kind kind() {
        boolean floats = false;
        boolean histograms = false;
        for (int c = 0; c < chunks.size(); c++) {
            int end = c + 1 < chunks.size() ? startOf(c + 1) : openStart;
            if (startOf(c) < count && end > 0) {
                histograms |= chunks.encoding(c).isHistogram();
                floats |= !chunks.encoding(c).isHistogram();
            }
        }
        if (openStart < count) {
            histograms |= isOpenOfHistograms();
            floats |= !isOpenOfHistograms();
        }
        if (histograms) {
            return floats ? Kind.MIXED : Kind.HISTOGRAM;
        }
        return Kind.FLOAT;
    }

    private boolean isOpenOfHistograms() {
        return captured.openHistograms(ordinal) != null;
    }

    /// A reader on a chunk.
    private ChunkReader load(int c) {
        ChunkReader reader = chunk;
        if (c == loaded && reader != null) {
            return reader;
        }
        int length = chunks.length(c);
        if (bytes.length < length + Chunks.SLACK) {
            bytes = new byte[length + Chunks.SLACK];
        }
        chunks.page(c).copy(chunks.offset(c), length, bytes);
        reader = reader(chunks.encoding(c));
        reader.reset(bytes, 0, length);
        chunk = reader;
        setLoaded(c);
        return reader;
    }

    private ChunkReader reader(ChunkEncoding encoding) {
        ChunkReader reader = readers[encoding.id()];
        if (reader == null) {
            reader = encoding.newReader();
            readers[encoding.id()] = reader;
        }
        return reader;
    }

    @Override
    void decodeOpen(int n) {
        OpenHistograms.View open = captured.openHistograms(ordinal);
        if (open == null) {
            captured.decodeOpen(ordinal, n, openTimes, openValues);
        } else {
            open.decode(n, openTimes, openHistograms);
            for (int i = 0; i < n; i++) {
                openValues[i] = openHistograms[i].sum();
            }
        }
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = timeAt(from + i);
        }
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = valueAt(from + i);
        }
    }

    @Override
    public long timeAt(int i) {
        if (i >= openStart) {
            decodeOpen();
            return openTimes[i - openStart];
        }
        int c = findChunk(i);
        return load(c).timeAt(i - startOf(c));
    }

    @Override
    public double valueAt(int i) {
        if (i >= openStart) {
            decodeOpen();
            return openValues[i - openStart];
        }
        int c = findChunk(i);
        return load(c).valueAt(i - startOf(c));
    }

    @Override
    long sealedStartAt(int i) {
        int c = findChunk(i);
        return load(c).startAt(i - startOf(c));
    }

    @Override
    public boolean isHistogram(int i) {
        return i >= openStart ? isOpenOfHistograms() : chunks.encoding(findChunk(i)).isHistogram();
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        if (!isHistogram(i)) {
            return super.histogramAt(i);
        }
        if (i < openStart) {
            int c = findChunk(i);
            return load(c).histogramAt(i - startOf(c));
        }
        decodeOpen();
        FloatHistogram h = openHistograms[i - openStart];
        if (HistogramCuts.isStale(h) || h.resetHint() == ResetHint.GAUGE) {
            return h;
        }
        return h.withHint(i == openStart ? ResetHint.UNKNOWN : ResetHint.NOT_COUNTER_RESET);
    }

    @Override
    public int lowerBound(long t) {
        if (isBehindOpenStart(t)) {
            return openLowerBound(t);
        }
        int c = lastChunkBefore(t);
        return c < 0 ? 0 : Math.clamp((long) startOf(c) + load(c).lowerBound(t), 0, count);
    }
}
