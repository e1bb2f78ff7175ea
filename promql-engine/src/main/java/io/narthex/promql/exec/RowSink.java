package io.narthex.promql.exec;

/// Takes the rows of one tile.
///
/// Thread safety: for the worker that runs the tile.
@FunctionalInterface
public interface RowSink {
    /// Takes a row. Rows come ascending, unless something below sorts a tile of one step; those
    /// without any value in the tile may be left out.
    ///
    /// @param row index among the operator's [Rows]
    /// @param column belongs to the caller and is valid until this call returns; the sink may not
    ///     change it
    void row(int row, StepColumn column);
}
