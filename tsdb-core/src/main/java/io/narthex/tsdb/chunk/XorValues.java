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
        long top = bits.peek();
        if (top >= 0) {
            bits.skip(1);
            return 0;
        }
        if (top << 1 >= 0) {
            bits.skip(2);
        } else {
            int newLeading = (int) (top >>> 57) & 31;
            int significant = (int) (top >>> 51) & 63;
            bits.skip(13);
            significant = significant == 0 ? Long.SIZE : significant;
            if (newLeading + significant > Long.SIZE) {
                throw new MalformedChunkException(
                        "a value of " + newLeading + " + " + significant + " bits");
            }
            leading = newLeading;
            trailing = Long.SIZE - newLeading - significant;
        }
        return bits.read(Long.SIZE - leading - trailing) << trailing;
    }

    /// Writes the XOR of a value with its predecessor.
    void write(long xor, BitWriter bits) {
        if (xor == 0) {
            bits.write(0, 1);
            return;
        }
        int newLeading = Math.min(MAX_LEADING, Long.numberOfLeadingZeros(xor));
        int newTrailing = Long.numberOfTrailingZeros(xor);
        if (bounded && newLeading >= leading && newTrailing >= trailing) {
            bits.write(0b10, 2);
            bits.write(xor >>> trailing, Long.SIZE - leading - trailing);
            return;
        }
        leading = newLeading;
        trailing = newTrailing;
        bounded = true;
        int significant = Long.SIZE - leading - trailing;
        // 64 is written as 0, which no XOR that differs from 0 has.
        bits.write(0b11L << 11 | (long) leading << 6 | significant & 63, 13);
        bits.write(xor >>> trailing, significant);
    }
}
