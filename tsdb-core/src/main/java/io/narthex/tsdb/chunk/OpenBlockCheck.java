package io.narthex.tsdb.chunk;

/// Checks that bytes from a file are an open block, before anybody decodes them where they lie or
/// appends to them.
///
/// Thread safety: for one thread.
public final class OpenBlockCheck {
    private final byte[] b;
    private final int end;
    private int at;
    private long time;
    private long delta;
    private long mantissa;
    private int exponent;
    private boolean raw;

    private OpenBlockCheck(byte[] b, int at, int end) {
        this.b = b;
        this.at = at;
        this.end = end;
    }

    /// Checks the block that lies from `offset` on, and that its last sample left the encoder in
    /// the state `s`.
    ///
    /// @param mint time of its first sample, epoch milliseconds
    /// @throws MalformedChunkException if it is none, or another's
    public static void check(byte[] page, int offset, OpenBlockState s, long mint) {
        require(s.count >= 1 && s.count <= Chunks.MAX_OPEN_SAMPLES, "samples", s.count);
        require(s.mode >= OpenBlock.DECIMAL && s.mode <= OpenBlock.RAW, "mode", s.mode);
        require(s.byteLength <= page.length - offset, "bytes", s.byteLength);
        OpenBlockCheck block = new OpenBlockCheck(page, offset, offset + s.byteLength);
        block.samples(s.count, mint);
        require(block.at == block.end, "bytes used", block.at - offset);
        require(block.time == s.lastTime, "time of the last sample", block.time);
        require(block.delta == s.delta, "last distance", block.delta);
        require(block.mantissa == s.mantissa, "last mantissa", block.mantissa);
        require(block.raw == (s.mode == OpenBlock.RAW), "mode", s.mode);
        require(block.exponent == s.exponent, "exponent", block.exponent);
    }

    private void samples(int count, long mint) {
        time = Bytes.unzigzag(varint());
        require(time == mint, "time of the first sample", time);
        for (int i = 0; i < count; i++) {
            long before = time;
            if (raw) {
                rawSample();
            } else {
                decimalSample(i == 0);
            }
            require(i == 0 || time > before, "time not after the one before", time);
        }
    }

    private void decimalSample(boolean first) {
        long tag = varint();
        if ((tag & OpenBlock.UNUSUAL) == 0) {
            mantissa += Bytes.unzigzag(tag >>> 1);
        } else {
            moveTime((tag & OpenBlock.IRREGULAR) != 0);
            if ((tag & OpenBlock.ODD) != 0) {
                long bits = bytes(Long.BYTES);
                if ((tag & OpenBlock.TO_RAW) != 0) {
                    raw = true;
                    mantissa = bits;
                }
            } else if ((tag & OpenBlock.RESCALED) != 0) {
                exponent = next();
                require(exponent <= Decimals.MAX_EXPONENT, "exponent", exponent);
                mantissa = Bytes.unzigzag(varint());
            } else {
                mantissa += Bytes.unzigzag(varint());
            }
        }
        if (!first) {
            time += delta;
        }
    }

    private void rawSample() {
        int tag = next();
        require(tag >>> 1 <= Long.BYTES, "bytes of a value", tag >>> 1);
        moveTime((tag & 1) != 0);
        time += delta;
        mantissa ^= bytes(tag >>> 1);
    }

    private void moveTime(boolean irregular) {
        if (irregular) {
            delta += Bytes.unzigzag(varint());
        }
    }

    private long varint() {
        long v = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = next();
            v |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return v;
            }
        }
        throw new MalformedChunkException("open block: a number of more than ten bytes");
    }

    private long bytes(int length) {
        long v = 0;
        for (int i = 0; i < length; i++) {
            v |= (long) next() << 8 * i;
        }
        return v;
    }

    private int next() {
        require(at < end, "no room for a sample at", end);
        return b[at++] & 0xff;
    }

    private static void require(boolean sound, String what, long value) {
        if (!sound) {
            throw new MalformedChunkException("open block: " + what + ": " + value);
        }
    }
}
