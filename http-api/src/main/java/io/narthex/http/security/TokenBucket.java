package io.narthex.http.security;

import java.util.function.LongSupplier;

/// Counts requests against a [RateLimit]. Where the limit becomes another one, it starts anew with
/// a full bucket.
///
/// Thread safety: safe for concurrent calls.
public final class TokenBucket {
    private final LongSupplier nanoTime;
    private RateLimit limit = RateLimit.NONE;

    /// What is in the bucket, as the time in which so much comes.
    private long nanos;

    private long filledAt;

    /// @param nanoTime a clock as [System#nanoTime]
    public TokenBucket(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Takes a token.
    ///
    /// @param now the limit that holds
    /// @return whether there was one, or no limit
    public boolean take(RateLimit now) {
        return now.interval().isZero() || takeLimited(now);
    }

    private synchronized boolean takeLimited(RateLimit now) {
        long time = nanoTime.getAsLong();
        long token = now.interval().toNanos();
        long full =
                token > Long.MAX_VALUE / Math.max(1, now.burst())
                        ? Long.MAX_VALUE
                        : token * now.burst();
        if (now.equals(limit)) {
            nanos += Math.clamp(time - filledAt, 0, full - nanos);
        } else {
            limit = now;
            nanos = full;
        }
        filledAt = time;
        if (nanos < token || now.burst() == 0) {
            return false;
        }
        nanos -= token;
        return true;
    }
}
