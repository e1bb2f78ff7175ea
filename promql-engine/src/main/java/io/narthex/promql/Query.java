package io.narthex.promql;

/// A parsed query, ready to run once.
///
/// Thread safety: [#cancel] may be called from any thread; the rest is for one.
public interface Query {
    /// Evaluates the query; the calling thread waits.
    ///
    /// @throws QueryException for everything that goes wrong
    QueryResult run();

    /// Stops the evaluation soon; `run` then throws [QueryException.Canceled]. Does nothing after
    /// the end.
    void cancel();
}
