package io.narthex.tsdb.chunk;

/// Writes chunks in Gorilla's XOR encoding, bit by bit as Prometheus does.
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
public final class XorEncoder implements FloatChunkEncoder {
    private final BitWriter bits = new BitWriter();
    private final XorValues window = new XorValues();

    @Override
    public int maxBytes(int n) {
        return 2 + Bytes.MAX_VARINT + 2 * Long.BYTES + 19 * n;
    }

    /// Encodes the first `n` samples; here up to 65,535.
    @Override
    public int encode(long[] times, double[] values, int n, byte[] dst, int at) {
        if (n < 1 || n > 0xffff) {
            throw new IllegalArgumentException("a chunk of " + n + " samples");
        }
        bits.reset(dst, at);
        window.clear();
        bits.write(n, 16);
        bits.writeVarint(Bytes.zigzag(times[0]));
        long last = Double.doubleToRawLongBits(values[0]);
        bits.write(last, Long.SIZE);
        long delta = 0;
        for (int i = 1; i < n; i++) {
            long newDelta = times[i] - times[i - 1];
            if (i == 1) {
                bits.writeVarint(newDelta);
            } else {
                writeDod(newDelta - delta);
            }
            delta = newDelta;
            long value = Double.doubleToRawLongBits(values[i]);
            window.write(value ^ last, bits);
            last = value;
        }
        return bits.finish() - at;
    }

    private void writeDod(long dod) {
        if (dod == 0) {
            bits.write(0, 1);
        } else if (fits(dod, 14)) {
            bits.write(0b10L << 14 | dod & (1 << 14) - 1, 16);
        } else if (fits(dod, 17)) {
            bits.write(0b110L << 17 | dod & (1 << 17) - 1, 20);
        } else if (fits(dod, 20)) {
            bits.write(0b1110L << 20 | dod & (1 << 20) - 1, 24);
        } else {
            bits.write(0b1111, 4);
            bits.write(dod, Long.SIZE);
        }
    }

    /// Whether `width` bits can stand for a number: see [XorChunk#signed].
    static boolean fits(long v, int width) {
        long limit = 1L << (width - 1);
        return v > -limit && v <= limit;
    }
}
