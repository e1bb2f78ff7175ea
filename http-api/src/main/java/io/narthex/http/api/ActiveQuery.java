package io.narthex.http.api;

import io.narthex.http.QueryObserver;
import io.narthex.promql.Query;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;

import org.jspecify.annotations.Nullable;

/// A query whose response was not sent yet.
///
/// @param id by which it can be ended
/// @param since when it came, epoch milliseconds
/// @param end ends it
record ActiveQuery(
        long id,
        Query query,
        QueryRequest request,
        QueryObserver.Origin origin,
        long since,
        QueryEnd end) {
    /// What is told of it at its end.
    ///
    /// @param before when it began, in terms of [System#nanoTime]
    QueryObserver.Ended ended(
            @Nullable QueryStats stats, long before, @Nullable QueryException failure) {
        return new QueryObserver.Ended(request, origin, stats, System.nanoTime() - before, failure);
    }
}
