package io.narthex.model;

/// A store that can be read: the read port. The query engine knows nothing else of storage.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface Queryable {
    /// Opens a snapshot for one query. Everything the query selects comes from this one snapshot.
    ///
    /// @param mint oldest time of interest, epoch milliseconds, inclusive
    /// @param maxt newest time of interest, inclusive
    Querier querier(long mint, long maxt);
}
