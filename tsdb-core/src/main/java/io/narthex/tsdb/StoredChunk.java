package io.narthex.tsdb;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkField;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.merge.ChunkedSeries;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A sealed chunk of a series, for people to look at.
///
/// @param labels the series
/// @param matching how many series met what was asked for; this is the first of them
/// @param number of the chunk among those that can be shown, 1 for the oldest; 0 where there is
///     none
/// @param chunks how many of the series can be shown: sealed, and meaningful without another one
/// @param encoding such as `lfor`; empty where there is no chunk
/// @param bytes all of the chunk
/// @param parts in the order of its bits
/// @param times of its samples, epoch milliseconds; empty for native histograms
/// @param values of its samples
///
/// Thread safety: immutable; nobody may write to the arrays.
public record StoredChunk(
        Labels labels,
        int matching,
        int number,
        int chunks,
        String encoding,
        byte[] bytes,
        List<Part> parts,
        long[] times,
        double[] values) {

    /// A part of a chunk.
    ///
    /// @param bit where it starts, the highest bit of the first byte being 0
    /// @param name what it is, in small letters and dashes
    /// @param values what it says
    /// @param meaning both as a sentence
    public record Part(int bit, int bits, String name, List<String> values, String meaning) {}

    /// Finds a chunk.
    ///
    /// @param number 1 for the oldest; the newest for 0, and for more than there are
    /// @return null where no series meets the matchers
    static @Nullable StoredChunk find(Querier querier, List<LabelMatcher> matchers, int number) {
        int matching = querier.select(hints(true, 0), matchers).size();
        SeriesSet first = querier.select(hints(false, 1), matchers);
        if (first.size() == 0) {
            return null;
        }
        SeriesData series = first.cursor().at(0);
        List<Integer> starts = starts(series);
        int chosen = number == 0 ? starts.size() : Math.min(number, starts.size());
        if (chosen == 0 || !(series instanceof ChunkedSeries chunked)) {
            return new StoredChunk(
                    series.labels(),
                    matching,
                    0,
                    0,
                    "",
                    new byte[0],
                    List.of(),
                    new long[0],
                    new double[0]);
        }
        return read(chunked, starts.get(chosen - 1), matching, chosen, starts.size());
    }

    private static SelectHints hints(boolean labelsOnly, int limit) {
        return new SelectHints(Long.MIN_VALUE, Long.MAX_VALUE, 0, labelsOnly, limit);
    }

    private static List<Integer> starts(SeriesData series) {
        List<Integer> starts = new ArrayList<>();
        if (series instanceof ChunkedSeries chunked) {
            for (int i = 0; i < series.count(); i = chunked.endOfChunk(i)) {
                if (chunked.chunkAt(i) != null) {
                    starts.add(i);
                }
            }
        }
        return starts;
    }

    private static StoredChunk read(
            ChunkedSeries series, int start, int matching, int number, int chunks) {
        ChunkEncoding encoding = series.chunkAt(start);
        if (encoding == null) {
            throw new IllegalStateException("BUG: no chunk at " + start);
        }
        ByteBuffer buffer = series.chunkBytes(start);
        int length = buffer.remaining();
        byte[] bytes = new byte[length + Chunks.SLACK];
        buffer.get(bytes, 0, length);
        ChunkReader reader = encoding.newReader();
        reader.reset(bytes, 0, length);
        int floats = encoding.isHistogram() ? 0 : reader.count();
        long[] times = new long[floats];
        double[] values = new double[floats];
        if (floats > 0) {
            reader.times(0, floats, times, 0);
            reader.values(0, floats, values, 0);
        }
        return new StoredChunk(
                series.labels(),
                matching,
                number,
                chunks,
                encoding.label(),
                Arrays.copyOf(bytes, length),
                encoding.fields(bytes, length).stream().map(StoredChunk::part).toList(),
                times,
                values);
    }

    private static Part part(ChunkField field) {
        return new Part(
                field.bit(),
                field.bits(),
                field.part().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                field.values(),
                field.meaning());
    }
}
