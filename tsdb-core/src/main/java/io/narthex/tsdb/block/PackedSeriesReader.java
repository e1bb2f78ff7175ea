package io.narthex.tsdb.block;

import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/// Reads what [PackedSeries] writes.
///
/// Thread safety: for one thread.
final class PackedSeriesReader {
    private static final int LEAST_SERIES_BYTES = 3;
    private static final int LEAST_PAIR_BYTES = 2;

    private final MappedFile file;
    private final SeriesDirectoryBuilder directory;

    PackedSeriesReader(MappedFile file, SeriesDirectoryBuilder directory) {
        this.file = file;
        this.directory = directory;
    }

    void read(IndexToc toc) {
        long at = toc.series();
        while (at < toc.labelIndices()) {
            MappedCursor in = file.section(at, "a group of series");
            readGroup(in);
            at = in.position() + Integer.BYTES;
        }
        if (at != toc.labelIndices()) {
            throw file.corrupt(at, "series beyond their section");
        }
    }

    private void readGroup(MappedCursor in) {
        int left = in.count32(LEAST_SERIES_BYTES);
        if (left == 0) {
            throw in.corrupt("a group without series");
        }
        int first = directory.series;
        long ref = 0;
        for (; left > 0; left--) {
            readPairs(in, directory.series == first);
            ref = readChunks(in, directory.series == first, ref);
            directory.endSeries();
        }
        if (in.hasMore()) {
            throw in.corrupt("bytes behind the last series of a group");
        }
    }

    private void readPairs(MappedCursor in, boolean first) {
        int before = first ? 0 : pairsOfLast();
        long shared = in.uvarint();
        if (shared < 0 || shared > Math.min(before, IndexLayout.MOST_SHARED_PAIRS)) {
            throw in.corrupt(shared + " pairs of the series before, which has " + before);
        }
        int others = in.count(LEAST_PAIR_BYTES);
        int copied = (int) shared;
        directory.reservePairs(copied + others);
        int[] pairs = directory.pairs;
        System.arraycopy(
                pairs, directory.pairCount - 2 * before, pairs, directory.pairCount, 2 * copied);
        directory.pairCount += 2 * copied;
        directory.addPairs(in, others);
    }

    private int pairsOfLast() {
        int last = directory.series - 1;
        return (directory.pairStart[last + 1] - directory.pairStart[last]) / 2;
    }

    /// Returns where the last chunk lies.
    private long readChunks(MappedCursor in, boolean first, long lastRef) {
        long header = in.uvarint();
        ChunkTimes times = ChunkTimes.of(in, (int) header & (1 << ChunkTimes.BITS) - 1);
        int n = in.checkedCount(header >>> ChunkTimes.BITS, 1);
        int before = first ? 0 : directory.chunkStart[directory.series] - firstOfLast();
        if (times != ChunkTimes.OWN && n != before) {
            throw in.corrupt(n + " chunks like those of the series before, which has " + before);
        }
        directory.reserveChunks(n);
        long ref = lastRef;
        long time = 0;
        for (int c = 0; c < n; c++) {
            int like = directory.chunks - n;
            long start =
                    switch (times) {
                        case OWN -> c == 0 ? in.varint() : time + in.uvarint();
                        case NEAR -> directory.mint[like] + in.varint();
                        case SAME -> directory.mint[like];
                    };
            long end =
                    switch (times) {
                        case OWN -> start + in.uvarint();
                        case NEAR -> directory.maxt[like] + in.varint();
                        case SAME -> directory.maxt[like];
                    };
            ref += in.varint();
            directory.addChunk(in, start, end, ref);
            time = end;
        }
        return ref;
    }

    private int firstOfLast() {
        return directory.chunkStart[directory.series - 1];
    }

    /// Reads a list of series.
    ///
    /// @param in behind the list's length
    /// @param size the number of all series
    static RoaringBitmap readList(MappedCursor in, int size) {
        RoaringBitmapWriter<RoaringBitmap> out = RoaringBitmapWriter.writer().get();
        long left = in.u32();
        long next = 0;
        while (left > 0) {
            long token = in.uvarint();
            long first = next + (token >>> 1);
            long run = (token & 1) == 0 ? 1 : 2 + in.uvarint();
            if (first < next || first >= size || run < 1 || run > Math.min(left, size - first)) {
                throw in.corrupt("%d series from %d on, of %d".formatted(run, first, size));
            }
            if (run == 1) {
                out.add((int) first);
            } else {
                out.add(first, first + run);
            }
            next = first + run;
            left -= run;
        }
        if (in.hasMore()) {
            throw in.corrupt("bytes behind a list of series");
        }
        return out.get();
    }
}
