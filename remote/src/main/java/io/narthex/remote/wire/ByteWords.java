package io.narthex.remote.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Byte arrays eight bytes at a time.
///
/// Thread safety: stateless.
public final class ByteWords {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private ByteWords() {}

    /// The eight bytes at a position, the first one lowest.
    public static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// The four bytes at a position, the first one lowest.
    public static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /// Sets the four bytes at a position.
    public static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    /// A hash of a stretch: each word is mixed in by a multiplication whose two halves are folded
    /// (as wyhash does).
    ///
    /// @param seed unknown to whoever sends the bytes, so that collisions can't be prepared
    public static long hash(long seed, byte[] bytes, int from, int length) {
        long h = seed ^ length;
        int end = from + length;
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            h = mix(h ^ word(bytes, i));
        }
        long tail = 0;
        for (; i < end; i++) {
            tail = tail << 8 | (bytes[i] & 0xff);
        }
        return mix(h ^ tail);
    }

    private static long mix(long x) {
        return Math.unsignedMultiplyHigh(x, MULTIPLIER) ^ (x * MULTIPLIER);
    }
}
