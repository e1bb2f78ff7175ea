package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.AggregateExpr;
import io.narthex.promql.parser.Expr.BinaryExpr;
import io.narthex.promql.parser.Expr.SubqueryExpr;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lays an expression out over several lines, as Prometheus' `format_query` does: what is longer
/// than 100 bytes in [ExprPrinter]'s form has its parts on lines of their own, two blanks deeper.
///
/// Both sides of a broken binary operation are deeper than its operator, so that what binds more
/// closely stands further right:
///
/// ```
///   errors_total
/// / on (job)
///   requests_total
/// ```
///
/// Thread safety: stateless.
public final class PrettyPrinter {
    private static final int LINE = 100;
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final int line;

    private PrettyPrinter(int line) {
        this.line = line;
    }

    /// The text of an expression.
    public static String print(Expr expr) {
        return print(expr, LINE);
    }

    /// @param line bytes of UTF-8 that a part may have without being broken
    static String print(Expr expr, int line) {
        PrettyPrinter printer = new PrettyPrinter(line);
        printer.append(expr, 0);
        return printer.out.toString();
    }

    /// Appends an expression at the beginning of a line.
    private void append(Expr expr, int level) {
        switch (expr) {
            // Its expression indents itself, and so does what fits into one line, which Prometheus
            // leaves at the margin.
            case SubqueryExpr subquery -> subquery(subquery, level);
            case Expr.UnaryExpr(boolean minus, Expr operand, _) ->
                    unary(minus ? '-' : '+', operand, level);
            default -> {
                String whole = ExprPrinter.print(expr);
                if (fits(whole)) {
                    indent(level).append(whole);
                } else {
                    broken(expr, whole, level);
                }
            }
        }
    }

    private void broken(Expr expr, String whole, int level) {
        switch (expr) {
            case BinaryExpr binary -> {
                append(binary.lhs(), level + 1);
                indent(level, "\n").append(ExprPrinter.operator(binary)).append('\n');
                append(binary.rhs(), level + 1);
            }
            case AggregateExpr aggregate -> {
                Expr param = aggregate.param();
                List<Expr> args =
                        param == null
                                ? List.of(aggregate.expr())
                                : List.of(param, aggregate.expr());
                enclosed(ExprPrinter.head(aggregate), args, level);
            }
            case Expr.Call call -> enclosed(call.function().name(), call.args(), level);
            case Expr.ParenExpr(Expr inner, _) -> enclosed("", List.of(inner), level);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.QueryParameter _,
                    Expr.UnaryExpr _,
                    SubqueryExpr _ ->
                    indent(level).append(whole);
        }
    }

    private void enclosed(String head, List<Expr> args, int level) {
        indent(level).append(head).append("(\n");
        for (int i = 0; i < args.size(); i++) {
            out.append(i == 0 ? "" : ",\n");
            append(args.get(i), level + 1);
        }
        indent(level, "\n").append(')');
    }

    private void subquery(SubqueryExpr subquery, int level) {
        String whole = ExprPrinter.print(subquery);
        if (fits(whole)) {
            out.append(whole);
        } else {
            append(subquery.expr(), level);
            out.append(ExprPrinter.window(subquery));
        }
    }

    /// The sign stands where the operand would begin.
    private void unary(char sign, Expr operand, int level) {
        int from = out.length();
        append(operand, level);
        int first = from;
        while (out.charAt(first) == ' ') {
            first++;
        }
        out.replace(from, first, INDENT.repeat(level) + sign);
    }

    private boolean fits(String text) {
        return text.length() <= line && text.getBytes(StandardCharsets.UTF_8).length <= line;
    }

    private StringBuilder indent(int level) {
        return indent(level, "");
    }

    private StringBuilder indent(int level, String before) {
        out.append(before);
        for (int i = 0; i < level; i++) {
            out.append(INDENT);
        }
        return out;
    }
}
