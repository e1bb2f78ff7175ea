package io.narthex.tsdb.chunk;

/// Appends samples to the unsealed tail of a series.
///
/// The block's bytes lie in a region of a page that the caller owns. Bytes below
/// [OpenBlockState#byteLength] are never written again, so a reader may capture the length and the
/// count and read on while the writer appends.
///
/// The first sample is its time as a zigzag varint and its value. Each sample starts with a varint
/// `tag`. In decimal mode an even tag is the usual case, the zigzag difference of mantissas at the
/// usual distance in time; an odd one says what is unusual ([#IRREGULAR], [#RESCALED], [#ODD],
/// [#TO_RAW]) and the parts follow. In raw mode the tag is the number of bytes of the value's XOR
/// with its predecessor, and whether the time is unusual.
///
/// Thread safety: stateless; a block has one writer at a time.
public final class OpenBlock {
    /// The state's mode: values are differences of decimal mantissas.
    static final int DECIMAL = 0;

    /// Like [#DECIMAL], and the last value was odd: the next odd one turns the block raw.
    static final int DECIMAL_AFTER_ODD = 1;

    /// Values are XORs of IEEE bits.
    static final int RAW = 2;

    /// Tag bit: unusual. The others below count only with it.
    static final int UNUSUAL = 1;

    /// Tag bit: the distance in time changed; the change follows.
    static final int IRREGULAR = 2;

    /// Tag bit: a new exponent and the whole mantissa follow, instead of a difference.
    static final int RESCALED = 4;

    /// Tag bit: eight bytes follow; the next difference is against the value before.
    static final int ODD = 8;

    /// Tag bit, with [#ODD]: the block is raw from the next value on.
    static final int TO_RAW = 16;

    private OpenBlock() {}

    /// Appends one sample to the block in `page[offset … offset+capacity-1]` and advances the
    /// state.
    ///
    /// @param t epoch milliseconds, after the block's last
    /// @param v any double, its bits are kept
    /// @return the bytes written; where the region is too small, minus the bytes needed, and then
    ///     neither the state nor the bytes below its length have changed
    public static int append(
            byte[] page, int offset, int capacity, OpenBlockState s, long t, double v) {
        if (s.mode == RAW) {
            return appendRaw(page, offset, capacity, s, t, v);
        }
        int exponent = Decimals.exponent(v, s.exponent);
        return exponent < 0
                ? appendOdd(page, offset, capacity, s, t, v)
                : appendDecimal(
                        page, offset, capacity, s, t, Decimals.mantissa(v, exponent), exponent);
    }

    /// The same for a value known as `mantissa / 10^exponent`, as a number parser finds it.
    ///
    /// @param mantissa below 2^53 in absolute value; no negative zero
    /// @param exponent 0 … 22
    public static int append(
            byte[] page,
            int offset,
            int capacity,
            OpenBlockState s,
            long t,
            long mantissa,
            int exponent) {
        long m = mantissa;
        int e = exponent;
        while (e > s.exponent && m % 10 == 0) {
            m /= 10;
            e--;
        }
        while (e < s.exponent && Math.abs(m) < Decimals.MANTISSA_LIMIT / 10) {
            m *= 10;
            e++;
        }
        if (s.mode == RAW || e > Decimals.MAX_EXPONENT || e < s.exponent) {
            return append(page, offset, capacity, s, t, Decimals.value(mantissa, exponent));
        }
        return appendDecimal(page, offset, capacity, s, t, m, e);
    }

    private static int appendDecimal(
            byte[] page, int offset, int capacity, OpenBlockState s, long t, long m, int e) {
        int start = offset + s.byteLength;
        long change = t - s.lastTime - s.delta;
        boolean first = s.count == 0;
        boolean rescaled = e != s.exponent;
        int room = offset + capacity - start;
        if (room < Chunks.MAX_OPEN_SAMPLE_BYTES) {
            int needed = decimalLength(s, change, m, rescaled);
            if (needed > room) {
                return -needed;
            }
        }
        int p = first ? Bytes.putVarint(page, start, Bytes.zigzag(t)) : start;
        boolean irregular = !first && change != 0;
        long difference = Bytes.zigzag(rescaled ? m : m - s.mantissa);
        if (irregular || rescaled) {
            page[p++] = (byte) tag(irregular, rescaled ? RESCALED : 0);
            p = irregular ? Bytes.putVarint(page, p, Bytes.zigzag(change)) : p;
            if (rescaled) {
                page[p++] = (byte) e;
            }
            p = Bytes.putVarint(page, p, difference);
        } else {
            p = Bytes.putVarint(page, p, difference << 1);
        }
        s.mantissa = m;
        s.exponent = e;
        s.mode = DECIMAL;
        return advance(s, t, p - start);
    }

    private static int decimalLength(OpenBlockState s, long change, long m, boolean rescaled) {
        long difference = Bytes.zigzag(rescaled ? m : m - s.mantissa);
        if (s.count == 0) {
            return varintLength(Bytes.zigzag(s.lastTime + s.delta + change))
                    + (rescaled ? 2 + varintLength(difference) : varintLength(difference << 1));
        }
        if (change == 0 && !rescaled) {
            return varintLength(difference << 1);
        }
        return 1
                + (change == 0 ? 0 : varintLength(Bytes.zigzag(change)))
                + (rescaled ? 1 : 0)
                + varintLength(difference);
    }

    private static int appendOdd(
            byte[] page, int offset, int capacity, OpenBlockState s, long t, double v) {
        int start = offset + s.byteLength;
        boolean first = s.count == 0;
        long change = t - s.lastTime - s.delta;
        boolean irregular = !first && change != 0;
        int timeLength =
                first
                        ? varintLength(Bytes.zigzag(t))
                        : irregular ? varintLength(Bytes.zigzag(change)) : 0;
        int needed = 1 + timeLength + Long.BYTES;
        if (start + needed > offset + capacity) {
            return -needed;
        }
        // A NaN (a stale marker above all) says nothing about the values to come.
        boolean toRaw = s.mode == DECIMAL_AFTER_ODD && !Double.isNaN(v);
        long bits = Double.doubleToRawLongBits(v);
        int p = first ? Bytes.putVarint(page, start, Bytes.zigzag(t)) : start;
        page[p++] = (byte) tag(irregular, ODD | (toRaw ? TO_RAW : 0));
        p = irregular ? Bytes.putVarint(page, p, Bytes.zigzag(change)) : p;
        putBytes(page, p, bits, Long.BYTES);
        if (toRaw) {
            s.mode = RAW;
            s.mantissa = bits;
        } else if (!Double.isNaN(v)) {
            s.mode = DECIMAL_AFTER_ODD;
        }
        return advance(s, t, needed);
    }

    private static int appendRaw(
            byte[] page, int offset, int capacity, OpenBlockState s, long t, double v) {
        long bits = Double.doubleToRawLongBits(v);
        long xor = bits ^ s.mantissa;
        int length = (Bytes.width(xor) + 7) >>> 3;
        long change = t - s.lastTime - s.delta;
        boolean irregular = change != 0;
        int timeLength = irregular ? varintLength(Bytes.zigzag(change)) : 0;
        int needed = 1 + timeLength + length;
        int start = offset + s.byteLength;
        if (start + needed > offset + capacity) {
            return -needed;
        }
        int p = start;
        page[p++] = (byte) (length << 1 | (irregular ? 1 : 0));
        p = irregular ? Bytes.putVarint(page, p, Bytes.zigzag(change)) : p;
        putBytes(page, p, xor, length);
        s.mantissa = bits;
        return advance(s, t, needed);
    }

    private static int tag(boolean irregular, int rest) {
        return UNUSUAL | (irregular ? IRREGULAR : 0) | rest;
    }

    private static void putBytes(byte[] page, int at, long v, int length) {
        for (int i = 0; i < length; i++) {
            page[at + i] = (byte) (v >>> 8 * i);
        }
    }

    private static int varintLength(long v) {
        return v == 0 ? 1 : (Bytes.width(v) + 6) / 7;
    }

    private static int advance(OpenBlockState s, long t, int written) {
        s.delta = s.count == 0 ? 0 : t - s.lastTime;
        s.lastTime = t;
        s.count++;
        s.byteLength += written;
        return written;
    }
}
