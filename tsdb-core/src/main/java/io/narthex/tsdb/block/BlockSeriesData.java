package io.narthex.tsdb.block;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.merge.Bounded;
import io.narthex.tsdb.merge.ChunkedSeries;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// A view of one series of a block, moved from series to series by its cursor.
///
/// Samples are indexed over the chunks that overlap the query's times as one sequence. A few
/// decoded chunks are kept, since a query reads the same ones several times: times first, then
/// values.
///
/// Thread safety: for the thread that owns the cursor.
final class BlockSeriesData implements Bounded, ChunkedSeries {
    /// Chunks kept; 16 chunks of 120 samples at 15 s are eight hours.
    private static final int SLOTS = 16;

    private final BlockQuerier querier;
    private final SeriesDirectory directory;
    private final ChunkSegments segments;
    private final @Nullable LoadedChunk[] slots = new LoadedChunk[SLOTS];

    private final @Nullable BlockReads reads;
    private final ChunkChain chain;

    private int series;

    /// Of the series in the selection.
    private int ordinal;

    private int firstChunk;
    private int chunks;

    /// Per chunk from `firstChunk`: its first sample's index; one more for the end.
    private int[] starts = new int[17];

    /// The chunk, counted from `firstChunk`, that was read last.
    private int current;

    /// @param reads where to tell what is read; null where nobody asks
    BlockSeriesData(
            BlockQuerier querier,
            BlockIndex index,
            ChunkSegments segments,
            @Nullable BlockReads reads) {
        this.querier = querier;
        this.directory = index.directory();
        this.segments = segments;
        this.reads = reads;
        this.chain = new ChunkChain(directory, this::slot);
    }

    /// Moves to the chunks of a series that overlap a range.
    ///
    /// @param selected the ordinal of the series in the selection
    void moveTo(int number, int selected, long mint, long maxt) {
        querier.requireOpen();
        series = number;
        ordinal = selected;
        firstChunk = directory.firstChunk(number);
        int end = directory.endChunk(number);
        if (!directory.liesWithin(mint, maxt)) {
            firstChunk = directory.firstEndingFrom(firstChunk, end, mint);
            end = directory.firstStartingAfter(firstChunk, end, maxt);
        }
        chunks = end - firstChunk;
        current = 0;
        if (starts.length <= chunks) {
            starts = new int[Math.max(chunks + 1, 2 * starts.length)];
        }
        for (int c = 0; c < chunks; c++) {
            int samples = directory.checkedSamples(firstChunk + c);
            if (samples == 0) {
                samples = load(c).count();
            }
            starts[c + 1] = Math.addExact(starts[c], samples);
        }
    }

    @Override
    public long ref() {
        return directory.ref(series);
    }

    @Override
    public Labels labels() {
        return directory.labels(series);
    }

    @Override
    public Kind kind() {
        boolean floats = false;
        boolean histograms = false;
        for (int c = 0; c < chunks; c++) {
            boolean histogram = isHistogramChunk(c);
            histograms |= histogram;
            floats |= !histogram;
        }
        if (histograms) {
            return floats ? Kind.MIXED : Kind.HISTOGRAM;
        }
        return Kind.FLOAT;
    }

    /// The encoding of a chunk, all of which are known once the series was moved to.
    private ChunkEncoding encoding(int c) {
        ChunkEncoding encoding = ChunkEncoding.ofId(directory.checkedEncoding(firstChunk + c));
        if (encoding == null) {
            throw new IllegalStateException("BUG: a checked chunk without an encoding");
        }
        return encoding;
    }

    private boolean isHistogramChunk(int c) {
        return encoding(c).isHistogram();
    }

    @Override
    public boolean hasStartTimestamps() {
        for (int c = 0; c < chunks; c++) {
            if (encoding(c).hasStarts()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long startTimestampAt(int i) {
        int c = chunkOf(i);
        return encoding(c).hasStarts() ? load(c).startAt(i - starts[c]) : 0;
    }

    @Override
    public int count() {
        return starts[chunks];
    }

    @Override
    public long oldest() {
        return chunks == 0 ? 0 : directory.mint(firstChunk);
    }

    @Override
    public long newest() {
        return chunks == 0 ? 0 : directory.maxt(firstChunk + chunks - 1);
    }

    /// The chunk that holds a sample.
    private int chunkOf(int i) {
        if (current < chunks && i >= starts[current] && i < starts[current + 1]) {
            return current;
        }
        int lo = 0;
        int hi = chunks - 1;
        while (lo < hi) {
            int mid = (lo + hi + 1) >>> 1;
            if (starts[mid] <= i) {
                lo = mid;
            } else {
                hi = mid - 1;
            }
        }
        return lo;
    }

    @Override
    public int endOfChunk(int i) {
        return starts[chunkOf(i) + 1];
    }

    @Override
    public @Nullable ChunkEncoding chunkAt(int i) {
        int c = chunkOf(i);
        // One that needs another chunk means nothing elsewhere.
        return starts[c] == i && encoding(c) != ChunkEncoding.LFOR_BESIDE ? encoding(c) : null;
    }

    @Override
    public ByteBuffer chunkBytes(int i) {
        LoadedChunk chunk = loaded(chunkOf(i));
        return ByteBuffer.wrap(chunk.bytes(), 0, chunk.length());
    }

    /// A reader on a chunk; checks the chunk when this block's are first touched.
    private ChunkReader load(int c) {
        return loaded(c).reader();
    }

    private LoadedChunk loaded(int c) {
        int number = firstChunk + c;
        current = c;
        LoadedChunk slot = slots[number & (SLOTS - 1)];
        if (slot == null || slot.chunk != number) {
            slot = slot(series, number);
            if (reads != null) {
                reads.read(ordinal, number, slot.length());
            }
        }
        if (slot.incomplete() != null) {
            chain.complete(series, number);
        }
        return slot;
    }

    private LoadedChunk slot(int of, int number) {
        LoadedChunk slot = slots[number & (SLOTS - 1)];
        if (slot == null) {
            slot = new LoadedChunk();
            slots[number & (SLOTS - 1)] = slot;
        }
        if (slot.chunk != number) {
            querier.requireOpen();
            boolean check = directory.checkedSamples(number) == 0;
            segments.load(slot, directory, of, number, check);
            slot.chunk = number;
        }
        return slot;
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        for (int i = from; i < from + n; ) {
            int c = chunkOf(i);
            int part = Math.min(from + n, starts[c + 1]) - i;
            load(c).times(i - starts[c], part, dst, at + i - from);
            i += part;
        }
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        for (int i = from; i < from + n; ) {
            int c = chunkOf(i);
            int part = Math.min(from + n, starts[c + 1]) - i;
            load(c).values(i - starts[c], part, dst, at + i - from);
            i += part;
        }
    }

    @Override
    public long timeAt(int i) {
        int c = chunkOf(i);
        return load(c).timeAt(i - starts[c]);
    }

    @Override
    public double valueAt(int i) {
        int c = chunkOf(i);
        return load(c).valueAt(i - starts[c]);
    }

    @Override
    public boolean isHistogram(int i) {
        return isHistogramChunk(chunkOf(i));
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        int c = chunkOf(i);
        return isHistogramChunk(c)
                ? load(c).histogramAt(i - starts[c])
                : Bounded.super.histogramAt(i);
    }

    @Override
    public int lowerBound(long t) {
        int c = directory.firstEndingFrom(firstChunk, firstChunk + chunks, t) - firstChunk;
        if (c == chunks) {
            return count();
        }
        return t <= directory.mint(firstChunk + c) ? starts[c] : starts[c] + load(c).lowerBound(t);
    }

    @Override
    public boolean noDrop(int from, int n) {
        double last = Double.NaN;
        for (int i = from; i < from + n; ) {
            int c = chunkOf(i);
            if (isHistogramChunk(c)) {
                return false;
            }
            ChunkReader chunk = load(c);
            int end = Math.min(from + n, starts[c + 1]);
            if (!chunk.noDrop() || chunk.valueAt(i - starts[c]) < last) {
                return false;
            }
            last = chunk.valueAt(end - 1 - starts[c]);
            i = end;
        }
        return true;
    }

    @Override
    public boolean timeKey(int from, int n, TimeKey key) {
        for (int i = from; i < from + n; ) {
            int c = chunkOf(i);
            if (isHistogramChunk(c)) {
                return false;
            }
            int part = Math.min(from + n, starts[c + 1]) - i;
            load(c).timeKey(i - starts[c], part, key);
            i += part;
        }
        addStale(from, from + n, key);
        return true;
    }

    private void addStale(int from, int end, TimeKey key) {
        for (int i = from; i < end; ) {
            int c = chunkOf(i);
            ChunkReader chunk = load(c);
            for (int k = 0; k < chunk.staleCount(); k++) {
                int at = starts[c] + chunk.staleAt(k);
                if (at >= from && at < end) {
                    key.addStale(at - from);
                }
            }
            i = starts[c + 1];
        }
    }
}
