package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;

import java.util.List;

/// Reads chunks in Prometheus' second XOR encoding, which its version 3.14 writes where it is
/// chosen.
///
/// From the third sample on one prefix says of the time and of the value whether they change as
/// expected, so a sample that does takes one bit. A stale marker is a prefix too, and the value
/// after it refers to the one before it. Start timestamps may stand between the samples.
///
/// Thread safety: as [ChunkReader] says.
final class Xor2Chunk extends DecodedChunk {
    /// By the ones of a sample's prefix: as expected, another value, another time by 13, 20 or 64
    /// bits, a stale marker in time.
    static final int MOST_ONES = 5;

    static final int[] DOD_BITS = {0, 0, 13, 20, Long.SIZE, 0};

    private final BitReader bits = new BitReader();
    private final XorValues window = new XorValues();
    private final InlineStarts startReader = new InlineStarts();
    private long[] starts = new long[0];
    private long delta;

    /// What the next value refers to: the last one that was no stale marker.
    private long reference;

    @Override
    int leastSampleBits() {
        return 1;
    }

    @Override
    void decode(byte[] chunk, int from, int size, int n) {
        bits.reset(chunk, from + 2, from + size);
        window.clear();
        startReader.reset((int) bits.read(8));
        starts = starts.length < n ? new long[n] : starts;
        delta = 0;
        times[0] = Bytes.unzigzag(bits.readVarint());
        values[0] = bits.readDouble();
        starts[0] = startReader.read(0, times[0], bits);
        reference = StaleNaN.isStale(values[0]) ? 0 : Double.doubleToRawLongBits(values[0]);
        for (int i = 1; i < n; i++) {
            values[i] = Double.longBitsToDouble(i == 1 ? second() : next());
            times[i] = times[i - 1] + delta;
            starts[i] = startReader.read(i, times[i - 1], bits);
        }
    }

    private long second() {
        delta = bits.readVarint();
        return value();
    }

    private long next() {
        int ones = bits.readPrefix(MOST_ONES);
        return switch (ones) {
            case 0 -> reference;
            case 1 -> changed(bits.readPrefix(1));
            case MOST_ONES -> StaleNaN.BITS;
            default -> {
                int spare = Long.SIZE - DOD_BITS[ones];
                delta += bits.read(DOD_BITS[ones]) << spare >> spare;
                yield value();
            }
        };
    }

    private long value() {
        int ones = bits.readPrefix(3);
        return switch (ones) {
            case 0 -> reference;
            case 1, 2 -> changed(ones - 1);
            default -> StaleNaN.BITS;
        };
    }

    private long changed(int bounds) {
        reference ^= bounds == 0 ? window.readWithin(bits) : window.readBounded(bits);
        return reference;
    }

    @Override
    public long startAt(int i) {
        decoded();
        return starts[i];
    }

    /// The parts of a chunk, see [ChunkEncoding#fields].
    static List<ChunkField> fields(byte[] bytes, int length) {
        int count = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return List.of(
                ChunkField.of(0, 16, ChunkPart.SAMPLES, count),
                ChunkField.of(16, 8, ChunkPart.START_FLAGS),
                ChunkField.of(24, 8 * (length - 3), ChunkPart.STARTED_FLOATS));
    }
}
