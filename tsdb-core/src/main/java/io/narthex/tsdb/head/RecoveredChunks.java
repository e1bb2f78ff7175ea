package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.MalformedChunkException;
import io.narthex.tsdb.pages.ChunkPage;
import io.narthex.tsdb.pages.PageScan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The sealed chunks of an empty head that is being filled from its files: what page files hold
/// comes behind what the checkpoint says of the series.
///
/// Thread safety: for the thread that opens the head, before anybody else sees it.
final class RecoveredChunks implements PageScan.Visitor {
    private final SeriesColumns columns;
    private final HeadCounters counters;
    private final Map<ChunkEncoding, ChunkReader> readers = new EnumMap<>(ChunkEncoding.class);

    /// Samples in the chunks of each series, and the newest time in them.
    private long[] inChunks = new long[0];

    private long[] chunksEnd = new long[0];

    RecoveredChunks(SeriesColumns columns, HeadCounters counters) {
        this.columns = columns;
        this.counters = counters;
    }

    @Override
    public String chunk(
            ChunkPage page, byte[] bytes, int offset, int length, int encoding, long ref) {
        ChunkEncoding known = ChunkEncoding.ofId(encoding);
        if (known == null || known.isPrometheus() && !known.isHistogram()) {
            return "a chunk of encoding " + encoding;
        }
        if (!columns.has(ref)) {
            return ""; // of a series that is gone
        }
        ChunkReader chunk = readers.computeIfAbsent(known, ChunkEncoding::newReader);
        try {
            chunk.reset(bytes, offset, length);
            chunk.verify();
        } catch (MalformedChunkException e) {
            return e.reason();
        }
        return add((int) ref, page, offset, length, known, chunk);
    }

    /// Takes a chunk, unless the log brings it back.
    ///
    /// @return what is wrong with it, empty where nothing is
    private String add(
            int slot,
            ChunkPage page,
            int offset,
            int length,
            ChunkEncoding encoding,
            ChunkReader chunk) {
        if (slot >= inChunks.length) {
            int old = inChunks.length;
            inChunks = Arrays.copyOf(inChunks, Math.max(columns.slots(), slot + 1));
            chunksEnd = Arrays.copyOf(chunksEnd, inChunks.length);
            Arrays.fill(chunksEnd, old, chunksEnd.length, Long.MIN_VALUE);
        }
        if (columns.total[slot] == 0) {
            // The checkpoint's record of the state is damaged.
            columns.lastTime[slot] = chunk.maxt();
            columns.lastBits[slot] = Double.doubleToRawLongBits(chunk.valueAt(chunk.count() - 1));
        }
        // A chunk that was sealed after the checkpoint comes back from the log.
        boolean later =
                columns.openCount[slot] > 0
                        ? chunk.mint() >= columns.openMint[slot]
                        : chunk.mint() > columns.lastTime[slot];
        if (later) {
            return "";
        }
        String problem = problem(slot, chunk);
        if (!problem.isEmpty()) {
            return problem;
        }
        long place = columns.pages.place(page, offset);
        columns.addChunk(slot, place, length, encoding, chunk.mint(), inChunks[slot]);
        inChunks[slot] += chunk.count();
        chunksEnd[slot] = chunk.maxt();
        counters.chunks++;
        return "";
    }

    /// Why a chunk that is not later than its series can't be one of it: a sample would be there
    /// twice, or behind a newer one.
    private String problem(int slot, ChunkReader chunk) {
        boolean open = columns.openCount[slot] > 0;
        long end = open ? columns.openMint[slot] - 1 : columns.lastTime[slot];
        if (chunk.mint() > chunksEnd[slot] && chunk.maxt() <= end) {
            return "";
        }
        return "a chunk from %d to %d of a series that has chunks to %d and ends at %d"
                .formatted(chunk.mint(), chunk.maxt(), chunksEnd[slot], end);
    }

    /// Counts samples from the end of each series on, since its oldest ones may be gone.
    void count(SealedPages sealed) {
        ChunkList list = new ChunkList();
        for (int slot = 0; slot < columns.slots(); slot++) {
            long there = slot < inChunks.length ? inChunks[slot] : 0;
            long start = columns.total[slot] - columns.openCount[slot] - there;
            if (start < 0) {
                columns.total[slot] -= start;
                start = 0;
            }
            columns.dropped[slot] = start;
            columns.shiftChunks(slot, start);
            ChunkList _ = list.unpack(columns.chunks[slot], columns.pages.pages());
            for (int i = 0; i < list.size(); i++) {
                sealed.add(list.page(i), list.length(i));
            }
        }
        inChunks = new long[0];
        chunksEnd = new long[0];
    }
}
