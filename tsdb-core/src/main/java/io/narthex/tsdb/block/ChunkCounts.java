package io.narthex.tsdb.block;

import java.util.concurrent.atomic.LongAdder;

/// Counts how chunks came into blocks.
///
/// Thread safety: safe for concurrent calls.
public final class ChunkCounts {
    private final LongAdder copied = new LongAdder();
    private final LongAdder encoded = new LongAdder();

    void addCopied() {
        copied.increment();
    }

    void addEncoded() {
        encoded.increment();
    }

    /// Chunks that were written as they were stored elsewhere.
    public long copied() {
        return copied.sum();
    }

    /// Chunks whose samples were encoded.
    public long encoded() {
        return encoded.sum();
    }
}
