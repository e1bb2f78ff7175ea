package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkField;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.io.CorruptionException;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Draws the bytes of one chunk with what they mean.
///
/// Thread safety: stateless.
public final class ChunkInspection {
    private static final int BYTES_A_LINE = 8;
    private static final int BITS_A_LINE = 24;

    private ChunkInspection() {}

    /// Draws the chunk of a series that holds a time, or the next one behind it.
    ///
    /// @param matchers select the series; of several the first in canonical order is taken
    /// @param time epoch milliseconds
    /// @return lines of text; a sentence where there is no such series or chunk
    /// @throws CorruptionException if the chunk is not what it should be
    public static String draw(Block block, List<LabelMatcher> matchers, long time) {
        SeriesDirectory directory = block.index().directory();
        int[] series = block.index().select(matchers).series();
        if (series.length == 0) {
            return "No series of " + block.directory() + " matches.\n";
        }
        int end = directory.endChunk(series[0]);
        int chunk = directory.firstEndingFrom(directory.firstChunk(series[0]), end, time);
        if (chunk == end) {
            return directory.labels(series[0]) + " has no chunk from " + time + " on.\n";
        }
        LoadedChunk slot = new LoadedChunk();
        block.segments().load(slot, directory, series[0], chunk, true);
        return title(directory, series[0], chunk, slot) + picture(slot);
    }

    private static String title(
            SeriesDirectory directory, int series, int chunk, LoadedChunk slot) {
        ChunkReader reader = slot.reader();
        long ref = directory.chunkRef(chunk);
        return """
        %s
        chunk %d of %d, in segment %06d at %d: encoding 0x%02x, %s
        %d samples from %s to %s in %d bytes, %.2f a sample

        """
                .formatted(
                        directory.labels(series),
                        chunk - directory.firstChunk(series) + 1,
                        directory.endChunk(series) - directory.firstChunk(series),
                        (ref >>> 32) + 1,
                        ref & 0xffff_ffffL,
                        slot.encoding().id(),
                        slot.encoding().label(),
                        reader.count(),
                        Instant.ofEpochMilli(reader.mint()),
                        Instant.ofEpochMilli(reader.maxt()),
                        slot.length(),
                        (double) slot.length() / reader.count());
    }

    private static String picture(LoadedChunk slot) {
        ChunkEncoding encoding = slot.encoding();
        StringBuilder out = new StringBuilder();
        for (ChunkField field : encoding.fields(slot.bytes(), slot.length())) {
            boolean whole = field.bit() % 8 == 0 && field.bits() % 8 == 0;
            int step = whole ? 8 * BYTES_A_LINE : BITS_A_LINE;
            for (int done = 0; done == 0 || done < field.bits(); done += step) {
                int bit = field.bit() + done;
                int n = Math.min(step, field.bits() - done);
                String place = whole ? "" + bit / 8 : bit / 8 + "." + bit % 8;
                String content = whole ? hex(slot.bytes(), bit / 8, n / 8) : binary(slot, bit, n);
                String meaning = done == 0 ? field.meaning() : "";
                out.append(
                        String.format(Locale.ROOT, "%7s  %-25s %s", place, content, meaning)
                                .stripTrailing());
                out.append('\n');
            }
        }
        return out.toString();
    }

    private static String hex(byte[] bytes, int from, int n) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < from + n; i++) {
            out.append(i > from ? " " : "").append(String.format("%02x", bytes[i]));
        }
        return out.toString();
    }

    private static String binary(LoadedChunk slot, int bit, int n) {
        StringBuilder out = new StringBuilder();
        for (int i = bit; i < bit + n; i++) {
            out.append(slot.bytes()[i >>> 3] >>> (7 - (i & 7)) & 1);
        }
        return out.toString();
    }
}
