package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.merge.Bounded;

import org.jspecify.annotations.Nullable;

/// A view of one captured series, moved from series to series by its cursor.
///
/// Samples are indexed over the sealed chunks and the open block as one sequence. This class finds
/// the chunk of a sample; subclasses read it, so that no call per sample goes through here. The
/// open block is decoded when it is first touched.
///
/// Thread safety: for the thread that owns the cursor.
abstract class CapturedSeriesData implements Bounded {
    final CapturedSeries captured;
    final ChunkList chunks = new ChunkList();
    final long[] openTimes = new long[Chunks.MAX_SAMPLES];
    final double[] openValues = new double[Chunks.MAX_SAMPLES];

    int ordinal;
    int count;

    /// Index of the first sample of the open block; negative where that is left out.
    int openStart;

    /// The chunk that has been read last, -1 for none.
    int loaded = -1;

    private final @Nullable HeadReads reads;
    private long first;
    private boolean openDecoded;

    /// @param reads where to tell what is read; null where nobody asks
    CapturedSeriesData(CapturedSeries captured, @Nullable HeadReads reads) {
        this.captured = captured;
        this.reads = reads;
    }

    final void moveTo(int series) {
        captured.requireOpen();
        ordinal = series;
        captured.chunks(series, chunks);
        first = captured.first[series];
        count = (int) (captured.end[series] - first);
        openStart = (int) Math.min(count, captured.openStart[series] - first);
        openDecoded = false;
        loaded = -1;
    }

    @Override
    public final long ref() {
        return captured.selection.refs()[ordinal];
    }

    @Override
    public final Labels labels() {
        return captured.selection.labels()[ordinal];
    }

    @Override
    public final int count() {
        return count;
    }

    @Override
    public final boolean hasStartTimestamps() {
        return captured.hasStarts(ordinal);
    }

    @Override
    public final long startTimestampAt(int i) {
        return i >= openStart ? captured.openStarts(ordinal).at(i - openStart) : sealedStartAt(i);
    }

    /// The start timestamp of a sample before the open block.
    abstract long sealedStartAt(int i);

    /// The time of the first chunk's first sample, which may be left out itself.
    @Override
    public final long oldest() {
        return openStart > 0 ? chunks.mint(findChunk(0)) : captured.openMint[ordinal];
    }

    /// Nothing is behind the head.
    @Override
    public final long newest() {
        return Long.MAX_VALUE;
    }

    /// Index of the first sample of a chunk; negative where that is left out.
    final int startOf(int c) {
        return (int) (chunks.start(c) - first);
    }

    /// Index behind the last sample of a chunk, also where its last samples came too late for this
    /// view.
    final int endOf(int c) {
        return c + 1 < chunks.size() ? startOf(c + 1) : (int) (captured.openStart[ordinal] - first);
    }

    /// The chunk that holds a sample before the open block.
    final int findChunk(int i) {
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

    /// The last chunk that starts before `t`, -1 where none does. What is not in it is the first
    /// sample behind it.
    final int lastChunkBefore(long t) {
        int lo = 0;
        int hi = chunks.size();
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (chunks.mint(mid) < t) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        return lo - 1;
    }

    /// Keeps and tells which chunk has been read.
    final void setLoaded(int c) {
        loaded = c;
        if (reads != null) {
            reads.sealed(ordinal, c, chunks.length(c));
        }
    }

    /// Whether the first sample at or behind `t` is to be looked for in the open block.
    final boolean isBehindOpenStart(long t) {
        return openStart < count && t > captured.openMint[ordinal];
    }

    /// Index of the first sample at or behind `t`; only where [#isBehindOpenStart(long)].
    final int openLowerBound(long t) {
        decodeOpen();
        int i = openStart;
        while (i < count && openTimes[i - openStart] < t) {
            i++;
        }
        return Math.max(0, i);
    }

    /// Sees to it that the open block is decoded.
    final void decodeOpen() {
        if (!openDecoded) {
            decodeOpen(count - openStart);
            openDecoded = true;
            if (reads != null) {
                reads.open(ordinal, captured.openBytes(ordinal));
            }
        }
    }

    /// Decodes the first `n` samples of the open block into [#openTimes] and [#openValues].
    abstract void decodeOpen(int n);
}
