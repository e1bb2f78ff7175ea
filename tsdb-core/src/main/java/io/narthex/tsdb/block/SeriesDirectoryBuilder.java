package io.narthex.tsdb.block;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Collects the series of an index, which are read from its begin to its end.
///
/// Thread safety: for one thread.
final class SeriesDirectoryBuilder {
    private final SymbolTable symbols;

    /// The references of the series; null where they are the series' numbers.
    int @Nullable [] refs;

    int[] pairStart = new int[65];
    int[] chunkStart = new int[65];
    int[] pairs = new int[512];
    long[] mint = new long[64];
    long[] maxt = new long[64];
    long[] chunkRef = new long[64];
    int series;
    int pairCount;
    int chunks;

    private SeriesDirectoryBuilder(SymbolTable symbols) {
        this.symbols = symbols;
    }

    /// Reads all series of an index.
    static SeriesDirectory read(MappedFile file, IndexToc toc, SymbolTable symbols) {
        SeriesDirectoryBuilder builder = new SeriesDirectoryBuilder(symbols);
        if (toc.packed()) {
            new PackedSeriesReader(file, builder).read(toc);
        } else {
            new PaddedSeriesReader(file, builder).read(toc);
        }
        return new SeriesDirectory(file, toc, symbols, builder);
    }

    /// Makes room for the pairs of a series.
    void reservePairs(int n) {
        if (pairs.length - pairCount < 2 * n) {
            pairs = Arrays.copyOf(pairs, Math.max(pairs.length * 2, pairCount + 2 * n));
        }
    }

    /// Takes pairs of the present series, for which there is room.
    void addPairs(MappedCursor in, int n) {
        for (int i = 0; i < 2 * n; i++) {
            long symbol = in.uvarint();
            if (symbol < 0 || symbol >= symbols.size()) {
                throw in.corrupt("symbol " + symbol + " of " + symbols.size());
            }
            pairs[pairCount++] = (int) symbol;
        }
    }

    /// Makes room for the chunks of a series.
    void reserveChunks(int n) {
        if (mint.length - chunks < n) {
            int size = Math.max(mint.length * 2, chunks + n);
            mint = Arrays.copyOf(mint, size);
            maxt = Arrays.copyOf(maxt, size);
            chunkRef = Arrays.copyOf(chunkRef, size);
        }
    }

    /// Takes a chunk of the present series, for which there is room.
    ///
    /// @param in what it was read from
    void addChunk(MappedCursor in, long start, long end, long ref) {
        boolean first = chunks == chunkStart[series];
        if (end < start || !first && start <= maxt[chunks - 1]) {
            throw in.corrupt(
                    "a chunk from %d to %d%s"
                            .formatted(start, end, first ? "" : " behind " + maxt[chunks - 1]));
        }
        mint[chunks] = start;
        maxt[chunks] = end;
        chunkRef[chunks++] = ref;
    }

    /// Goes on with the next series.
    void endSeries() {
        series++;
        if (series == pairStart.length) {
            pairStart = Arrays.copyOf(pairStart, series * 2);
            chunkStart = Arrays.copyOf(chunkStart, series * 2);
        }
        pairStart[series] = pairCount;
        chunkStart[series] = chunks;
    }
}
