package io.narthex.tsdb.chunk;

/// Prometheus' numbers of varying width: as many ones as say which of eight widths follows, a zero
/// unless it is the last, and as many bits; a single zero for 0.
///
/// Thread safety: stateless.
final class Varbit {
    private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};
    private static final int LAST = WIDTHS.length - 1;

    private Varbit() {}

    /// Writes a signed number; the widths are one off two's complement, as in XOR chunks.
    static void write(long v, BitWriter bits) {
        int w = v == 0 ? 0 : 1;
        while (w > 0 && w < LAST && !XorEncoder.fits(v, WIDTHS[w])) {
            w++;
        }
        put(w, v, bits);
    }

    /// Writes an unsigned number.
    static void writeUnsigned(long v, BitWriter bits) {
        int w = v == 0 ? 0 : 1;
        while (w > 0 && w < LAST && v >>> WIDTHS[w] != 0) {
            w++;
        }
        put(w, v, bits);
    }

    private static void put(int w, long v, BitWriter bits) {
        if (w < LAST) {
            bits.write((1L << (w + 1)) - 2, w + 1);
        } else {
            bits.write((1L << LAST) - 1, LAST);
        }
        if (w > 0) {
            bits.write(v, WIDTHS[w]);
        }
    }

    static long read(BitReader bits) {
        int width = WIDTHS[bits.readPrefix(LAST)];
        return width == 0 ? 0 : XorChunk.signed(bits.read(width), width);
    }

    static long readUnsigned(BitReader bits) {
        int width = WIDTHS[bits.readPrefix(LAST)];
        return width == 0 ? 0 : bits.read(width);
    }
}
