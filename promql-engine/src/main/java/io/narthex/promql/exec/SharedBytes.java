package io.narthex.promql.exec;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that all queries of an engine may hold together.
///
/// A quarter of them is divided evenly among as many queries as may run: so much a query always
/// gets, whatever the others hold. The rest goes to whoever asks first. That way the large queries
/// are refused when memory gets short, and a dashboard's small ones still are answered.
///
/// Thread safety: safe for concurrent calls.
public final class SharedBytes {
    private static final int OWN_PART = 4;

    private final long own;
    private final long common;
    private final AtomicLong held = new AtomicLong();

    /// @param limit of all queries together
    /// @param queries that run at once
    public SharedBytes(long limit, int queries) {
        long divided = limit / OWN_PART;
        this.own = divided / Math.max(1, queries);
        this.common = limit - divided;
    }

    /// What a query may hold beyond of its own share.
    ///
    /// @param bytes that it holds
    long beyondOwn(long bytes) {
        return Math.max(0, bytes - own);
    }

    /// Whether a query could hold so many bytes if no other held any.
    boolean couldHold(long bytes) {
        return bytes <= most();
    }

    /// The most that a query can hold.
    long most() {
        return own + common;
    }

    /// Takes bytes of those that are for whoever asks first, or gives them back.
    ///
    /// @return whether there were so many; they are taken even if not
    boolean take(long bytes) {
        return held.addAndGet(bytes) <= common || bytes <= 0;
    }
}
