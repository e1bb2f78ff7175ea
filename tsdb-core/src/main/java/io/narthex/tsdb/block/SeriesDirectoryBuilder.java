package io.narthex.tsdb.block;

import java.util.Arrays;

/// Reads the series section of an index from its begin to its end.
///
/// Thread safety: for one thread.
final class SeriesDirectoryBuilder {
    private static final int LEAST_PAIR_BYTES = 2;
    private static final int LEAST_CHUNK_BYTES = 3;

    private final MappedFile file;
    private final SymbolTable symbols;

    int[] refs = new int[64];
    int[] pairStart = new int[65];
    int[] chunkStart = new int[65];
    int[] pairs = new int[512];
    long[] mint = new long[64];
    long[] maxt = new long[64];
    long[] chunkRef = new long[64];
    int series;
    int pairCount;
    int chunks;

    private SeriesDirectoryBuilder(MappedFile file, SymbolTable symbols) {
        this.file = file;
        this.symbols = symbols;
    }

    /// Reads all series of an index.
    static SeriesDirectory read(MappedFile file, IndexToc toc, SymbolTable symbols) {
        SeriesDirectoryBuilder builder = new SeriesDirectoryBuilder(file, symbols);
        long at = aligned(toc.series());
        while (at < toc.labelIndices()) {
            at = builder.readSeries(at, toc.labelIndices());
        }
        return new SeriesDirectory(file, symbols, builder);
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
        growSeries();
        refs[series] = (int) (at / IndexLayout.SERIES_ALIGNMENT);
        readPairs(in);
        readChunks(in);
        if (in.hasMore()) {
            throw in.corrupt("bytes behind the chunks of a series");
        }
        series++;
        pairStart[series] = pairCount;
        chunkStart[series] = chunks;
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

    private void readPairs(MappedCursor in) {
        int n = in.count(LEAST_PAIR_BYTES);
        if (pairs.length - pairCount < 2 * n) {
            pairs = Arrays.copyOf(pairs, Math.max(pairs.length * 2, pairCount + 2 * n));
        }
        for (int i = 0; i < 2 * n; i++) {
            long symbol = in.uvarint();
            if (symbol < 0 || symbol >= symbols.size()) {
                throw in.corrupt("symbol " + symbol + " of " + symbols.size());
            }
            pairs[pairCount++] = (int) symbol;
        }
    }

    private void readChunks(MappedCursor in) {
        int n = in.count(LEAST_CHUNK_BYTES);
        if (mint.length - chunks < n) {
            int size = Math.max(mint.length * 2, chunks + n);
            mint = Arrays.copyOf(mint, size);
            maxt = Arrays.copyOf(maxt, size);
            chunkRef = Arrays.copyOf(chunkRef, size);
        }
        long time = 0;
        long ref = 0;
        for (int i = 0; i < n; i++) {
            long start = i == 0 ? in.varint() : time + in.uvarint();
            long end = start + in.uvarint();
            ref = i == 0 ? in.uvarint() : ref + in.varint();
            if (end < start || i > 0 && start <= time) {
                throw in.corrupt("a chunk from " + start + " to " + end + " behind " + time);
            }
            mint[chunks] = start;
            maxt[chunks] = end;
            chunkRef[chunks++] = ref;
            time = end;
        }
    }

    private void growSeries() {
        if (series == refs.length) {
            refs = Arrays.copyOf(refs, series * 2);
            pairStart = Arrays.copyOf(pairStart, series * 2 + 1);
            chunkStart = Arrays.copyOf(chunkStart, series * 2 + 1);
        }
    }
}
