package io.narthex.http;

import io.narthex.promql.Query;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;

import java.util.List;

/// Looks at a query that was answered for what its author may not have meant.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface QueryAdvisor {
    /// Says nothing.
    QueryAdvisor NONE = (_, _, _) -> List.of();

    /// What to tell the author: the answer shows it behind the engine's own infos. Must be cheap
    /// beside the query, and must not throw.
    ///
    /// @param query one that ran, without failing
    /// @param answer its value
    List<String> advise(Query query, QueryRequest request, Value answer);
}
