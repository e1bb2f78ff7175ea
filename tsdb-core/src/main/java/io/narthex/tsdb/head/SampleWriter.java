package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.OpenBlock;
import io.narthex.tsdb.chunk.OpenBlockReader;
import io.narthex.tsdb.chunk.OpenBlockState;
import io.narthex.tsdb.chunk.StartRuns;

import org.jspecify.annotations.Nullable;

/// Judges samples and stores the accepted ones: into the open block, and from there, when it is
/// full or a block range ends, into a sealed chunk.
///
/// Thread safety: guarded by the commit lock.
final class SampleWriter {
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final SealedPages sealed;
    private final OpenQueriers queriers;
    private final HeadCounters counters;
    private final StartStore starts;
    private final HistogramStore histograms;
    private final OutOfOrderStore outOfOrder;
    private final OpenBlockState state = new OpenBlockState();
    private final long[] times = new long[Chunks.MAX_SAMPLES];
    private final double[] values = new double[Chunks.MAX_SAMPLES];
    private final long[] startTimes = new long[Chunks.MAX_SAMPLES];
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long cut = Long.MIN_VALUE;

    SampleWriter(HeadMemory memory, SealedPages sealed) {
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.sealed = sealed;
        this.queriers = memory.queriers();
        this.counters = memory.counters();
        this.starts = memory.starts();
        this.histograms = memory.histograms();
        this.outOfOrder = memory.outOfOrder();
    }

    /// Judges a batch. From then on the batch's samples count as the newest of their series, until
    /// [#apply] stores them or [#undo] forgets them.
    void judge(Batch batch, long chunkRange, Rejections rejections) {
        // As in Prometheus, the bound stands while a batch is judged.
        long oldest = oldest(chunkRange);
        for (int i = 0; i < batch.size; i++) {
            AppendStatus status = judge(batch, i, oldest);
            boolean isLate = status == AppendStatus.OK && isLate(batch, i, oldest);
            // What the series has already must not come back from the log when a block has it.
            batch.isLate[i] = isLate && !outOfOrder.has((int) batch.refs[i], batch.times[i]);
            batch.isNew[i] = status == AppendStatus.OK && !isLate && !isRepeat(batch, i);
            if (status != AppendStatus.OK) {
                rejections.add(i, status);
            } else if (batch.isLate[i]) {
                histograms.late((int) batch.refs[i], batch, i);
            } else if (batch.isNew[i]) {
                int slot = (int) batch.refs[i];
                batch.previousTimes[i] = columns.lastTime[slot];
                batch.previousBits[i] = columns.lastBits[slot];
                columns.lastTime[slot] = batch.times[i];
                columns.lastBits[slot] = Double.doubleToRawLongBits(batch.values[i]);
                if (batch.histograms != null || histograms.has(slot)) {
                    histograms.judged(slot, batch, i);
                }
            }
        }
    }

    /// What is older comes too late for any series, unless it may come out of order.
    private long oldest(long chunkRange) {
        long bound = maxTime == Long.MIN_VALUE ? Long.MIN_VALUE + 1 : maxTime - chunkRange / 2;
        return Math.max(bound, cut);
    }

    /// Whether a sample of a time would be refused whatever series it is of. Where samples may come
    /// out of order the commit judges all of them, as in Prometheus.
    boolean refusesAll(long t, long chunkRange) {
        return !outOfOrder.isEnabled() && t < oldest(chunkRange);
    }

    private AppendStatus judge(Batch batch, int i, long oldest) {
        int slot = (int) batch.refs[i];
        if (columns.idOf[slot] != batch.refs[i]) {
            return AppendStatus.UNKNOWN_REF;
        }
        long t = batch.times[i];
        if (isLate(batch, i, oldest)) {
            AppendStatus refusal =
                    t < oldest ? AppendStatus.OUT_OF_BOUNDS : AppendStatus.OUT_OF_ORDER;
            AppendStatus status = outOfOrder.judge(t, maxTime, refusal);
            return status == AppendStatus.OK && batch.refusesLate
                    ? AppendStatus.OUT_OF_ORDER
                    : status;
        }
        return t > columns.lastTime[slot] || isRepeat(batch, i)
                ? AppendStatus.OK
                : AppendStatus.DUPLICATE;
    }

    /// Whether a sample can't go behind the series' newest one.
    private boolean isLate(Batch batch, int i, long oldest) {
        return batch.times[i] < oldest || batch.times[i] < columns.lastTime[(int) batch.refs[i]];
    }

    /// Whether a sample is the series' newest one once more.
    private boolean isRepeat(Batch batch, int i) {
        int slot = (int) batch.refs[i];
        if (batch.times[i] != columns.lastTime[slot]) {
            return false;
        }
        return batch.histograms != null || histograms.has(slot)
                ? histograms.isRepeat(slot, batch, i)
                : Double.doubleToRawLongBits(batch.values[i]) == columns.lastBits[slot];
    }

    /// Forgets a batch that was judged.
    void undo(Batch batch) {
        for (int i = batch.size - 1; i >= 0; i--) {
            if (batch.isNew[i]) {
                int slot = (int) batch.refs[i];
                columns.lastTime[slot] = batch.previousTimes[i];
                columns.lastBits[slot] = batch.previousBits[i];
                histograms.undo(slot);
            }
        }
    }

    /// Stores the samples of a judged batch that are new.
    ///
    /// @param log where to note what changes, or null
    void apply(Batch batch, long chunkRange, @Nullable CommitLog log, Rejections rejections) {
        rejections.all().forEach(r -> count(r.status()));
        for (int i = 0; i < batch.size; i++) {
            if (batch.isNew[i]) {
                int slot = (int) batch.refs[i];
                if (log != null) {
                    log.note(batch.refs[i], columns.total[slot]);
                }
                FloatHistogram h = batch.histogram(i);
                if (h == null) {
                    store(slot, batch, i, chunkRange);
                    histograms.floatStored(slot);
                } else {
                    store(slot, h, batch, i, chunkRange);
                }
            }
        }
    }

    private void count(AppendStatus status) {
        switch (status) {
            case OUT_OF_ORDER -> counters.outOfOrder++;
            case DUPLICATE -> counters.duplicates++;
            case OUT_OF_BOUNDS -> counters.outOfBounds++;
            case TOO_OLD -> counters.tooOld++;
            case UNKNOWN_REF -> counters.unknownRefs++;
            case OK, INVALID_LABELS, SERIES_LIMIT, INVALID_HISTOGRAM, UNSUPPORTED_HISTOGRAM ->
                    throw new IllegalStateException("BUG: a commit never says " + status);
        }
    }

    private void store(int slot, Batch batch, int i, long chunkRange) {
        long t = batch.times[i];
        int count = columns.openCount[slot];
        if (count > 0
                && (columns.mode[slot] == HistogramStore.MODE
                        || crosses(batch.previousTimes[i], t, chunkRange))) {
            sealOpen(slot);
            count = 0;
        }
        starts.append(slot, count, batch.start(i));
        if (count == Chunks.MAX_OPEN_SAMPLES) {
            int n = decode(slot);
            times[n] = t;
            values[n] = batch.values[i];
            seal(slot, n + 1);
        } else {
            appendOpen(slot, batch, i);
        }
        stored(slot, t);
    }

    private void store(int slot, FloatHistogram h, Batch batch, int i, long chunkRange) {
        long t = batch.times[i];
        long previous = batch.previousTimes[i];
        int count = columns.openCount[slot];
        if (count > 0
                && (columns.mode[slot] != HistogramStore.MODE
                        || crosses(previous, t, chunkRange)
                        || !histograms.continues(slot, h))) {
            sealOpen(slot);
        }
        starts.append(slot, columns.openCount[slot], batch.start(i));
        histograms.append(slot, previous, t, h);
        stored(slot, t);
    }

    /// Whether a block range ends between two times.
    private static boolean crosses(long from, long to, long chunkRange) {
        return Math.floorDiv(to, chunkRange) != Math.floorDiv(from, chunkRange);
    }

    private void sealOpen(int slot) {
        if (columns.mode[slot] == HistogramStore.MODE) {
            histograms.seal(slot, sealed);
        } else {
            seal(slot, decode(slot));
        }
    }

    /// Seals the open block of a series before it is full, where that frees memory. A block in the
    /// smallest region stays: its chunk's place in the list takes half as much.
    void sealEarly(int slot) {
        if (columns.mode[slot] == HistogramStore.MODE) {
            histograms.sealEarly(slot, sealed);
        } else if (columns.openCount[slot] > 0 && columns.openClass[slot] > 0) {
            seal(slot, decode(slot));
        }
    }

    private void stored(int slot, long t) {
        columns.total[slot]++;
        minTime = Math.min(minTime, t);
        maxTime = Math.max(maxTime, t);
        counters.samplesAppended++;
    }

    private void appendOpen(int slot, Batch batch, int i) {
        long t = batch.times[i];
        double v = batch.values[i];
        long mantissa = batch.mantissas[i];
        int exponent = batch.exponents[i];
        if (columns.openClass[slot] < 0) {
            moveTo(slot, 0);
        }
        columns.load(slot, batch.previousTimes[i], state);
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
        columns.store(slot, state);
    }

    private int tryAppend(int slot, long t, double v, long mantissa, int exponent) {
        byte[] page = page(slot);
        int at = columns.openOffset[slot];
        int capacity = RegionAllocator.size(columns.openClass[slot]);
        return exponent == Batch.NO_DECIMAL
                ? OpenBlock.append(page, at, capacity, state, t, v)
                : OpenBlock.append(page, at, capacity, state, t, mantissa, exponent);
    }

    /// Gives an open block a region of another size, with its bytes.
    private void moveTo(int slot, int sizeClass) {
        regions.allocate(sizeClass);
        byte[] page = regions.page();
        int offset = regions.offset();
        if (columns.openClass[slot] >= 0) {
            System.arraycopy(
                    page(slot), columns.openOffset[slot], page, offset, columns.openBytes[slot]);
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
        int n = columns.openCount[slot];
        OpenBlockReader.decode(
                page(slot), columns.openOffset[slot], columns.openBytes[slot], n, times, values);
        return n;
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
        long start = columns.total[slot] - columns.openCount[slot];
        columns.addChunk(slot, sealed, encoding, times[0], start);
        starts.clear(slot);
        counters.chunks++;
        counters.chunksCreated++;
        freeRegion(slot);
        state.clear();
        columns.store(slot, state);
    }

    /// The bytes of sealed chunks, wherever they are, and of open blocks.
    long sampleBytes() {
        return sealed.bytes() + regions.bytes() + histograms.bytes() + starts.bytes();
    }

    /// Memory of open blocks, and of sealed chunks that are in no file yet.
    long memory() {
        return sealed.memory() + regions.memory() + histograms.bytes() + starts.bytes();
    }

    /// Refuses samples older than a time from now on, or takes them as late; never undone.
    void raiseCut(long time) {
        cut = Math.max(cut, time);
    }

    long minTime() {
        return minTime;
    }

    void minTime(long t) {
        minTime = t;
    }

    long maxTime() {
        return maxTime;
    }

    void maxTime(long t) {
        maxTime = t;
    }
}
