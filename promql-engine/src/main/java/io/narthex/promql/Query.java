package io.narthex.promql;

import io.narthex.promql.parser.Expr;

/// A parsed query, ready to run once.
///
/// Thread safety: [#cancel] may be called from any thread; [#run] and [#explain] are for one, and
/// only one of them, once.
public interface Query {
    /// Evaluates the query; the calling thread waits.
    ///
    /// @throws QueryException for everything that goes wrong
    QueryResult run();

    /// Shows what the engine makes of the query, in place of running it.
    ///
    /// @param analyze whether the query is run after all, and each operator measured
    /// @throws QueryException for everything that goes wrong
    Explanation explain(boolean analyze);

    /// The query as it was parsed and checked.
    Expr expression();

    /// Stops the evaluation soon; `run` then throws [QueryException.Canceled]. Does nothing after
    /// the end.
    void cancel();
}
