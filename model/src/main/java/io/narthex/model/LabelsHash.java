package io.narthex.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The hash of a label set as Prometheus computes it, where the number itself shows: it decides
/// which series a ratio keeps, and which of two exemplars comes first.
///
/// Thread safety: stateless.
public final class LabelsHash {
    /// Strings shorter than this have a length of one byte; others this byte and three more.
    private static final int LONG_STRING = 255;

    private LabelsHash() {}

    /// The xxHash of all names and values, each behind its length; as unsigned.
    public static long of(Labels labels) {
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
        return XxHash64.hash(bytes, n);
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
}
