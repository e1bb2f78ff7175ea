package io.narthex.promql;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What to evaluate, and when.
///
/// @param query PromQL text
/// @param start first evaluation time, epoch milliseconds
/// @param end last evaluation time, inclusive; equals `start` for an instant query
/// @param step milliseconds between evaluations; 0 makes it an instant query
/// @param timeout null for the engine's own limit; the smaller one wins
/// @param lookback null for the engine's default
/// @param perStepStats whether samples are to be counted by step, if the engine's features allow it
public record QueryRequest(
        String query,
        long start,
        long end,
        long step,
        @Nullable Duration timeout,
        @Nullable Duration lookback,
        boolean perStepStats) {
    /// A request without statistics of each step.
    public QueryRequest(
            String query,
            long start,
            long end,
            long step,
            @Nullable Duration timeout,
            @Nullable Duration lookback) {
        this(query, start, end, step, timeout, lookback, false);
    }

    /// The same request with its samples counted by step.
    public QueryRequest withPerStepStats(boolean counted) {
        return new QueryRequest(query, start, end, step, timeout, lookback, counted);
    }

    /// An evaluation at one time.
    public static QueryRequest instant(String query, long time) {
        return new QueryRequest(query, time, time, 0, null, null);
    }

    /// An evaluation at `start`, `start + step`, … up to `end`.
    public static QueryRequest range(String query, long start, long end, long step) {
        return new QueryRequest(query, start, end, step, null, null);
    }

    /// Whether this is an instant query.
    public boolean isInstant() {
        return step == 0;
    }
}
