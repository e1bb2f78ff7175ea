package io.narthex.promql;

import io.narthex.promql.parser.Expr;

/// A parsed query, ready to run once.
///
/// Thread safety: [#cancel] may be called from any thread; [#run] is for one.
public interface Query {
    /// Evaluates the query; the calling thread waits.
    ///
    /// @throws QueryException for everything that goes wrong
    QueryResult run();

    /// The query as it was parsed and checked.
    Expr expression();

    /// Stops the evaluation soon; `run` then throws [QueryException.Canceled]. Does nothing after
    /// the end.
    void cancel();
}
