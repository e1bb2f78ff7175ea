package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes one query may hold at once.
///
/// Thread safety: safe for concurrent calls.
public final class ByteBudget {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /// @param limit most bytes at once
    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /// Takes bytes.
    ///
    /// @throws QueryException.TooManySamples if the limit is passed; the caller releases what it
    ///     charged before as usual
    public void charge(long bytes) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            throw new QueryException.TooManySamples(
                    "query would hold more than " + limit + " bytes in memory");
        }
    }

    /// Gives bytes back.
    public void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /// The most bytes at once.
    public long limit() {
        return limit;
    }
}
