package io.narthex.scrape.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;

/// Arrays for bodies, shared by all targets: few of them have a body at the same time, and one
/// array for each would take more memory than their series do.
///
/// Thread safety: safe for concurrent calls.
final class BodyBuffers {
    /// Doubled as often as wanted, this and its header stay below a power of two. G1 gives an array
    /// that exceeds half a region whole regions, and the rest of the last one stays empty.
    private static final int SMALLEST = (8 << 10) - 64;

    /// A few bodies come or are stored at once; what more gives back is left to the collector.
    private static final int MAX_KEPT = 4;

    /// Larger bodies are rare enough to be allocated anew.
    private static final int MAX_KEPT_BYTES = 4 << 20;

    private final ArrayDeque<byte[]> kept = new ArrayDeque<>(MAX_KEPT);

    /// An array with the bytes of another, which this takes back.
    ///
    /// @param used the bytes to keep
    /// @param needed the least length wanted
    /// @param limit the greatest length wanted
    byte[] grown(byte[] bytes, int used, int needed, int limit) {
        byte[] larger = take(needed);
        if (larger == null) {
            long doubled = Math.max(SMALLEST, 2L * bytes.length);
            larger = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, limit)));
        } else {
            System.arraycopy(bytes, 0, larger, 0, used);
        }
        giveBack(bytes);
        return larger;
    }

    private synchronized byte @Nullable [] take(int needed) {
        byte[] last = kept.peekLast();
        return last != null && last.length >= needed ? kept.pollLast() : null;
    }

    /// Takes an array that nobody uses any more. The largest are kept.
    synchronized void giveBack(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_KEPT_BYTES) {
            return;
        }
        byte[] last = kept.peekLast();
        if (last == null || bytes.length >= last.length) {
            kept.addLast(bytes);
        } else {
            kept.addFirst(bytes);
        }
        if (kept.size() > MAX_KEPT) {
            kept.removeFirst();
        }
    }
}
