package io.narthex.tsdb.head;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.MalformedChunkException;
import io.narthex.tsdb.chunk.OpenBlockCheck;
import io.narthex.tsdb.chunk.OpenBlockState;
import io.narthex.tsdb.exemplar.ExemplarVerdict;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.pages.PageFiles;
import io.narthex.tsdb.pages.PagePosition;
import io.narthex.tsdb.pages.PageScan;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.wal.CheckpointInfo;
import io.narthex.tsdb.wal.CheckpointReader;
import io.narthex.tsdb.wal.Deletion;
import io.narthex.tsdb.wal.HistogramsDecoder;
import io.narthex.tsdb.wal.NumberedFiles;
import io.narthex.tsdb.wal.SamplesDecoder;
import io.narthex.tsdb.wal.SeriesState;
import io.narthex.tsdb.wal.Wal;
import io.narthex.tsdb.wal.WalReplay;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fills an empty head from its files: first the checkpoint, then the page files, then the log.
///
/// What the log says was judged when it was written, so it is not judged again; a sample that is
/// not newer than its series is one that was applied already.
///
/// Thread safety: for the thread that opens the head, before anybody else sees it.
final class HeadRecovery implements CheckpointReader.Visitor, WalReplay.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(HeadRecovery.class);

    private static final int MAX_PAGES_IN_MEMORY = 4;

    /// Where the checkpoint does not say how many slots there were.
    private static final int MAX_SLOT = 1 << 28;

    /// Slots are dense, but the records of some series may be damaged. A number further beyond says
    /// that something else is wrong, and would cost memory for all slots below.
    private static final int MAX_UNKNOWN_SLOTS = 1 << 16;

    private final HeadMemory memory;
    private final SeriesColumns columns;
    private final RegionAllocator regions;
    private final SeriesIndex index;
    private final HeadCounters counters;
    private final long chunkRange;
    private final long maxTailBytes;
    private final Batch batch = new Batch();
    private final Rejections none = new Rejections();
    private final SeriesDeleter deleter;
    private final OpenBlockState open = new OpenBlockState();
    private final List<Corruption> corruptions = new ArrayList<>();

    private @Nullable PageFiles pages;
    private @Nullable SampleWriter writer;
    private long generations;
    private long replayed;
    private long unknown;

    /// Slots that there were for certain; negative where nobody knows.
    private long knownSlots;

    HeadRecovery(HeadMemory memory, HeadOptions options) {
        this.memory = memory;
        this.columns = memory.columns();
        this.regions = memory.regions();
        this.index = memory.index();
        this.counters = memory.counters();
        this.deleter = new SeriesDeleter(memory);
        this.chunkRange = options.chunkRange();
        this.maxTailBytes = options.maxTailBytes();
    }

    /// What a recovered head works with.
    ///
    /// @param cut older samples that came in order are in blocks
    record Recovered(
            SealedPages sealed, SampleWriter writer, HeadFiles files, Recovery report, long cut) {}

    /// Reads the files of a data directory and opens them for writing.
    Recovered recover(FileStore store, Path data, SyncMode sync, DiskSpace disk)
            throws IOException {
        long start = System.nanoTime();
        Path directory = HeadFiles.directory(data);
        Path log = HeadFiles.logDirectory(data);
        store.createDirectories(log);
        knownSlots = -1;
        long cut = CutFile.read(store, directory, corruptions);
        CheckpointReader.Found found = CheckpointReader.read(store, directory, this, corruptions);
        CheckpointInfo info = found.info();
        if (!found.exists()) {
            knownSlots = 0;
            requireBeginning(store, directory, log);
        }
        RecoveredChunks chunks = new RecoveredChunks(columns, counters);
        PageFiles files = PageScan.scan(store, directory, limit(found), chunks, corruptions);
        SealedPages sealed = new SealedPages(files);
        chunks.count(sealed);
        SampleWriter to = memory.writer(sealed);
        if (info != null) {
            knownSlots = info.slots();
            generations = info.generation();
            to.maxTime(info.maxTime());
        }
        pages = files;
        writer = to;
        long sequence =
                info != null ? info.sequence() : found.exists() ? WalReplay.UNKNOWN_SEQUENCE : 0;
        WalReplay.Result result = WalReplay.replay(store, log, found.number(), sequence, this);
        corruptions.addAll(result.corruptions());
        if (unknown > 0) {
            corruptions.add(
                    new Corruption(log, 0, 0, "the series of samples are not known", unknown));
        }
        columns.restored(generations);
        Wal wal = Wal.open(store, log, result, columns.newestGeneration());
        Recovery report =
                new Recovery(
                        found.exists(),
                        index.size(),
                        counters.chunks,
                        replayed,
                        result.bytes(),
                        List.copyOf(corruptions),
                        (System.nanoTime() - start) / 1_000_000);
        HeadFiles headFiles = new HeadFiles(store, data, sync, disk, files, wal, maxTailBytes);
        return new Recovered(sealed, to, headFiles, report, cut);
    }

    private static PagePosition limit(CheckpointReader.Found found) {
        CheckpointInfo info = found.info();
        if (info != null) {
            return new PagePosition(info.pageFile(), info.pageOffset());
        }
        return found.exists() ? PagePosition.ALL : PagePosition.NONE;
    }

    /// Without a checkpoint the log must be whole, or files that somebody still wants would be
    /// taken for superfluous.
    private static void requireBeginning(FileStore store, Path directory, Path log)
            throws IOException {
        Map<Long, Path> segments = new NumberedFiles(store, log, "").list();
        boolean pageFiles = !new NumberedFiles(store, directory, "").list().isEmpty();
        if (segments.isEmpty() ? pageFiles : !segments.containsKey(1L)) {
            throw new CorruptionException(
                    directory, 0, "there is neither a checkpoint nor the beginning of the log");
        }
    }

    @Override
    public void start(CheckpointInfo info) {
        knownSlots = info.slots();
    }

    @Override
    public void series(long ref, Labels labels) {
        int slot = (int) ref;
        if (slot < 0 || slot >= maxSlots() || labels.isEmpty()) {
            throw new MalformedException("a series with the reference " + ref);
        }
        if (columns.has(ref)) {
            return;
        }
        // Whoever had the slot or the labels before was dropped, or there would be no newer series.
        if (slot < columns.idOf.length) {
            drop(columns.idOf[slot]);
        }
        drop(index.find(labels));
        columns.restore(ref);
        index.add(ref, labels);
        counters.seriesCreated++;
    }

    private long maxSlots() {
        return knownSlots < 0
                ? MAX_SLOT
                : 2 * Math.max(knownSlots, columns.slots()) + MAX_UNKNOWN_SLOTS;
    }

    private void drop(long ref) {
        if (ref == 0) {
            return;
        }
        int slot = (int) ref;
        ChunkList list = new ChunkList().unpack(columns.chunks[slot], columns.pages.pages());
        for (int i = 0; i < list.size(); i++) {
            list.page(i).chunkDropped();
            counters.chunks--;
        }
        freeRegion(slot);
        memory.histograms().release(slot);
        memory.starts().clear(slot);
        memory.outOfOrder().release(slot);
        memory.tombstones().change(List.of(ref), (_, _) -> SeriesTombstones.NONE);
        columns.clearOpenBlock(slot);
        columns.release(slot);
        index.remove(List.of(ref));
        counters.seriesRemoved++;
    }

    private void freeRegion(int slot) {
        byte[] page = columns.openPage[slot];
        if (page != null) {
            regions.free(page, columns.openOffset[slot], columns.openClass[slot], 0);
            regions.reclaim(Long.MAX_VALUE);
            columns.openPage[slot] = null;
            columns.openClass[slot] = -1;
        }
    }

    @Override
    public void state(SeriesState state) {
        if (!columns.has(state.ref) || state.total == 0) {
            return;
        }
        int slot = (int) state.ref;
        columns.total[slot] = state.total;
        columns.lastTime[slot] = state.lastTime;
        columns.lastBits[slot] = state.lastBits;
        if (state.openCount == 0) {
            return;
        }
        if (state.kind == SeriesState.HISTOGRAMS) {
            restoreHistograms(slot, state);
            memory.starts().restore(slot, state.starts);
            return;
        }
        check(state);
        int sizeClass = RegionAllocator.sizeClass(state.length);
        regions.allocate(sizeClass);
        System.arraycopy(state.bytes, state.offset, regions.page(), regions.offset(), state.length);
        columns.openPage[slot] = regions.page();
        columns.openOffset[slot] = regions.offset();
        columns.openClass[slot] = (byte) sizeClass;
        columns.openCount[slot] = (byte) state.openCount;
        columns.openBytes[slot] = (short) state.length;
        columns.openMint[slot] = state.openMint;
        columns.delta[slot] = state.delta;
        columns.mantissa[slot] = state.mantissa;
        columns.exponent[slot] = (byte) state.exponent;
        columns.mode[slot] = (byte) state.mode;
        memory.starts().restore(slot, state.starts);
    }

    private void restoreHistograms(int slot, SeriesState state) {
        if (state.openCount > Chunks.MAX_SAMPLES) {
            throw new MalformedException("an open block of " + state.openCount + " histograms");
        }
        columns.openCount[slot] = (byte) state.openCount;
        columns.openMint[slot] = state.openMint;
        try {
            memory.histograms().restore(slot, state.bytes, state.offset, state.length);
        } catch (MalformedException e) {
            columns.clearOpenBlock(slot);
            throw e;
        }
    }

    private void check(SeriesState state) {
        open.lastTime = state.lastTime;
        open.delta = state.delta;
        open.mantissa = state.mantissa;
        open.exponent = state.exponent;
        open.mode = state.mode;
        open.count = state.openCount;
        open.byteLength = state.length;
        try {
            OpenBlockCheck.check(state.bytes, state.offset, open, state.openMint);
        } catch (MalformedChunkException e) {
            throw new MalformedException(e.reason());
        }
    }

    @Override
    public void samples(SamplesDecoder samples) {
        fill(samples);
        replay();
    }

    @Override
    public void histograms(HistogramsDecoder histograms) {
        fill(histograms);
        replay();
    }

    @Override
    public void lateSamples(SamplesDecoder samples) {
        fill(samples);
        replayLate();
    }

    @Override
    public void lateHistograms(HistogramsDecoder histograms) {
        fill(histograms);
        replayLate();
    }

    /// All of a record or nothing: where one sample of it means nothing, none has an effect.
    private void fill(SamplesDecoder samples) {
        batch.size = 0;
        while (samples.next()) {
            batch.add(
                    samples.ref(),
                    samples.time(),
                    samples.value(),
                    samples.mantissa(),
                    samples.exponent());
            batch.start(batch.size - 1, samples.start());
        }
    }

    private void fill(HistogramsDecoder histograms) {
        batch.size = 0;
        while (histograms.next()) {
            FloatHistogram h = histograms.histogram();
            batch.add(histograms.ref(), histograms.time(), h.sum(), 0, Batch.NO_DECIMAL);
            batch.histogram(batch.size - 1, h);
            batch.start(batch.size - 1, histograms.start());
        }
    }

    private void replay() {
        for (int i = 0; i < batch.size; i++) {
            int slot = (int) batch.refs[i];
            boolean known = columns.has(batch.refs[i]);
            unknown += known ? 0 : 1;
            batch.isNew[i] = known && batch.times[i] > columns.lastTime[slot];
            if (batch.isNew[i]) {
                batch.previousTimes[i] = columns.lastTime[slot];
                columns.lastTime[slot] = batch.times[i];
                columns.lastBits[slot] = Double.doubleToRawLongBits(batch.values[i]);
                memory.histograms().judged(slot, batch, i);
                replayed++;
            }
        }
        writer().apply(batch, chunkRange, null, none);
        spare();
    }

    /// Of the log: what the series has already is not stored again. Of the checkpoint: chunks are
    /// not there yet, but nothing is in it twice.
    private void replayLate() {
        SampleWriter to = writer;
        for (int i = 0; i < batch.size; i++) {
            boolean known = columns.has(batch.refs[i]);
            batch.isNew[i] = false;
            batch.isLate[i] = known;
            if (known && to == null) {
                memory.outOfOrder().restore(batch, i);
            } else {
                unknown += known ? 0 : 1;
                replayed += known ? 1 : 0;
            }
        }
        if (to != null) {
            to.minTime(Math.min(to.minTime(), memory.outOfOrder().apply(batch, 0, false)));
        }
    }

    private SampleWriter writer() {
        SampleWriter w = writer;
        if (w == null) {
            throw new IllegalStateException("BUG: the log is read before the pages");
        }
        return w;
    }

    /// Keeps memory bounded; what can't be written now stays in memory until it can.
    private void spare() {
        PageFiles files = pages;
        if (files != null && files.pagesInMemory() > MAX_PAGES_IN_MEMORY) {
            try {
                files.flush();
            } catch (IOException e) {
                LOG.warn("page files can't be written yet", e);
            }
        }
    }

    /// Of the checkpoint or the log; judged once more, by the rules of this life of the store.
    @Override
    public void exemplar(long ref, Exemplar exemplar) {
        Labels labels = columns.has(ref) ? index.labels(new long[] {ref})[0] : null;
        if (labels != null) {
            ExemplarVerdict _ = memory.exemplars().add(ref, labels, exemplar);
        }
    }

    @Override
    public void deletedTimes(long ref, long mint, long maxt) {
        if (columns.has(ref)) {
            memory.tombstones()
                    .change(List.of(ref), (_, before) -> before.with(mint, maxt, maxt, 0));
        }
    }

    /// Of the log: of what it has before. A checkpoint has it for blocks only, and says itself what
    /// is deleted in memory.
    @Override
    public void deletion(Deletion deletion) {
        if (writer != null) {
            deleter.delete(index.select(deletion.matchers()), deletion.mint(), deletion.maxt());
        }
        memory.tombstones().keep(deletion);
    }

    @Override
    public void opened(long generation) {
        generations = Math.max(generations, generation);
    }
}
