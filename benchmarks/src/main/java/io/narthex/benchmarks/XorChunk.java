package io.narthex.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A chunk as Facebook's Gorilla paper (Pelkonen et al., VLDB 2015, §4.1) describes it, with the
/// bit widths of Prometheus: delta of deltas for timestamps, XOR for values. Decoding is sequential
/// by nature.
///
/// Thread safety: immutable; iterators are for one thread.
final class XorChunk {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int count;

    private XorChunk(byte[] bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    static XorChunk encode(long[] times, double[] values, int from, int to) {
        BitWriter out = new BitWriter();
        long delta = 0;
        int leading = -1;
        int trailing = 0;
        for (int i = from; i < to; i++) {
            long bits = Double.doubleToRawLongBits(values[i]);
            if (i == from) {
                out.write(times[i], 64);
                out.write(bits, 64);
                continue;
            }
            long next = times[i] - times[i - 1];
            writeDelta(out, next - delta);
            delta = next;
            long xor = bits ^ Double.doubleToRawLongBits(values[i - 1]);
            if (xor == 0) {
                out.write(0, 1);
                continue;
            }
            int lead = Math.min(31, Long.numberOfLeadingZeros(xor));
            int trail = Long.numberOfTrailingZeros(xor);
            if (leading >= 0 && lead >= leading && trail >= trailing) {
                out.write(0b10, 2);
                out.write(xor >>> trailing, 64 - leading - trailing);
            } else {
                leading = lead;
                trailing = trail;
                int significant = 64 - lead - trail;
                out.write(0b11, 2);
                out.write(lead, 5);
                out.write(significant & 63, 6);
                out.write(xor >>> trail, significant);
            }
        }
        return new XorChunk(out.toBytes(), to - from);
    }

    private static void writeDelta(BitWriter out, long dod) {
        if (dod == 0) {
            out.write(0, 1);
        } else if (fits(dod, 14)) {
            out.write(0b10, 2);
            out.write(dod, 14);
        } else if (fits(dod, 17)) {
            out.write(0b110, 3);
            out.write(dod, 17);
        } else if (fits(dod, 20)) {
            out.write(0b1110, 4);
            out.write(dod, 20);
        } else {
            out.write(0b1111, 4);
            out.write(dod, 64);
        }
    }

    private static boolean fits(long dod, int bits) {
        return dod >= -(1L << bits - 1) + 1 && dod <= 1L << bits - 1;
    }

    int bytes() {
        return bytes.length - Long.BYTES - 1;
    }

    Cursor cursor() {
        return new Cursor();
    }

    /// Goes over the samples.
    final class Cursor {
        private long at;
        private int read;
        private long time;
        private long delta;
        private long value;
        private int leading;
        private int trailing;

        /// Goes on to the next sample, if there is one.
        boolean next() {
            if (read == count) {
                return false;
            }
            if (read++ == 0) {
                time = bits(64);
                value = bits(64);
                return true;
            }
            delta += readDelta();
            time += delta;
            if (bits(1) != 0) {
                readXor();
            }
            return true;
        }

        private long readDelta() {
            if (bits(1) == 0) {
                return 0;
            }
            int width = bits(1) == 0 ? 14 : bits(1) == 0 ? 17 : bits(1) == 0 ? 20 : 64;
            long raw = bits(width);
            return width == 64 || raw <= 1L << width - 1 ? raw : raw - (1L << width);
        }

        private void readXor() {
            if (bits(1) != 0) {
                leading = (int) bits(5);
                int significant = (int) bits(6);
                trailing = 64 - leading - (significant == 0 ? 64 : significant);
            }
            value ^= bits(64 - leading - trailing) << trailing;
        }

        private long bits(int n) {
            int index = (int) (at >>> 3);
            int shift = (int) (at & 7);
            long word = (long) LONGS.get(bytes, index) << shift;
            if (shift > 0) {
                word |= (bytes[index + Long.BYTES] & 0xffL) >>> 8 - shift;
            }
            at += n;
            return word >>> 64 - n;
        }

        long time() {
            return time;
        }

        double value() {
            return Double.longBitsToDouble(value);
        }
    }
}
