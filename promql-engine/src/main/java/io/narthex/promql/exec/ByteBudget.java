package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes one query may hold at once, and the most it held. What goes beyond its own share is
/// taken of what all queries may hold together.
///
/// Thread safety: safe for concurrent calls.
public final class ByteBudget {
    private final long limit;
    private final SharedBytes shared;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /// @param limit most bytes at once
    /// @param shared with the other queries
    public ByteBudget(long limit, SharedBytes shared) {
        this.limit = limit;
        this.shared = shared;
    }

    /// Takes bytes.
    ///
    /// @throws QueryException.TooManySamples if the limit is passed; the caller releases what it
    ///     charged before as usual
    /// @throws QueryException.Overloaded if all queries together hold too much; likewise
    public void charge(long bytes) {
        long now = held.addAndGet(bytes);
        boolean there = shared.take(shared.beyondOwn(now) - shared.beyondOwn(now - bytes));
        if (now > limit || !shared.couldHold(now)) {
            release(bytes);
            boolean own = now > limit;
            throw new QueryException.TooManySamples(
                    "query processing would hold more than "
                            + (own ? limit : shared.most())
                            + " bytes in memory; ask for fewer series, a shorter range or a larger"
                            + " step, or raise the limit, query.max-"
                            + (own ? "bytes" : "total-bytes"));
        }
        if (!there) {
            release(bytes);
            throw new QueryException.Overloaded(
                    "all queries together hold as much memory as query.max-total-bytes allows;"
                            + " try again later");
        }
        if (now > peak.get()) {
            peak.accumulateAndGet(now, Math::max);
        }
    }

    /// Gives bytes back.
    public void release(long bytes) {
        long now = held.addAndGet(-bytes);
        boolean unused = shared.take(shared.beyondOwn(now) - shared.beyondOwn(now + bytes));
    }

    /// Gives everything back, as before anything was charged. Nobody may charge at the same time.
    public void clear() {
        release(held.get());
        kept.set(0);
        peak.set(0);
    }

    /// Takes bytes for what need not be kept. They have an allowance of their own, an eighth of the
    /// limit, so that keeping things never makes a query fail.
    ///
    /// @return whether they may be kept; if so, [#forget] gives them back
    boolean mayKeep(long bytes) {
        if (kept.addAndGet(bytes) > limit / 8) {
            kept.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /// Gives bytes of [#mayKeep] back.
    void forget(long bytes) {
        kept.addAndGet(-bytes);
    }

    /// The most bytes at once.
    public long limit() {
        return limit;
    }

    /// The bytes that are held now.
    public long held() {
        return held.get();
    }

    /// The most bytes that were held at once.
    public long peak() {
        return peak.get();
    }
}
