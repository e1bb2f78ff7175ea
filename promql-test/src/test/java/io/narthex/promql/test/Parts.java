package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.parser.ValueType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The parts of a query that are vectors themselves.
final class Parts {
    private Parts() {}

    static List<String> of(String query) {
        List<String> parts = new ArrayList<>();
        add(PromqlParser.parse(query, ParserOptions.ALL), query, parts);
        return parts;
    }

    private static void add(Expr expr, String query, List<String> into) {
        if (expr.type() == ValueType.VECTOR) {
            byte[] text = query.getBytes(StandardCharsets.UTF_8);
            int start = expr.position().start();
            int length = expr.position().end() - start;
            into.add(new String(text, start, length, StandardCharsets.UTF_8));
        }
        switch (expr) {
            case Expr.ParenExpr paren -> add(paren.inner(), query, into);
            case Expr.UnaryExpr unary -> add(unary.operand(), query, into);
            case Expr.BinaryExpr binary -> {
                add(binary.lhs(), query, into);
                add(binary.rhs(), query, into);
            }
            case Expr.AggregateExpr aggregate -> add(aggregate.expr(), query, into);
            case Expr.Call call when call.function().name().equals("info") ->
                    add(call.args().getFirst(), query, into);
            case Expr.Call call -> call.args().forEach(arg -> add(arg, query, into));
            case Expr.SubqueryExpr subquery -> add(subquery.expr(), query, into);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.QueryParameter _,
                    Expr.MatrixSelector _,
                    Expr.VectorSelector _ -> {}
        }
    }
}
