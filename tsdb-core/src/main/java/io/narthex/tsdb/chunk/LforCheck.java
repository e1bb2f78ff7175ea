package io.narthex.tsdb.chunk;

/// Checks that bytes are an LFOR chunk, before anybody decodes them where they lie: every length is
/// possible, and together they are the chunk's length.
///
/// Thread safety: stateless.
final class LforCheck {
    private static final int MAX_EXPONENT = 12;
    private static final int MAX_PACKED = 56;

    private LforCheck() {}

    /// Checks `length` bytes from `at`.
    ///
    /// @throws MalformedChunkException if reading them could leave them
    static void check(byte[] b, int at, int length) {
        require(length >= LforLayout.FIELDS, "length", length);
        int count = b[at + LforLayout.COUNT] & 0xff;
        require(count >= 1 && count <= Chunks.MAX_LONG_SAMPLES, "samples", count);
        width(b[at + LforLayout.WIDTH]);
        int exponent = b[at + LforLayout.EXPONENT];
        require(exponent >= 0 && exponent <= MAX_EXPONENT, "exponent", exponent);
        int shift = b[at + LforLayout.SHIFT];
        require(shift >= 0 && shift < Long.SIZE, "shift", shift);
        int end = at + length;
        int p = fieldsEnd(b, at);
        require(p <= end, "no room for fields", length);
        p = times(b, p, end, b[at + LforLayout.FLAGS], count);
        p += Bytes.packedLength(count, b[at + LforLayout.WIDTH]);
        require(p <= end, "no room for values", length);
        if (LforLayout.isPatched(b[at + LforLayout.FLAGS])) {
            p = patches(b, p, end, count);
        }
        if ((b[at + LforLayout.FLAGS] & LforLayout.EXCEPTIONS) != 0) {
            p = exceptions(b, p, end, count);
        }
        require(p == end, "bytes used", p - at);
    }

    /// Checks the sections of the times; returns where they end.
    private static int times(byte[] b, int at, int end, int flags, int count) {
        int p = at;
        if ((flags & LforLayout.GAPS) != 0) {
            p = gaps(b, p, end, count);
        }
        if ((flags & LforLayout.JITTER) != 0) {
            require(p + 2 <= end, "no room for jitter at", p);
            int width = b[p];
            width(width);
            require(width > 0, "bits of jitter", width);
            int bytes = b[p + 1];
            require(bytes >= 0 && bytes <= Long.BYTES, "bytes of the least residual", bytes);
            p += 2 + bytes + Bytes.packedLength(count, width);
        }
        return p;
    }

    private static int fieldsEnd(byte[] b, int at) {
        int lengths = b[at + LforLayout.BASE_SLOPE_LENGTHS] & 0xff;
        int times = b[at + LforLayout.INTERVAL_T0_LENGTHS] & 0xff;
        return at
                + LforLayout.FIELDS
                + fieldLength(lengths & 15)
                + fieldLength(lengths >>> 4)
                + fieldLength(times & 15)
                + fieldLength(times >>> 4);
    }

    private static int fieldLength(int n) {
        require(n <= Long.BYTES, "bytes of a field", n);
        return n;
    }

    private static int gaps(byte[] b, int at, int end, int count) {
        require(at < end, "no room for gaps at", at);
        int gaps = b[at];
        require(gaps >= 1 && gaps <= LforLayout.MAX_GAPS, "gaps", gaps);
        int p = at + 1;
        require(p + gaps * LforLayout.GAP_BYTES <= end, "no room for gaps", gaps);
        int last = 0;
        for (int g = 0; g < gaps; g++, p += LforLayout.GAP_BYTES) {
            int index = b[p] & 0xff;
            require(index > last && index < count, "gap before sample", index);
            last = index;
        }
        return p;
    }

    private static int patches(byte[] b, int at, int end, int count) {
        require(at + 2 <= end, "no room for patches at", at);
        int patches = b[at] & 0xff;
        require(patches >= 1 && patches <= count, "patches", patches);
        int bytes = b[at + 1];
        require(bytes >= 1 && bytes <= Long.BYTES, "bytes of a patch", bytes);
        int p = at + 2;
        require(p + patches * (1 + bytes) <= end, "no room for patches", patches);
        int last = -1;
        for (int x = 0; x < patches; x++, p += 1 + bytes) {
            int index = b[p] & 0xff;
            require(index > last && index < count, "patch of sample", index);
            last = index;
        }
        return p;
    }

    private static int exceptions(byte[] b, int at, int end, int count) {
        require(at < end, "no room for exceptions at", at);
        int exceptions = b[at] & 0xff;
        require(exceptions >= 1 && exceptions <= count, "exceptions", exceptions);
        int p = at + 1;
        require(
                p + exceptions * LforLayout.EXCEPTION_BYTES <= end,
                "no room for exceptions",
                exceptions);
        for (int x = 0; x < exceptions; x++, p += LforLayout.EXCEPTION_BYTES) {
            require((b[p] & 0xff) < count, "exception at sample", b[p] & 0xff);
        }
        return p;
    }

    private static void width(int width) {
        require(
                width >= 0 && width <= MAX_PACKED || width == Long.SIZE,
                "bits of a residual",
                width);
    }

    private static void require(boolean sound, String what, int value) {
        if (!sound) {
            throw new MalformedChunkException("LFOR: " + what + ": " + value);
        }
    }
}
