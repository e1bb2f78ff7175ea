package io.narthex.tsdb.head;

import io.narthex.model.AppendStatus;
import io.narthex.model.CommitResult;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// Judges samples and stores the accepted ones: into the open block, and from there, when it is
/// full or a block range ends, into a sealed chunk.
///
/// Thread safety: guarded by the commit lock.
final class SampleWriter {
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final SealedPages sealed;
    private final HeadCounters counters;
    private final StartStore starts;
    private final HistogramStore histograms;
    private final OutOfOrderStore outOfOrder;
    private final SampleJudge judge;
    private final OpenBlocks blocks;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private long cut = Long.MIN_VALUE;

    SampleWriter(HeadMemory memory, SealedPages sealed) {
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.sealed = sealed;
        this.counters = memory.counters();
        this.starts = memory.starts();
        this.histograms = memory.histograms();
        this.outOfOrder = memory.outOfOrder();
        this.judge = new SampleJudge(memory);
        this.blocks = new OpenBlocks(memory, sealed);
    }

    /// Judges a batch. From then on the batch's samples count as the newest of their series, until
    /// [#apply] stores them or [#undo] forgets them.
    void judge(Batch batch, long chunkRange, Rejections rejections) {
        // As in Prometheus, the bound stands while a batch is judged.
        judge.judge(batch, oldest(chunkRange), maxTime, rejections);
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

    /// Forgets a batch that was judged.
    void undo(Batch batch) {
        judge.undo(batch);
    }

    /// Stores the samples of a judged batch that are new.
    ///
    /// @param log where to note what changes, or null
    void apply(Batch batch, long chunkRange, @Nullable CommitLog log, Rejections rejections) {
        for (CommitResult.Rejection rejection : rejections.all()) {
            count(rejection.status());
        }
        int i = 0;
        while (i < batch.size) {
            if (!batch.isNew[i]) {
                i++;
                continue;
            }
            if (log != null) {
                log.note(batch.refs[i], columns.total[(int) batch.refs[i]]);
            }
            int end = store(batch, i, chunkRange);
            minTime = Math.min(minTime, batch.times[i]);
            maxTime = Math.max(maxTime, batch.times[end - 1]);
            counters.samplesAppended += end - i;
            i = end;
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

    /// Stores a new histogram, or new floats of one series, as many as the batch has in a row.
    ///
    /// @return where they end
    private int store(Batch batch, int i, long chunkRange) {
        int slot = (int) batch.refs[i];
        FloatHistogram h = batch.histogram(i);
        if (h != null) {
            store(slot, h, batch, i, chunkRange);
            return i + 1;
        }
        if (columns.openCount[slot] > 0 && columns.mode[slot] == HistogramStore.MODE) {
            sealOpen(slot);
        }
        int end = blocks.store(batch, i, chunkRange);
        histograms.floatStored(slot);
        return end;
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
        columns.total[slot]++;
    }

    /// Whether a block range ends between two times.
    private static boolean crosses(long from, long to, long chunkRange) {
        return Math.floorDiv(to, chunkRange) != Math.floorDiv(from, chunkRange);
    }

    private void sealOpen(int slot) {
        if (columns.mode[slot] == HistogramStore.MODE) {
            histograms.seal(slot, sealed);
        } else {
            blocks.seal(slot);
        }
    }

    /// Seals the open block of a series before it is full, where that frees memory. A block in the
    /// smallest region stays: its chunk's place in the list takes half as much.
    void sealEarly(int slot) {
        if (columns.mode[slot] == HistogramStore.MODE) {
            histograms.sealEarly(slot, sealed);
        } else if (columns.openCount[slot] > 0 && columns.openClass[slot] > 0) {
            blocks.seal(slot);
        }
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
