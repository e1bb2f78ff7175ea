package io.narthex.promql;

import io.narthex.promql.Explanation.ExprNode;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// An expression as the tree of nodes that `explain` shows.
///
/// Thread safety: for one tree.
final class ExpressionTree {
    private final byte[] query;

    private ExpressionTree(String query) {
        this.query = query.getBytes(StandardCharsets.UTF_8);
    }

    /// @param query the text that the expression was parsed from
    static ExprNode of(Expr expression, String query) {
        return new ExpressionTree(query).node(expression);
    }

    private ExprNode node(Expr expr) {
        return new ExprNode(
                kind(expr),
                ExprPrinter.own(expr),
                expr.type(),
                expr.position(),
                expr.position().place(query),
                operands(expr).stream().map(this::node).toList());
    }

    private static String kind(Expr expr) {
        return switch (expr) {
            case Expr.AggregateExpr _ -> "aggregation";
            case Expr.BinaryExpr _ -> "binaryExpr";
            case Expr.Call _, Expr.QueryParameter _ -> "call";
            case Expr.MatrixSelector _ -> "matrixSelector";
            case Expr.VectorSelector _ -> "vectorSelector";
            case Expr.SubqueryExpr _ -> "subquery";
            case Expr.ParenExpr _ -> "parenExpr";
            case Expr.UnaryExpr _ -> "unaryExpr";
            case Expr.NumberLiteral _ -> "numberLiteral";
            case Expr.StringLiteral _ -> "stringLiteral";
        };
    }

    private static List<Expr> operands(Expr expr) {
        return switch (expr) {
            case Expr.AggregateExpr a -> {
                Expr param = a.param();
                yield param == null ? List.of(a.expr()) : List.of(param, a.expr());
            }
            case Expr.BinaryExpr b -> List.of(b.lhs(), b.rhs());
            case Expr.Call call -> call.args();
            case Expr.SubqueryExpr subquery -> List.of(subquery.expr());
            case Expr.ParenExpr paren -> List.of(paren.inner());
            case Expr.UnaryExpr unary -> List.of(unary.operand());
            case Expr.MatrixSelector _,
                    Expr.VectorSelector _,
                    Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.QueryParameter _ ->
                    List.of();
        };
    }
}
