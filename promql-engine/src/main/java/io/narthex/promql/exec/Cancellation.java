package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import java.util.function.LongSupplier;

/// Whether a query may go on: its deadline and its cancel flag.
///
/// Thread safety: safe for concurrent calls.
public final class Cancellation {
    private final long deadlineNanos;
    private final LongSupplier clock;
    private volatile boolean canceled;

    /// @param deadlineNanos in terms of the clock
    /// @param clock such as [System#nanoTime]; asked at every [#check]
    public Cancellation(long deadlineNanos, LongSupplier clock) {
        this.deadlineNanos = deadlineNanos;
        this.clock = clock;
    }

    /// Asks the query to stop.
    public void cancel() {
        canceled = true;
    }

    /// Whether [#cancel] was called.
    public boolean isCanceled() {
        return canceled;
    }

    /// Nanoseconds until the deadline; not positive after it.
    public long remainingNanos() {
        return deadlineNanos - clock.getAsLong();
    }

    /// Returns if the query may go on.
    ///
    /// @param phase what the query is doing, as Prometheus words it
    /// @throws QueryException.Canceled if somebody cancelled it
    /// @throws QueryException.Timeout if the deadline passed
    public void check(String phase) {
        if (canceled) {
            throw new QueryException.Canceled("query was canceled in " + phase);
        }
        if (remainingNanos() <= 0) {
            throw new QueryException.Timeout("query timed out in " + phase);
        }
    }
}
