package io.narthex.tsdb.index;

import java.util.concurrent.atomic.AtomicLong;

/// Numbers for sets of series, each given once in the life of the process: sets of whatever store
/// can be told apart by them.
///
/// Thread safety: safe for concurrent calls.
public final class Fingerprints {
    private static final AtomicLong LAST = new AtomicLong();

    private Fingerprints() {}

    /// A number that was never given before; not 0.
    public static long next() {
        return LAST.incrementAndGet();
    }
}
