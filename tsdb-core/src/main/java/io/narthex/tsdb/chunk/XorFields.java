package io.narthex.tsdb.chunk;

import java.util.ArrayList;
import java.util.List;

/// Takes an XOR chunk apart, for people to look at.
///
/// Thread safety: for one thread.
final class XorFields {
    private final BitReader bits = new BitReader();
    private final XorValues window = new XorValues();
    private final XorChunk chunk = new XorChunk();
    private final List<ChunkField> fields = new ArrayList<>();
    private int from;

    XorFields(byte[] bytes, int length) {
        chunk.reset(bytes, 0, length);
        chunk.verify();
        bits.reset(bytes, 2, length);
        fields.add(ChunkField.of(0, 16, ChunkPart.SAMPLES, chunk.count()));
        from = 16;
        bits.readVarint();
        add(ChunkPart.FIRST_TIME, 0, chunk.timeAt(0));
        bits.read(Long.SIZE);
        add(ChunkPart.VALUE, 0, chunk.valueAt(0));
        for (int i = 1; i < chunk.count(); i++) {
            addSample(i);
        }
        if (bits.remaining() > 0) {
            fields.add(ChunkField.of(from, bits.remaining(), ChunkPart.PADDING));
        }
    }

    private void addSample(int i) {
        long delta = chunk.timeAt(i) - chunk.timeAt(i - 1);
        if (i == 1) {
            bits.readVarint();
            add(ChunkPart.TIME, 1, delta);
        } else {
            int width = XorChunk.DOD_BITS[bits.readPrefix(4)];
            if (width > 0) {
                bits.read(width);
            }
            long last = chunk.timeAt(i - 1) - chunk.timeAt(i - 2);
            if (delta == last) {
                add(ChunkPart.TIME_AGAIN, i, delta);
            } else {
                add(ChunkPart.TIME_CHANGED, i, delta, "%+d".formatted(delta - last));
            }
        }
        long xor = window.read(bits);
        if (xor == 0) {
            add(ChunkPart.SAME_VALUE, i);
        } else {
            add(ChunkPart.VALUE, i, ChunkField.text(chunk.valueAt(i)));
        }
    }

    private void add(ChunkPart part, Object... values) {
        fields.add(ChunkField.of(from, bits.position() - from, part, values));
        from = bits.position();
    }

    List<ChunkField> fields() {
        return List.copyOf(fields);
    }
}
