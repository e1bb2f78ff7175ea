package io.narthex.tsdb;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;

/// The store: an in-memory, chunked time series database.
///
/// Takes float samples only so far; a native histogram is refused with
/// [io.narthex.model.AppendStatus#INVALID_HISTOGRAM]. There is no out-of-order window: an older
/// sample is refused.
///
/// Thread safety: safe for concurrent calls; each appender and querier is for one thread.
public final class Tsdb implements Appendable, Queryable, AutoCloseable {
    private final TsdbOptions options;

    /// Opens an empty store.
    public Tsdb(TsdbOptions options) {
        this.options = options;
    }

    @Override
    public Appender appender() {
        throw new UnsupportedOperationException("the head is not there yet, with " + options);
    }

    @Override
    public Querier querier(long mint, long maxt) {
        throw new UnsupportedOperationException("the head is not there yet");
    }

    /// What the store holds and has done.
    public TsdbStats stats() {
        throw new UnsupportedOperationException("the head is not there yet");
    }

    /// Number of series in the store.
    public long seriesCount() {
        return stats().series();
    }

    /// Oldest sample time, epoch milliseconds; `Long.MAX_VALUE` while the store is empty.
    public long minTime() {
        return stats().minTime();
    }

    /// Newest sample time, epoch milliseconds; `Long.MIN_VALUE` while the store is empty.
    public long maxTime() {
        return stats().maxTime();
    }

    /// Applies retention, drops series without samples, and closes queriers past their age. The
    /// store's own thread calls it regularly; calls are harmless at any time.
    public void collectGarbage() {}

    /// Stops maintenance and closes the store: later appenders and queriers throw
    /// [IllegalStateException].
    @Override
    public void close() {}
}
