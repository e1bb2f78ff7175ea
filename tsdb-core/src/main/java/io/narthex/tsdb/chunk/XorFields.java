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
        fields.add(new ChunkField(0, 16, "samples: " + chunk.count()));
        from = 16;
        bits.readVarint();
        add("time 0: " + chunk.timeAt(0));
        bits.read(Long.SIZE);
        add("value 0: " + chunk.valueAt(0));
        for (int i = 1; i < chunk.count(); i++) {
            addSample(i);
        }
        if (bits.remaining() > 0) {
            fields.add(new ChunkField(from, bits.remaining(), "padding"));
        }
    }

    private void addSample(int i) {
        long delta = chunk.timeAt(i) - chunk.timeAt(i - 1);
        if (i == 1) {
            bits.readVarint();
            add("time 1: +" + delta);
        } else {
            int width = XorChunk.DOD_BITS[bits.readPrefix(4)];
            if (width > 0) {
                bits.read(width);
            }
            long last = chunk.timeAt(i - 1) - chunk.timeAt(i - 2);
            add("time %d: +%d %s".formatted(i, delta, changed(delta - last)));
        }
        long xor = window.read(bits);
        add("value %d: %s".formatted(i, xor == 0 ? "the same" : ChunkField.text(chunk.valueAt(i))));
    }

    private static String changed(long dod) {
        return dod == 0 ? "again" : "(%+d)".formatted(dod);
    }

    private void add(String meaning) {
        fields.add(new ChunkField(from, bits.position() - from, meaning));
        from = bits.position();
    }

    List<ChunkField> fields() {
        return List.copyOf(fields);
    }
}
