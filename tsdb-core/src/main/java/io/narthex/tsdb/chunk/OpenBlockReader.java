package io.narthex.tsdb.chunk;

/// Reads open blocks.
///
/// Thread safety: stateless.
public final class OpenBlockReader {
    private OpenBlockReader() {}

    /// Decodes the first `count` samples, which took the first `byteLength` bytes.
    ///
    /// @param times gets the times from index 0, epoch milliseconds
    /// @param values gets the values from index 0
    public static void decode(
            byte[] page, int offset, int byteLength, int count, long[] times, double[] values) {
        if (count > 0) {
            new Cursor(page, offset, offset + byteLength).decode(count, times, values);
        }
    }

    /// The state of one pass. It lives for one call, which lets the compiler keep it in registers.
    private static final class Cursor {
        private final byte[] page;
        private final int end;
        private int at;
        private long time;
        private long delta;
        private long mantissa;
        private int exponent;
        private boolean raw;

        Cursor(byte[] page, int at, int end) {
            this.page = page;
            this.at = at;
            this.end = end;
        }

        void decode(int count, long[] times, double[] values) {
            time = Bytes.unzigzag(varint());
            for (int i = 0; i < count; i++) {
                if (at >= end) {
                    throw new IllegalStateException(
                            "BUG: open block ends before sample " + i + " of " + count);
                }
                boolean first = i == 0;
                values[i] = raw ? rawValue() : decimalValue(first);
                times[i] = time;
            }
        }

        private double decimalValue(boolean first) {
            long tag = varint();
            if ((tag & OpenBlock.UNUSUAL) == 0) {
                moveTime(false, first);
                mantissa += Bytes.unzigzag(tag >>> 1);
                return Decimals.value(mantissa, exponent);
            }
            moveTime((tag & OpenBlock.IRREGULAR) != 0, first);
            if ((tag & OpenBlock.ODD) != 0) {
                long bits = bytes(Long.BYTES);
                if ((tag & OpenBlock.TO_RAW) != 0) {
                    raw = true;
                    mantissa = bits;
                }
                return Double.longBitsToDouble(bits);
            }
            if ((tag & OpenBlock.RESCALED) != 0) {
                exponent = page[at++];
                mantissa = Bytes.unzigzag(varint());
            } else {
                mantissa += Bytes.unzigzag(varint());
            }
            return Decimals.value(mantissa, exponent);
        }

        private double rawValue() {
            int tag = page[at++];
            moveTime((tag & 1) != 0, false);
            mantissa ^= bytes(tag >>> 1);
            return Double.longBitsToDouble(mantissa);
        }

        private void moveTime(boolean irregular, boolean first) {
            if (irregular) {
                delta += Bytes.unzigzag(varint());
            }
            if (!first) {
                time += delta;
            }
        }

        private long varint() {
            long v = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = page[at++];
                v |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return v;
                }
            }
        }

        private long bytes(int length) {
            long v = 0;
            for (int i = 0; i < length; i++) {
                v |= (page[at++] & 0xffL) << 8 * i;
            }
            return v;
        }
    }
}
