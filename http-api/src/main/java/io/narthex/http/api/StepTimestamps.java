package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;

import java.io.IOException;

/// The timestamps of a range query, each rendered once however many series share it.
///
/// Thread safety: for one thread.
final class StepTimestamps {
    /// `[`, sign, sixteen digits, point, three digits, comma, quote.
    private static final int SLOT = 24;

    private final long start;
    private final long step;
    private final byte[] heads;
    private final byte[] lengths;
    private final byte[] scratch = new byte[SLOT + 8];

    /// @param step 0 where there is no grid
    /// @param count number of steps
    StepTimestamps(long start, long step, int count) {
        this.start = start;
        this.step = step;
        this.heads = new byte[step == 0 ? 0 : count * SLOT];
        this.lengths = new byte[step == 0 ? 0 : count];
    }

    /// Writes `[timestamp,"value"]`.
    void write(JsonWriter out, long timestamp, double value) throws IOException {
        long index = step == 0 ? -1 : (timestamp - start) / step;
        if (index < 0 || index >= lengths.length || start + index * step != timestamp) {
            out.sample(scratch, 0, render(timestamp, scratch, 0), value);
            return;
        }
        int slot = (int) index;
        if (lengths[slot] == 0) {
            lengths[slot] = (byte) render(timestamp, heads, slot * SLOT);
        }
        out.sample(heads, slot * SLOT, lengths[slot], value);
    }

    private static int render(long timestamp, byte[] dst, int at) {
        dst[at] = '[';
        int end = JsonWriter.timestamp(timestamp, dst, at + 1);
        dst[end++] = ',';
        dst[end++] = '"';
        return end - at;
    }
}
