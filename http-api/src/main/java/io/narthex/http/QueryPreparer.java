package io.narthex.http;

import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;

/// What the API needs of a query engine: `QueryEngine::prepare`.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface QueryPreparer {
    /// Parses and checks a query.
    ///
    /// @throws QueryException.BadQuery if the text is not valid or its type does not fit
    Query prepare(QueryRequest request, Queryable storage);
}
