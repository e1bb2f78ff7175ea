package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

/// Writes chunks in Prometheus' second XOR encoding, bit by bit as Prometheus does: see
/// [Xor2Chunk].
///
/// Thread safety: holds scratch; for one thread at a time, to be reused.
final class Xor2Encoder implements FloatChunkEncoder {
    /// A prefix of five bits, a difference of differences, a prefix of three, bounds, a value; a
    /// prefix of eight and a start timestamp.
    private static final int MAX_SAMPLE_BYTES = (5 + 64 + 3 + 11 + 64 + 8 + 64 + 7) / 8;

    private static final long[] NO_STARTS = new long[Chunks.MAX_SAMPLES];

    private final BitWriter bits = new BitWriter();
    private final XorValues window = new XorValues();
    private final InlineStarts startWriter = new InlineStarts();

    /// What the next value refers to: the last one that was no stale marker.
    private long reference;

    @Override
    public int maxBytes(int n) {
        return 3 + 2 * Bytes.MAX_VARINT + Long.BYTES + MAX_SAMPLE_BYTES * n;
    }

    @Override
    public int encode(long[] times, double[] values, int n, byte[] dst, int at) {
        return encode(times, values, NO_STARTS, n, dst, at);
    }

    /// Encodes the first `n` samples; here up to [Chunks#MAX_SAMPLES].
    @Override
    public int encode(long[] times, double[] values, long[] starts, int n, byte[] dst, int at) {
        if (n < 1 || n > Chunks.MAX_SAMPLES) {
            throw new IllegalArgumentException("a chunk of " + n + " samples");
        }
        bits.reset(dst, at);
        window.clear();
        bits.write(n, 16);
        bits.write(startWriter.begin(starts, n), 8);
        bits.writeVarint(Bytes.zigzag(times[0]));
        bits.write(Double.doubleToRawLongBits(values[0]), Long.SIZE);
        reference = StaleNaN.isStale(values[0]) ? 0 : Double.doubleToRawLongBits(values[0]);
        startWriter.write(times, starts, 0, bits);
        long delta = 0;
        for (int i = 1; i < n; i++) {
            long newDelta = times[i] - times[i - 1];
            long value = Double.doubleToRawLongBits(values[i]);
            if (i == 1) {
                bits.writeVarint(newDelta);
                writeValue(value);
            } else if (newDelta == delta) {
                writeInTime(value);
            } else {
                writeDod(newDelta - delta);
                writeValue(value);
            }
            delta = newDelta;
            startWriter.write(times, starts, i, bits);
        }
        return bits.finish() - at;
    }

    private void writeInTime(long value) {
        long xor = value ^ reference;
        if (value == StaleNaN.BITS) {
            bits.write(0b11111, 5);
        } else if (xor == 0) {
            bits.write(0, 1);
        } else if (window.isWithin(xor)) {
            bits.write(0b100, 3);
            window.writeWithin(xor, bits);
            reference = value;
        } else {
            bits.write(0b101, 3);
            window.writeBounded(xor, bits);
            reference = value;
        }
    }

    private void writeDod(long dod) {
        if (fits(dod, 13)) {
            bits.write(0b110L << 13 | dod & (1 << 13) - 1, 16);
        } else if (fits(dod, 20)) {
            bits.write(0b1110L << 20 | dod & (1 << 20) - 1, 24);
        } else {
            bits.write(0b11110, 5);
            bits.write(dod, Long.SIZE);
        }
    }

    /// Whether `width` bits can stand for a number in two's complement.
    private static boolean fits(long v, int width) {
        int spare = Long.SIZE - width;
        return v << spare >> spare == v;
    }

    private void writeValue(long value) {
        long xor = value ^ reference;
        if (value == StaleNaN.BITS) {
            bits.write(0b111, 3);
        } else if (xor == 0) {
            bits.write(0, 1);
        } else if (window.isWithin(xor)) {
            bits.write(0b10, 2);
            window.writeWithin(xor, bits);
            reference = value;
        } else {
            bits.write(0b110, 3);
            window.writeBounded(xor, bits);
            reference = value;
        }
    }
}
