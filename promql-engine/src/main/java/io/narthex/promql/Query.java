package io.narthex.promql;

import io.narthex.promql.parser.Expr;

/// A parsed query, ready to run once.
///
/// Thread safety: [#cancel] and [#progress] may be called from any thread, [#close] when nothing
/// else is called any more; [#run], [#explain] and [#cost] are for one, and only one of them, once.
public interface Query extends AutoCloseable {
    /// How far a query is.
    ///
    /// @param waiting whether it waits for a place among the others
    /// @param heldBytes what it holds in memory now, its result included
    record Progress(boolean waiting, long heldBytes) {}

    /// Evaluates the query; the calling thread waits. The result counts among the bytes that all
    /// queries may hold until [#close].
    ///
    /// @throws QueryException for everything that goes wrong
    QueryResult run();

    /// Shows what the engine makes of the query, in place of running it.
    ///
    /// @param analyze whether the query is run after all, and each operator measured
    /// @throws QueryException for everything that goes wrong
    Explanation explain(boolean analyze);

    /// Estimates what the query would cost, from the index: no samples are read.
    ///
    /// @throws QueryException for everything that goes wrong
    QueryCost cost();

    /// How far the query is.
    Progress progress();

    /// The query as it was parsed and checked.
    Expr expression();

    /// Stops the evaluation soon; `run` then throws [QueryException.Canceled]. Does nothing after
    /// the end.
    void cancel();

    /// Gives back what the query held. Does nothing the second time.
    @Override
    void close();
}
