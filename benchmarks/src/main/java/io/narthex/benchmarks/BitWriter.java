package io.narthex.benchmarks;

import java.util.Arrays;

/// Appends bits, the most significant first.
///
/// Thread safety: for one thread.
final class BitWriter {
    private byte[] bytes = new byte[64];
    private int bits;

    void write(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            if (bits >>> 3 == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            bytes[bits >>> 3] |= (byte) ((value >>> i & 1) << (7 - (bits & 7)));
            bits++;
        }
    }

    /// The bytes written, with a few more so that a reader may load whole words.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, (bits + 7 >>> 3) + Long.BYTES + 1);
    }
}
