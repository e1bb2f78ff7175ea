package io.narthex.model;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/// What a store read for one selection: handed over with the [SelectHints] by whoever wants to
/// know, and filled by the store. A store that has nothing to tell leaves it as it is.
///
/// Thread safety: safe for concurrent calls.
public final class ReadReport {
    private final Object lock = new Object();

    /// Guarded by `lock`: how many chunks were selected, and which of them were ever read.
    private int selected;

    private final BitSet touched = new BitSet();

    private final LongAdder bytes = new LongAdder();

    /// The figures so far.
    ///
    /// @param decoded chunks that were read
    /// @param skipped chunks of the selected series that were not
    /// @param bytes read to decode them; a chunk counts as often as it is read
    public record Figures(int decoded, int skipped, long bytes) {}

    /// Tells that series with so many chunks were selected. A block that is still being filled is
    /// a chunk too.
    ///
    /// @return the number of the first of these chunks; the others follow
    public int selected(int chunks) {
        synchronized (lock) {
            int first = selected;
            selected += chunks;
            return first;
        }
    }

    /// Tells that a chunk was read.
    ///
    /// @param chunk its number
    /// @param size its bytes
    public void decoded(int chunk, int size) {
        synchronized (lock) {
            touched.set(chunk);
        }
        bytes.add(size);
    }

    /// What is known so far.
    public Figures figures() {
        synchronized (lock) {
            int decoded = touched.cardinality();
            return new Figures(decoded, selected - decoded, bytes.sum());
        }
    }
}
