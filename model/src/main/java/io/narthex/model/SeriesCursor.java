package io.narthex.model;

/// One worker's access to the samples of a [SeriesSet].
///
/// Thread safety: for one thread.
public interface SeriesCursor {
    /// The series at a position. The object is a view that the next call may reuse.
    SeriesData at(int ordinal);

    /// Tells the store which series will be asked for next, so that its bytes can be on their way.
    default void prefetch(int ordinal) {}
}
