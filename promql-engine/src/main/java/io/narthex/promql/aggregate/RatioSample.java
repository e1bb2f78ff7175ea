package io.narthex.promql.aggregate;

import io.narthex.model.Labels;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Which part of all series a series belongs to: a number from 0 to 1 that depends on its labels
/// alone, the same as Prometheus'.
///
/// Thread safety: stateless.
public final class RatioSample {
    /// Strings shorter than this have a length of one byte; others this byte and three more.
    private static final int LONG_STRING = 255;

    /// The greatest hash, as a float.
    private static final double SCALE = 0x1p64;

    private RatioSample() {}

    /// A series' place.
    public static double offset(Labels labels) {
        byte[] bytes = new byte[64 * labels.size()];
        int n = 0;
        for (int i = 0; i < labels.size(); i++) {
            for (String s : new String[] {labels.name(i), labels.value(i)}) {
                byte[] text = s.getBytes(StandardCharsets.UTF_8);
                bytes = withRoom(bytes, n + 4 + text.length);
                n = appendLength(bytes, n, text.length);
                System.arraycopy(text, 0, bytes, n, text.length);
                n += text.length;
            }
        }
        long hash = XxHash64.hash(bytes, n);
        // A long as unsigned: halved, with the bit that is lost kept for rounding.
        double unsigned = hash >= 0 ? hash : 2.0 * (hash >>> 1 | hash & 1);
        return unsigned / SCALE;
    }

    private static byte[] withRoom(byte[] bytes, int length) {
        return length <= bytes.length
                ? bytes
                : Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
    }

    private static int appendLength(byte[] into, int at, int length) {
        if (length < LONG_STRING) {
            into[at] = (byte) length;
            return at + 1;
        }
        into[at] = (byte) LONG_STRING;
        into[at + 1] = (byte) length;
        into[at + 2] = (byte) (length >>> 8);
        into[at + 3] = (byte) (length >>> 16);
        return at + 4;
    }

    /// Whether a series is among those that a ratio keeps: the lower ones, or, for a negative
    /// ratio, those that its complement leaves.
    ///
    /// @param ratio from -1 to 1
    public static boolean keeps(double ratio, double offset) {
        return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
    }
}
