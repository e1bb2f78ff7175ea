package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.OpenBlock;
import io.narthex.tsdb.chunk.OpenBlockReader;
import io.narthex.tsdb.chunk.OpenBlockState;
import io.narthex.tsdb.chunk.StartRuns;

/// The open blocks of floats: fills them, and seals them when they are full or a block range ends.
///
/// Thread safety: guarded by the commit lock.
final class OpenBlocks {
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final SealedPages sealed;
    private final OpenQueriers queriers;
    private final HeadCounters counters;
    private final StartStore starts;
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];
    private final long[] startTimes = new long[Chunks.MAX_SAMPLES];

    /// Of the block that is being filled or sealed; the columns have it before and after that.
    private final OpenBlockState state = new OpenBlockState();

    /// The block range of the sample stored last: most others are of the same.
    private long rangeStart;

    private long rangeEnd;

    OpenBlocks(HeadMemory memory, SealedPages sealed) {
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.sealed = sealed;
        this.queriers = memory.queriers();
        this.counters = memory.counters();
        this.starts = memory.starts();
    }

    /// Stores new floats of one series, as many as the batch has in a row. The series has no open
    /// block of histograms.
    ///
    /// @param from the first of them
    /// @return where they end
    int store(Batch batch, int from, long chunkRange) {
        long ref = batch.refs[from];
        int slot = (int) ref;
        boolean started = batch.starts != null || starts.has(slot);
        columns.load(slot, batch.previousTimes[from], state);
        int i = from;
        try {
            do {
                store(slot, started, batch, i, chunkRange);
                i++;
            } while (i < batch.size
                    && batch.refs[i] == ref
                    && batch.isNew[i]
                    && batch.histogram(i) == null);
        } finally {
            // Even if memory was used up on the way, what was stored counts.
            columns.store(slot, state);
        }
        return i;
    }

    private void store(int slot, boolean started, Batch batch, int i, long chunkRange) {
        long t = batch.times[i];
        enterRange(t, chunkRange);
        if (state.count > 0 && state.lastTime < rangeStart) {
            seal(slot, decode(slot));
        }
        if (started) {
            starts.append(slot, state.count, batch.start(i));
        }
        if (state.count == Chunks.MAX_OPEN_SAMPLES) {
            int n = decode(slot);
            times[n] = t;
            values[n] = batch.values[i];
            seal(slot, n + 1);
        } else {
            append(slot, t, batch.values[i], batch.mantissas[i], batch.exponents[i]);
        }
        columns.total[slot]++;
    }

    private void enterRange(long t, long chunkRange) {
        if (t < rangeStart || t >= rangeEnd) {
            long start = Math.floorDiv(t, chunkRange) * chunkRange;
            // The first and the last range are cut off where numbers end.
            long end = start + chunkRange;
            rangeStart = start > t ? Long.MIN_VALUE : start;
            rangeEnd = end <= t ? Long.MAX_VALUE : end;
        }
    }

    /// Seals the open block of a series, which has samples.
    void seal(int slot) {
        columns.load(slot, columns.lastTime[slot], state);
        seal(slot, decode(slot));
        columns.store(slot, state);
    }

    private void append(int slot, long t, double v, long mantissa, int exponent) {
        if (columns.openClass[slot] < 0) {
            moveTo(slot, 0);
        }
        if (state.count == 0) {
            columns.openMint[slot] = t;
        }
        int written = tryAppend(slot, t, v, mantissa, exponent);
        if (written < 0) {
            moveTo(slot, RegionAllocator.sizeClass(state.byteLength - written));
            written = tryAppend(slot, t, v, mantissa, exponent);
        }
        if (written < 0) {
            throw new IllegalStateException("BUG: an open block has no room for " + -written);
        }
    }

    private int tryAppend(int slot, long t, double v, long mantissa, int exponent) {
        byte[] page = page(slot);
        int at = columns.openOffset[slot];
        int capacity = RegionAllocator.size(columns.openClass[slot]);
        return exponent == Batch.NO_DECIMAL
                ? OpenBlock.append(page, at, capacity, state, t, v)
                : OpenBlock.append(page, at, capacity, state, t, mantissa, exponent);
    }

    /// Gives the open block a region of another size, with its bytes.
    private void moveTo(int slot, int sizeClass) {
        regions.allocate(sizeClass);
        byte[] page = regions.page();
        int offset = regions.offset();
        if (columns.openClass[slot] >= 0) {
            System.arraycopy(page(slot), columns.openOffset[slot], page, offset, state.byteLength);
            freeRegion(slot);
        }
        columns.openPage[slot] = page;
        columns.openOffset[slot] = offset;
        columns.openClass[slot] = (byte) sizeClass;
    }

    private void freeRegion(int slot) {
        regions.free(
                page(slot), columns.openOffset[slot], columns.openClass[slot], queriers.newest());
        regions.reclaim(queriers.oldest());
        columns.openClass[slot] = -1;
        columns.openPage[slot] = null;
    }

    private byte[] page(int slot) {
        byte[] page = columns.openPage[slot];
        if (page == null) {
            throw new IllegalStateException("BUG: slot " + slot + " has no open block");
        }
        return page;
    }

    /// Decodes the open block into the scratch arrays; returns its number of samples.
    private int decode(int slot) {
        OpenBlockReader.decode(
                page(slot), columns.openOffset[slot], state.byteLength, state.count, times, values);
        return state.count;
    }

    /// Makes the first samples of the scratch arrays a chunk and the open block empty.
    private void seal(int slot, int n) {
        StartRuns.View started = starts.view(slot);
        if (started != null) {
            started.fill(startTimes, n);
        }
        ChunkEncoding encoding =
                sealed.seal(
                        columns.idOf[slot], times, values, started == null ? null : startTimes, n);
        columns.addChunk(slot, sealed, encoding, times[0], columns.total[slot] - state.count);
        starts.clear(slot);
        counters.chunks++;
        counters.chunksCreated++;
        freeRegion(slot);
        state.clear();
    }
}
