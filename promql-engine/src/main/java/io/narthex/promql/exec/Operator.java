package io.narthex.promql.exec;

import io.narthex.model.ReadReport;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A node of the operator tree: evaluates tiles of steps.
///
/// *Folding* operators consume their input row by row and never hold it; *breaking* ones hold one
/// tile of it ([HeldTile]). A scalar is an operator with one row without labels that has a value at
/// every step.
///
/// Thread safety: shared by all workers, immutable after construction. What changes while a tile
/// runs is taken from [Worker#state].
public interface Operator {
    /// The rows this operator may give, in the order it gives them unless it sorts.
    Rows rows();

    /// Evaluates a tile and pushes its rows.
    ///
    /// @throws io.narthex.promql.QueryException for everything that goes wrong
    void evaluate(StepTile tile, Worker worker, RowSink sink);

    /// The inputs, for `explain`.
    List<Operator> children();

    /// One line for `explain`: the operator's name and what matters about it.
    String describe();

    /// What the store tells of this operator's own reading; null where it reads nothing itself, and
    /// where nobody asks.
    default @Nullable ReadReport reads() {
        return null;
    }
}
