package io.narthex.tsdb.chunk;

/// Reads chunks in Gorilla's XOR encoding, as Prometheus writes them.
///
/// Times are differences of differences, values the XOR with their predecessor without the zeros
/// around its middle. Each sample is a few bits long and needs the one before, so a chunk is
/// decoded in one go.
///
/// Thread safety: as [ChunkReader] says.
///
/// @see <a href="https://www.vldb.org/pvldb/vol8/p1816-teller.pdf">Pelkonen et al., Gorilla: A
///     Fast, Scalable, In-Memory Time Series Database, VLDB 2015</a>
final class XorChunk extends DecodedChunk {
    /// Bits of a difference of differences, by the number of ones before it.
    static final int[] DOD_BITS = {0, 14, 17, 20, 64};

    private final BitReader bits = new BitReader();
    private final XorValues window = new XorValues();

    @Override
    void decode(byte[] chunk, int from, int size, int n) {
        bits.reset(chunk, from + 2, from + size);
        long time = Bytes.unzigzag(bits.readVarint());
        long value = bits.read(Long.SIZE);
        times[0] = time;
        values[0] = Double.longBitsToDouble(value);
        window.clear();
        long delta = 0;
        for (int i = 1; i < n; i++) {
            delta = i == 1 ? bits.readVarint() : delta + readDod();
            time += delta;
            value ^= window.read(bits);
            times[i] = time;
            values[i] = Double.longBitsToDouble(value);
        }
    }

    private long readDod() {
        long top = bits.peek();
        if (top >= 0) {
            bits.skip(1);
            return 0;
        }
        int width = DOD_BITS[bits.readPrefix(4)];
        return signed(bits.read(width), width);
    }

    /// The number that `width` bits stand for: `-2^(width-1)+1 … 2^(width-1)`, one off two's
    /// complement.
    static long signed(long bits, int width) {
        return width < Long.SIZE && bits > 1L << (width - 1) ? bits - (1L << width) : bits;
    }
}
