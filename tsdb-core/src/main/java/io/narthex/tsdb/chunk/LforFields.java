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
        fields.add(
                1,
                "depth: %d%s"
                        .formatted(chunk.depth(), chunk.noDrop() ? ", no drop of values" : ""));
        fields.add(2, "differences from the chunk %d before".formatted(chunk.distance()));
        fields.addChunk();
        return List.copyOf(fields.fields);
    }

    private void addStarts(int end) {
        int length = StartedLforChunk.LENGTH_BYTES;
        add(length, "bytes of start timestamps: " + (end - length));
        StartColumn.Cursor in = new StartColumn.Cursor(bytes, at, end);
        int first = 0;
        for (int run = in.next(); run > 0; run = in.next()) {
            String of = "samples %d to %d, start timestamps: ".formatted(first, first + run - 1);
            String from =
                    in.isFollowing()
                            ? "the time of the sample before"
                            : first == 0 ? "t0" : "that of the sample before";
            add(in.position() - at, of + from + " less " + in.number());
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
                    "%d residuals of %d bits, from the %s"
                            .formatted(count, width, isDelta() ? "value before" : "line"));
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
        add(1, set.length() == 0 ? "flags: none" : "flags: " + set);
        add(1, "samples: " + count);
        add(1, "bits of a value's residual: " + bytes[at]);
        add(1, "decimal exponent: values are divided by 10^" + bytes[at]);
        add(1, "shift: low zero bits of residuals: " + bytes[at]);
        int lengths = bytes[at] & 0xff;
        add(1, "bytes of slope: %d, of base: %d".formatted(lengths >>> 4, lengths & 15));
        int timeLengths = bytes[at] & 0xff;
        add(1, "bytes of t0: %d, of interval: %d".formatted(timeLengths >>> 4, timeLengths & 15));
        addNumber(timeLengths >>> 4, "t0, epoch milliseconds: ");
        addNumber(timeLengths & 15, "interval, milliseconds: ");
        addNumber(lengths & 15, isDelta() ? "first number: " : "base of the line: ");
        addNumber(lengths >>> 4, slope());
    }

    private String slope() {
        if (isDelta()) {
            return "least distance from the value before: ";
        }
        return (flags & LforLayout.FINE_SLOPE) != 0
                ? "slope of the line, in 1/65536: "
                : "slope of the line: ";
    }

    private void addNumber(int length, String meaning) {
        if (length > 0) {
            add(length, meaning + Bytes.getSigned(bytes, at, length));
        }
    }

    private void addGaps() {
        int gaps = bytes[at];
        add(1, "gaps: " + gaps);
        for (int g = 0; g < gaps; g++) {
            long missed = Bytes.getLong(bytes, at) >>> 8 & LforLayout.MAX_MISSED;
            add(
                    LforLayout.GAP_BYTES,
                    "before sample %d, intervals missed so far: %d"
                            .formatted(bytes[at] & 0xff, missed));
        }
    }

    private void addJitter() {
        int width = bytes[at];
        add(1, "bits of a time's residual: " + width);
        int length = bytes[at];
        add(1, "bytes of the least one: " + length);
        addNumber(length, "the least one: ");
        add(
                Bytes.packedLength(count, width),
                "%d residuals of times, of %d bits".formatted(count, width));
    }

    private void addPatches() {
        int patches = bytes[at] & 0xff;
        add(1, "patches: " + patches);
        int length = bytes[at];
        add(1, "bytes of a patch: " + length);
        for (int x = 0; x < patches; x++) {
            add(
                    1 + length,
                    "sample %d, residual: %d"
                            .formatted(bytes[at] & 0xff, Bytes.getSigned(bytes, at + 1, length)));
        }
    }

    private void addExceptions() {
        int exceptions = bytes[at] & 0xff;
        add(1, "exceptions: " + exceptions);
        for (int x = 0; x < exceptions; x++) {
            double value = Double.longBitsToDouble(Bytes.getLong(bytes, at + 1));
            add(
                    LforLayout.EXCEPTION_BYTES,
                    "sample %d: %s".formatted(bytes[at] & 0xff, ChunkField.text(value)));
        }
    }

    private void add(int length, String meaning) {
        fields.add(new ChunkField(8 * at, 8 * length, meaning));
        at += length;
    }
}
