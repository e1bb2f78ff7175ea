package io.narthex.tsdb.head;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.SeriesData;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramCuts;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A view of one captured series that has native histograms, and perhaps floats, moved from series
/// to series by its cursor.
///
/// What is known of counter resets is given as Prometheus does: within a chunk of a counter, sealed
/// or open, there is none, and nothing is known of its first sample.
///
/// Thread safety: for the thread that owns the cursor.
final class HistogramSeriesData implements SeriesData {
    private final CapturedSeries captured;
    private final @Nullable HeadReads reads;
    private final @Nullable ChunkReader[] readers = new @Nullable ChunkReader[128];
    private byte[] bytes = new byte[Chunks.MAX_BYTES + Chunks.SLACK];

    private final long[] openTimes = new long[Chunks.MAX_SAMPLES];
    private final double[] openValues = new double[Chunks.MAX_SAMPLES];
    private final FloatHistogram[] openHistograms = new FloatHistogram[Chunks.MAX_SAMPLES];

    private int ordinal;
    private ChunkList.Captured chunks = ChunkList.EMPTY;
    private long first;
    private int count;

    /// Index of the first sample of the open block; negative where that is left out.
    private int openStart;

    private boolean openDecoded;

    /// The chunk that `chunk` stands on, -1 for none.
    private int loaded = -1;

    private @Nullable ChunkReader chunk;

    /// @param reads where to tell what is read; null where nobody asks
    HistogramSeriesData(CapturedSeries captured, @Nullable HeadReads reads) {
        this.captured = captured;
        this.reads = reads;
    }

    void moveTo(int series) {
        captured.requireOpen();
        ordinal = series;
        chunks = captured.chunks[series];
        first = captured.first[series];
        count = (int) (captured.end[series] - first);
        openStart = (int) Math.min(count, captured.openStart[series] - first);
        openDecoded = false;
        loaded = -1;
    }

    @Override
    public long ref() {
        return captured.selection.refs()[ordinal];
    }

    @Override
    public Labels labels() {
        return captured.selection.labels()[ordinal];
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

    @Override
    public int count() {
        return count;
    }

    /// Index of the first sample of a chunk; negative where that is left out.
    private int startOf(int c) {
        return (int) (chunks.starts()[c] - first);
    }

    /// The chunk that holds a sample before the open block.
    private int chunkOf(int i) {
        int lo = 0;
        int hi = chunks.size() - 1;
        while (lo < hi) {
            int mid = (lo + hi + 1) >>> 1;
            if (startOf(mid) <= i) {
                lo = mid;
            } else {
                hi = mid - 1;
            }
        }
        return lo;
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
        chunks.pages()[c].copy(chunks.offsets()[c], length, bytes);
        reader = reader(chunks.encoding(c));
        reader.reset(bytes, 0, length);
        chunk = reader;
        loaded = c;
        if (reads != null) {
            reads.sealed(ordinal, c, length);
        }
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

    private void decodeOpen() {
        if (openDecoded) {
            return;
        }
        OpenHistograms.View open = captured.openHistograms(ordinal);
        int n = count - openStart;
        if (open == null) {
            captured.decodeOpen(ordinal, n, openTimes, openValues);
        } else {
            open.decode(n, openTimes, openHistograms);
            for (int i = 0; i < n; i++) {
                openValues[i] = openHistograms[i].sum();
            }
        }
        openDecoded = true;
        if (reads != null) {
            reads.open(ordinal, captured.openBytes(ordinal));
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
        int c = chunkOf(i);
        return load(c).timeAt(i - startOf(c));
    }

    @Override
    public double valueAt(int i) {
        if (i >= openStart) {
            decodeOpen();
            return openValues[i - openStart];
        }
        int c = chunkOf(i);
        return load(c).valueAt(i - startOf(c));
    }

    @Override
    public boolean isHistogram(int i) {
        return i >= openStart ? isOpenOfHistograms() : chunks.encoding(chunkOf(i)).isHistogram();
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        if (!isHistogram(i)) {
            return SeriesData.super.histogramAt(i);
        }
        if (i < openStart) {
            int c = chunkOf(i);
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
        if (openStart < count && t > captured.openMint[ordinal]) {
            decodeOpen();
            int i = Arrays.binarySearch(openTimes, 0, count - openStart, t);
            return Math.max(0, openStart + (i >= 0 ? i : -i - 1));
        }
        // The last chunk that starts before t; what is not in it is the first sample behind it.
        int lo = 0;
        int hi = chunks.size();
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (chunks.mints()[mid] < t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo == 0
                ? 0
                : Math.clamp((long) startOf(lo - 1) + load(lo - 1).lowerBound(t), 0, count);
    }
}
