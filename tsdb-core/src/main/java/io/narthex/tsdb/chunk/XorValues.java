package io.narthex.tsdb.chunk;

/// The part of the XOR encoding that holds values: each as the XOR with its predecessor, of which
/// only the bits between the outer zeros are kept, where possible between the same zeros as last
/// time.
///
/// Thread safety: for one thread.
final class XorValues {
    private static final int MAX_LEADING = 31;

    private int leading;
    private int trailing;

    /// Whether bounds have been set; before, even bounds that fit are written.
    private boolean bounded;

    /// Forgets the bounds, for another chunk or column.
    void clear() {
        leading = 0;
        trailing = 0;
        bounded = false;
    }

    /// Reads the XOR of a value with its predecessor.
    long read(BitReader bits) {
        return switch (bits.readPrefix(2)) {
            case 0 -> 0;
            case 1 -> readWithin(bits);
            default -> readBounded(bits);
        };
    }

    /// Reads a XOR between the zeros of last time.
    long readWithin(BitReader bits) {
        return bits.read(Long.SIZE - leading - trailing) << trailing;
    }

    /// Reads bounds, and a XOR between them.
    long readBounded(BitReader bits) {
        int newLeading = (int) bits.read(5);
        int significant = (int) bits.read(6);
        significant = significant == 0 ? Long.SIZE : significant;
        if (newLeading + significant > Long.SIZE) {
            throw new MalformedChunkException(
                    "a value of " + newLeading + " + " + significant + " bits");
        }
        leading = newLeading;
        trailing = Long.SIZE - newLeading - significant;
        return readWithin(bits);
    }

    /// Writes the XOR of a value with its predecessor.
    void write(long xor, BitWriter bits) {
        if (xor == 0) {
            bits.write(0, 1);
        } else if (isWithin(xor)) {
            bits.write(0b10, 2);
            writeWithin(xor, bits);
        } else {
            bits.write(0b11, 2);
            writeBounded(xor, bits);
        }
    }

    /// Whether a XOR fits between the zeros of last time.
    boolean isWithin(long xor) {
        return bounded
                && leadingZeros(xor) >= leading
                && Long.numberOfTrailingZeros(xor) >= trailing;
    }

    /// Writes a XOR that [#isWithin].
    void writeWithin(long xor, BitWriter bits) {
        bits.write(xor >>> trailing, Long.SIZE - leading - trailing);
    }

    /// Writes bounds, and a XOR between them.
    ///
    /// @param xor not 0
    void writeBounded(long xor, BitWriter bits) {
        leading = leadingZeros(xor);
        trailing = Long.numberOfTrailingZeros(xor);
        bounded = true;
        int significant = Long.SIZE - leading - trailing;
        // 64 is written as 0, which no XOR that differs from 0 has.
        bits.write((long) leading << 6 | significant & 63, 11);
        writeWithin(xor, bits);
    }

    private static int leadingZeros(long xor) {
        return Math.min(MAX_LEADING, Long.numberOfLeadingZeros(xor));
    }
}
