package io.narthex.promql;

import io.narthex.model.ReadReport;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What the engine makes of a query, and what it cost where it was run.
///
/// @param expression as parsed
/// @param tree the same, one node for each part
/// @param plan before any optimizer
/// @param rewrites one for each optimizer, in their order
/// @param operators null where there are none: for a string and a bare range vector
/// @param stats null where the query was not run
///
/// Thread safety: immutable.
public record Explanation(
        Expr expression,
        ExprNode tree,
        PlanNode plan,
        List<Rewrite> rewrites,
        @Nullable OperatorNode operators,
        @Nullable QueryStats stats) {
    /// A node of the parsed tree.
    ///
    /// @param kind what it is, as Prometheus' `parse_query` calls it, such as `binaryExpr`
    /// @param text the node without its operands, such as `+ on (job)`
    /// @param type of its value
    /// @param position where it stands in the query, in UTF-8 bytes
    /// @param place where it begins, as `line:column`
    /// @param operands in the order in which they are written
    public record ExprNode(
            String kind,
            String text,
            ValueType type,
            PositionRange position,
            String place,
            List<ExprNode> operands) {}

    /// A node of the plan.
    ///
    /// @param text the node without its inputs
    public record PlanNode(String text, List<PlanNode> inputs) {}

    /// What an optimizer did.
    ///
    /// @param enabled whether it is not switched off
    /// @param after null where it changed nothing
    public record Rewrite(String optimizer, boolean enabled, @Nullable PlanNode after) {}

    /// A node of the operator tree.
    ///
    /// @param text the operator without its inputs
    /// @param rows the rows it may give
    /// @param measured null where it was not run, and for constants
    public record OperatorNode(
            String text, int rows, @Nullable Measured measured, List<OperatorNode> inputs) {}

    /// What an operator did. Times are summed over threads.
    ///
    /// @param rows those that had a value at any step
    /// @param values given in all
    /// @param samplesRead samples looked at, once for each step whose window holds them
    /// @param wallNanos the time of the operator and of everything below it
    /// @param selfNanos the time of the operator alone
    /// @param reads what the store read for it; null where it reads nothing itself
    public record Measured(
            long rows,
            long values,
            long samplesRead,
            long wallNanos,
            long selfNanos,
            ReadReport.@Nullable Figures reads) {}

    /// The explanation as text, for people.
    public String text() {
        return ExplanationText.of(this);
    }
}
