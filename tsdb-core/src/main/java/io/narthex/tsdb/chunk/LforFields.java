package io.narthex.tsdb.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Takes an LFOR chunk apart, for people to look at.
///
/// Thread safety: for one thread.
final class LforFields {
    private static final String[] FLAGS = {
        "no drop", "raw", "exceptions", "fine slope", "gaps", "jitter", "stale markers", "deltas"
    };

    private final byte[] bytes;
    private final int flags;
    private final int count;
    private final int width;
    private final List<ChunkField> fields = new ArrayList<>();
    private int at;

    /// @param from where the chunk starts in the array
    /// @param length its bytes
    private LforFields(byte[] bytes, int from, int length) {
        LforCheck.check(bytes, from, length);
        this.bytes = bytes;
        flags = bytes[from + LforLayout.FLAGS];
        count = bytes[from + LforLayout.COUNT] & 0xff;
        width = bytes[from + LforLayout.WIDTH];
        at = from;
    }

    /// The parts of a chunk that starts with the array.
    static List<ChunkField> of(byte[] bytes, int length) {
        LforFields fields = new LforFields(bytes, 0, length);
        fields.addChunk();
        return List.copyOf(fields.fields);
    }

    /// The same of one with start timestamps.
    static List<ChunkField> ofStarted(byte[] bytes, int length) {
        int end = StartedLforChunk.columnEnd(bytes, 0, length);
        LforFields fields = new LforFields(bytes, end, length - end);
        StartColumn.check(bytes, StartedLforChunk.LENGTH_BYTES, end, fields.count);
        fields.at = 0;
        fields.addStarts(end);
        fields.addChunk();
        return List.copyOf(fields.fields);
    }

    /// The same of one that needs another chunk.
    static List<ChunkField> ofBeside(byte[] bytes, int length) {
        BesideChunk chunk = new BesideChunk();
        chunk.reset(bytes, 0, length);
        int header = BesideChunk.HEADER_BYTES;
        LforFields fields = new LforFields(bytes, header, length - header);
        fields.at = 0;
        fields.add(1, chunk.noDrop() ? ChunkPart.DEPTH_NO_DROP : ChunkPart.DEPTH, chunk.depth());
        fields.add(2, ChunkPart.BESIDE, chunk.distance());
        fields.addChunk();
        return List.copyOf(fields.fields);
    }

    private void addStarts(int end) {
        int length = StartedLforChunk.LENGTH_BYTES;
        add(length, ChunkPart.STARTS_LENGTH, end - length);
        StartColumn.Cursor in = new StartColumn.Cursor(bytes, at, end);
        int first = 0;
        for (int run = in.next(); run > 0; run = in.next()) {
            ChunkPart atOnce = first == 0 ? ChunkPart.STARTS_AT_T0 : ChunkPart.STARTS_AS_BEFORE;
            ChunkPart part = in.isFollowing() ? ChunkPart.STARTS_BEHIND : atOnce;
            add(in.position() - at, part, first, first + run - 1, in.number());
            first += run;
        }
    }

    private void addChunk() {
        addHeader();
        if ((flags & LforLayout.GAPS) != 0) {
            addGaps();
        }
        if ((flags & LforLayout.JITTER) != 0) {
            addJitter();
        }
        if (width > 0) {
            add(
                    Bytes.packedLength(count, width),
                    isDelta() ? ChunkPart.DELTAS : ChunkPart.RESIDUALS,
                    count,
                    width);
        }
        if (LforLayout.isPatched(flags)) {
            addPatches();
        }
        if ((flags & LforLayout.EXCEPTIONS) != 0) {
            addExceptions();
        }
    }

    private boolean isDelta() {
        return (flags & LforLayout.DELTAS) != 0;
    }

    private void addHeader() {
        StringJoiner set = new StringJoiner(", ");
        for (int f = 0; f < FLAGS.length; f++) {
            if ((flags >>> f & 1) != 0) {
                boolean patches = isDelta() && 1 << f == LforLayout.PATCHES;
                set.add(patches ? "patches" : FLAGS[f]);
            }
        }
        add(1, ChunkPart.FLAGS, set.length() == 0 ? "none" : set);
        add(1, ChunkPart.SAMPLES, count);
        add(1, ChunkPart.WIDTH, bytes[at]);
        add(1, ChunkPart.EXPONENT, bytes[at]);
        add(1, ChunkPart.SHIFT, bytes[at]);
        int lengths = bytes[at] & 0xff;
        add(1, ChunkPart.LENGTHS, lengths >>> 4, lengths & 15);
        int timeLengths = bytes[at] & 0xff;
        add(1, ChunkPart.TIME_LENGTHS, timeLengths >>> 4, timeLengths & 15);
        addNumber(timeLengths >>> 4, ChunkPart.T0);
        addNumber(timeLengths & 15, ChunkPart.INTERVAL);
        addNumber(lengths & 15, isDelta() ? ChunkPart.FIRST_NUMBER : ChunkPart.BASE);
        addNumber(lengths >>> 4, slope());
    }

    private ChunkPart slope() {
        if (isDelta()) {
            return ChunkPart.LEAST_DISTANCE;
        }
        return (flags & LforLayout.FINE_SLOPE) != 0 ? ChunkPart.FINE_SLOPE : ChunkPart.SLOPE;
    }

    private void addNumber(int length, ChunkPart part) {
        if (length > 0) {
            add(length, part, Bytes.getSigned(bytes, at, length));
        }
    }

    private void addGaps() {
        int gaps = bytes[at];
        add(1, ChunkPart.GAPS, gaps);
        for (int g = 0; g < gaps; g++) {
            long missed = Bytes.getLong(bytes, at) >>> 8 & LforLayout.MAX_MISSED;
            add(LforLayout.GAP_BYTES, ChunkPart.GAP, bytes[at] & 0xff, missed);
        }
    }

    private void addJitter() {
        int width = bytes[at];
        add(1, ChunkPart.JITTER_WIDTH, width);
        int length = bytes[at];
        add(1, ChunkPart.JITTER_LENGTH, length);
        addNumber(length, ChunkPart.JITTER_LEAST);
        add(Bytes.packedLength(count, width), ChunkPart.JITTER, count, width);
    }

    private void addPatches() {
        int patches = bytes[at] & 0xff;
        add(1, ChunkPart.PATCHES, patches);
        int length = bytes[at];
        add(1, ChunkPart.PATCH_LENGTH, length);
        for (int x = 0; x < patches; x++) {
            add(
                    1 + length,
                    ChunkPart.PATCH,
                    bytes[at] & 0xff,
                    Bytes.getSigned(bytes, at + 1, length));
        }
    }

    private void addExceptions() {
        int exceptions = bytes[at] & 0xff;
        add(1, ChunkPart.EXCEPTIONS, exceptions);
        for (int x = 0; x < exceptions; x++) {
            double value = Double.longBitsToDouble(Bytes.getLong(bytes, at + 1));
            add(
                    LforLayout.EXCEPTION_BYTES,
                    ChunkPart.EXCEPTION,
                    bytes[at] & 0xff,
                    ChunkField.text(value));
        }
    }

    private void add(int length, ChunkPart part, Object... values) {
        fields.add(ChunkField.of(8 * at, 8 * length, part, values));
        at += length;
    }
}
