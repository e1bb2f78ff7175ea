package io.narthex.promql.parser;

/// A duration as written: a literal, or arithmetic over literals and the query's step and range.
///
/// Thread safety: immutable.
public sealed interface DurationExpr {
    /// Where it stands in the query text.
    PositionRange position();

    /// A literal in seconds.
    ///
    /// @param asDuration whether it was written with units (`5m`) rather than as a number (`300`)
    record Literal(double seconds, boolean asDuration, PositionRange position)
            implements DurationExpr {}

    /// `step()`: the query's step; 0 for an instant query.
    record Step(PositionRange position) implements DurationExpr {}

    /// `range()`: the query's end minus its start; 0 for an instant query.
    record Range(PositionRange position) implements DurationExpr {}

    /// Unary minus or plus.
    record Unary(boolean minus, DurationExpr operand, PositionRange position)
            implements DurationExpr {}

    /// Arithmetic with `+ - * / % ^`.
    record Binary(BinaryOp op, DurationExpr lhs, DurationExpr rhs, PositionRange position)
            implements DurationExpr {}

    /// `min_of(a, b)` or `max_of(a, b)`.
    record Extremum(boolean max, DurationExpr lhs, DurationExpr rhs, PositionRange position)
            implements DurationExpr {}

    /// Parentheses, kept so that the printer can give back what was written.
    record Paren(DurationExpr inner, PositionRange position) implements DurationExpr {}
}
