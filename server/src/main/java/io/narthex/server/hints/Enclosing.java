package io.narthex.server.hints;

import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An expression around a selector.
///
/// @param operand which of [#operands] holds the selector
/// @param outer what `expr` is an operand of; null where it is the whole query
record Enclosing(Expr expr, int operand, @Nullable Enclosing outer) {
    /// What an expression is made of, in the order of the text.
    static List<Expr> operands(Expr expr) {
        return switch (expr) {
            case Expr.ParenExpr paren -> List.of(paren.inner());
            case Expr.UnaryExpr unary -> List.of(unary.operand());
            case Expr.BinaryExpr binary -> List.of(binary.lhs(), binary.rhs());
            case Expr.AggregateExpr a ->
                    a.param() == null ? List.of(a.expr()) : List.of(a.param(), a.expr());
            case Expr.Call call -> call.args();
            case Expr.SubqueryExpr subquery -> List.of(subquery.expr());
            case Expr.MatrixSelector matrix -> List.of(matrix.selector());
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.QueryParameter _ ->
                    List.of();
        };
    }
}
