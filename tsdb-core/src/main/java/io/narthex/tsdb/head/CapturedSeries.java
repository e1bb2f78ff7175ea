package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.OpenBlockReader;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.index.Selection;
import io.narthex.tsdb.pages.ChunkPage;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// The series of one selection as they were at the querier's commit: places of bytes that nobody
/// writes any more, and how much of them counts.
///
/// Thread safety: filled under the commit lock, then read-only.
final class CapturedSeries {
    final Selection selection;

    /// Index, in the life of the series, of the first sample kept and of the one behind the last.
    final long[] first;

    final long[] end;

    /// The same of the open block's first sample.
    final long[] openStart;

    /// Time of the open block's first sample; anything where there is none.
    final long[] openMint;

    /// Sealed chunks, as [ChunkList] reads them.
    private final byte[] @Nullable [] chunks;

    private @Nullable ChunkPage[] pages = new @Nullable ChunkPage[0];

    /// Out-of-order samples, null where there are none.
    @Nullable OutOfOrderView @Nullable [] outOfOrder;

    /// Open blocks of histograms, null where there are none.
    private OpenHistograms.@Nullable View @Nullable [] openHistograms;

    /// Start timestamps of open blocks, null where there are none.
    private StartRuns.@Nullable View @Nullable [] openStarts;

    private final byte[] @Nullable [] openPage;
    private final int[] openOffset;
    private final int[] openBytes;
    private final HeadQuerier querier;

    CapturedSeries(Selection selection, HeadQuerier querier) {
        int n = selection.size();
        this.selection = selection;
        this.querier = querier;
        this.first = new long[n];
        this.end = new long[n];
        this.openStart = new long[n];
        this.openMint = new long[n];
        this.chunks = new byte[n][];
        this.openPage = new byte[n][];
        this.openOffset = new int[n];
        this.openBytes = new int[n];
    }

    /// Captures a series; the commit lock is held.
    ///
    /// @param samples how many samples of its life the series had at the querier's commit
    /// @param histograms the open block where it is one of histograms, else null
    /// @param starts the open block's start timestamps, null where there are none
    void capture(
            int ordinal,
            SeriesColumns columns,
            int slot,
            long samples,
            OpenHistograms.@Nullable View histograms,
            StartRuns.@Nullable View starts) {
        chunks[ordinal] = columns.chunks[slot];
        pages = columns.pages.pages();
        first[ordinal] = columns.dropped[slot];
        end[ordinal] = Math.max(samples, columns.dropped[slot]);
        openStart[ordinal] = columns.total[slot] - columns.openCount[slot];
        openMint[ordinal] = columns.openMint[slot];
        openPage[ordinal] = columns.openPage[slot];
        openOffset[ordinal] = columns.openOffset[slot];
        openBytes[ordinal] = columns.openBytes[slot];
        if (histograms != null) {
            if (openHistograms == null) {
                openHistograms = new OpenHistograms.@Nullable View[end.length];
            }
            openHistograms[ordinal] = histograms;
            openBytes[ordinal] = histograms.length();
        }
        if (starts != null) {
            if (openStarts == null) {
                openStarts = new StartRuns.@Nullable View[end.length];
            }
            openStarts[ordinal] = starts;
        }
    }

    /// Leaves out what comes before a sample; the commit lock is held.
    void leaveOut(int ordinal, long before) {
        first[ordinal] = Math.clamp(before, first[ordinal], end[ordinal]);
    }

    /// Shows the sealed chunks of a series.
    void chunks(int ordinal, ChunkList to) {
        ChunkList _ = to.unpack(chunks[ordinal], pages);
    }

    /// The number of sealed chunks of a series.
    int chunkCount(int ordinal) {
        return ChunkPacker.size(chunks[ordinal]);
    }

    /// Decodes the first samples of an open block.
    void decodeOpen(int ordinal, int count, long[] times, double[] values) {
        byte[] page = openPage[ordinal];
        try {
            if (count > 0 && page != null) {
                OpenBlockReader.decode(
                        page, openOffset[ordinal], openBytes[ordinal], count, times, values);
            }
        } finally {
            // A querier closed by force loses its claim on the bytes: they may be another's now.
            requireOpen();
        }
    }

    /// The open block of a series where it is one of histograms, else null.
    OpenHistograms.@Nullable View openHistograms(int ordinal) {
        return openHistograms == null ? null : openHistograms[ordinal];
    }

    /// Whether a series has histograms.
    boolean hasHistograms(int ordinal) {
        return ChunkPacker.hasHistograms(chunks[ordinal]) || openHistograms(ordinal) != null;
    }

    /// The start timestamps of a series' open block.
    StartRuns.View openStarts(int ordinal) {
        StartRuns.View starts = openStarts == null ? null : openStarts[ordinal];
        return starts == null ? StartRuns.NONE : starts;
    }

    /// Whether samples of a series may have start timestamps.
    boolean hasStarts(int ordinal) {
        return ChunkPacker.hasStarts(chunks[ordinal]) || openStarts(ordinal).size() > 0;
    }

    /// Whether a series has samples in an open block.
    boolean hasOpen(int ordinal) {
        return openStart[ordinal] < end[ordinal];
    }

    /// What the querier knows to be deleted of a series.
    SeriesTombstones deleted(int ordinal) {
        Map<Long, SeriesTombstones> all = querier.tombstones();
        return all.isEmpty()
                ? SeriesTombstones.NONE
                : all.getOrDefault(selection.refs()[ordinal], SeriesTombstones.NONE);
    }

    /// The size of a series' open block.
    int openBytes(int ordinal) {
        return openBytes[ordinal];
    }

    void requireOpen() {
        querier.requireOpen();
    }
}
