package io.narthex.tsdb.block;

import java.util.Arrays;

/// Reads what [PaddedSeries] writes.
///
/// Thread safety: for one thread.
final class PaddedSeriesReader {
    private static final int LEAST_PAIR_BYTES = 2;
    private static final int LEAST_CHUNK_BYTES = 3;

    private final MappedFile file;
    private final SeriesDirectoryBuilder directory;
    private int[] refs = new int[64];

    PaddedSeriesReader(MappedFile file, SeriesDirectoryBuilder directory) {
        this.file = file;
        this.directory = directory;
    }

    void read(IndexToc toc) {
        long at = aligned(toc.series());
        while (at < toc.labelIndices()) {
            at = readSeries(at, toc.labelIndices());
        }
        directory.refs = Arrays.copyOf(refs, directory.series);
    }

    private static long aligned(long at) {
        return (at + IndexLayout.SERIES_ALIGNMENT - 1) & -IndexLayout.SERIES_ALIGNMENT;
    }

    /// Reads one series; returns where the next one starts.
    private long readSeries(long at, long sectionEnd) {
        MappedCursor length = new MappedCursor(file, at, sectionEnd);
        int bytes = length.count(1);
        long from = length.position();
        if (bytes == 0) {
            requirePadding(at, sectionEnd);
            return sectionEnd;
        }
        file.checkCrc(from, bytes, "a series");
        MappedCursor in = new MappedCursor(file, from, from + bytes);
        if (directory.series == refs.length) {
            refs = Arrays.copyOf(refs, 2 * refs.length);
        }
        refs[directory.series] = (int) (at / IndexLayout.SERIES_ALIGNMENT);
        int pairs = in.count(LEAST_PAIR_BYTES);
        directory.reservePairs(pairs);
        directory.addPairs(in, pairs);
        readChunks(in);
        if (in.hasMore()) {
            throw in.corrupt("bytes behind the chunks of a series");
        }
        directory.endSeries();
        return aligned(from + bytes + Integer.BYTES);
    }

    /// Behind the last series there may be zeros, fewer than any series takes.
    private void requirePadding(long at, long sectionEnd) {
        for (long i = at; i < sectionEnd; i++) {
            if (i == at + IndexLayout.SERIES_ALIGNMENT || file.u8(i) != 0) {
                throw file.corrupt(at, "a series of no bytes");
            }
        }
    }

    private void readChunks(MappedCursor in) {
        int n = in.count(LEAST_CHUNK_BYTES);
        directory.reserveChunks(n);
        long time = 0;
        long ref = 0;
        for (int i = 0; i < n; i++) {
            long start = i == 0 ? in.varint() : time + in.uvarint();
            long end = start + in.uvarint();
            ref = i == 0 ? in.uvarint() : ref + in.varint();
            directory.addChunk(in, start, end, ref);
            time = end;
        }
    }
}
