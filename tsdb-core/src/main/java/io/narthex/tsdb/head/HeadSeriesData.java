package io.narthex.tsdb.head;

import io.narthex.model.Kind;
import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;
import io.narthex.tsdb.chunk.StartedLforChunk;
import io.narthex.tsdb.merge.ChunkedSeries;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// A view of one captured series of floats. A chunk is copied from its page when it is first
/// touched.
///
/// Thread safety: for the thread that owns the cursor.
final class HeadSeriesData extends CapturedSeriesData implements ChunkedSeries {
    private final LforChunk plain = new LforChunk();
    private @Nullable StartedLforChunk started;

    /// Stands on the chunk that is loaded.
    private LforChunk chunk = plain;

    /// The chunk that `chunk` reads.
    private byte[] chunkBytes = new byte[Chunks.MAX_BYTES + Chunks.SLACK];

    /// @param reads where to tell what is read; null where nobody asks
    HeadSeriesData(CapturedSeries captured, @Nullable HeadReads reads) {
        super(captured, reads);
    }

    @Override
    public Kind kind() {
        return Kind.FLOAT;
    }

    /// The chunk that holds a sample before the open block.
    private int chunkOf(int i) {
        if (loaded >= 0 && i >= startOf(loaded) && i < startOf(loaded) + chunk.count()) {
            return loaded;
        }
        return findChunk(i);
    }

    /// Points the chunk reader at the chunk of a sample; returns that chunk's first index.
    private int load(int i) {
        int c = chunkOf(i);
        if (c != loaded) {
            chunk = reader(chunks.encoding(c));
            chunks.page(c).copy(chunks.offset(c), chunks.length(c), chunkBytes);
            chunk.reset(chunkBytes, 0);
            setLoaded(c);
        }
        return startOf(c);
    }

    private LforChunk reader(ChunkEncoding encoding) {
        if (!encoding.hasStarts()) {
            return plain;
        }
        StartedLforChunk reader = started;
        if (reader == null) {
            reader = new StartedLforChunk();
            started = reader;
            chunkBytes = new byte[Chunks.MAX_STARTED_BYTES + Chunks.SLACK];
        }
        return reader;
    }

    @Override
    public int endOfChunk(int i) {
        return i >= openStart ? count : Math.min(openStart, endOf(findChunk(i)));
    }

    @Override
    public @Nullable ChunkEncoding chunkAt(int i) {
        if (i >= openStart) {
            return null;
        }
        int c = findChunk(i);
        return startOf(c) == i && endOf(c) <= openStart ? chunks.encoding(c) : null;
    }

    @Override
    public ByteBuffer chunkBytes(int i) {
        load(i);
        return ByteBuffer.wrap(chunkBytes, 0, chunks.length(loaded));
    }

    @Override
    long sealedStartAt(int i) {
        int start = load(i);
        return chunk.startAt(i - start);
    }

    @Override
    void decodeOpen(int n) {
        captured.decodeOpen(ordinal, n, openTimes, openValues);
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        int i = from;
        int end = from + n;
        while (i < Math.min(end, openStart)) {
            int start = load(i);
            int part = Math.min(Math.min(end, openStart), start + chunk.count()) - i;
            chunk.times(i - start, part, dst, at + i - from);
            i += part;
        }
        if (i < end) {
            decodeOpen();
            System.arraycopy(openTimes, i - openStart, dst, at + i - from, end - i);
        }
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        int i = from;
        int end = from + n;
        while (i < Math.min(end, openStart)) {
            int start = load(i);
            int part = Math.min(Math.min(end, openStart), start + chunk.count()) - i;
            chunk.values(i - start, part, dst, at + i - from);
            i += part;
        }
        if (i < end) {
            decodeOpen();
            System.arraycopy(openValues, i - openStart, dst, at + i - from, end - i);
        }
    }

    @Override
    public long timeAt(int i) {
        if (i >= openStart) {
            decodeOpen();
            return openTimes[i - openStart];
        }
        int start = load(i);
        return chunk.timeAt(i - start);
    }

    @Override
    public double valueAt(int i) {
        if (i >= openStart) {
            decodeOpen();
            return openValues[i - openStart];
        }
        int start = load(i);
        return chunk.valueAt(i - start);
    }

    @Override
    public int lowerBound(long t) {
        if (isBehindOpenStart(t)) {
            return openLowerBound(t);
        }
        int c = lastChunkBefore(t);
        if (c < 0) {
            return 0;
        }
        int start = load(startOf(c));
        // Samples at the start of a chunk may be left out.
        return Math.clamp(start + (long) chunk.lowerBound(t), 0, count);
    }

    @Override
    public boolean noDrop(int from, int n) {
        int i = from;
        int end = from + n;
        double last = Double.NaN;
        while (i < Math.min(end, openStart)) {
            int start = load(i);
            int partEnd = Math.min(Math.min(end, openStart), start + chunk.count());
            if (!chunk.noDrop() || chunk.valueAt(i - start) < last) {
                return false;
            }
            last = chunk.valueAt(partEnd - 1 - start);
            i = partEnd;
        }
        if (i < end) {
            decodeOpen();
        }
        for (; i < end; i++) {
            if (openValues[i - openStart] < last) {
                return false;
            }
            last = openValues[i - openStart];
        }
        return true;
    }

    @Override
    public boolean timeKey(int from, int n, TimeKey key) {
        int i = from;
        int end = from + n;
        while (i < Math.min(end, openStart)) {
            int start = load(i);
            int part = Math.min(Math.min(end, openStart), start + chunk.count()) - i;
            chunk.timeKey(i - start, part, key);
            i += part;
        }
        if (i < end) {
            decodeOpen();
        }
        for (; i < end; i++) {
            key.addTime(openTimes[i - openStart]);
        }
        addStale(from, end, key);
        return true;
    }

    private void addStale(int from, int end, TimeKey key) {
        int i = from;
        while (i < Math.min(end, openStart)) {
            int start = load(i);
            for (int k = 0; k < chunk.staleCount(); k++) {
                int at = start + chunk.staleAt(k);
                if (at >= i && at < Math.min(end, openStart)) {
                    key.addStale(at - from);
                }
            }
            i = start + chunk.count();
        }
        for (i = Math.max(from, openStart); i < end; i++) {
            if (StaleNaN.isStale(openValues[i - openStart])) {
                key.addStale(i - from);
            }
        }
    }
}
