package io.narthex.http;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Hears of every query that has ended, for logs.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface QueryObserver {
    /// Nobody.
    QueryObserver NONE = _ -> {};

    /// A query has ended. Called by the query's own thread before its answer is sent; must not
    /// fail.
    void ended(Ended query);

    /// A query that has ended.
    ///
    /// @param stats what it cost; null where it failed
    /// @param nanos how long it took, waiting included
    /// @param failure why it failed; null where it did not
    record Ended(
            QueryRequest request,
            Origin origin,
            @Nullable QueryStats stats,
            long nanos,
            @Nullable QueryException failure) {}

    /// Where a query comes from.
    ///
    /// @param client the IP address of whoever asked; empty where it is not known
    /// @param method the request's method
    /// @param path the path that was asked, with the route prefix
    /// @param headers what Grafana tells of the dashboard and the panel, by the headers' names;
    ///     only those that were sent
    record Origin(String client, String method, String path, Map<String, String> headers) {}
}
