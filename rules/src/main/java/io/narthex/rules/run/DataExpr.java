package io.narthex.rules.run;

import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Makes of an alert's expression one that gives an element wherever there are data for it, whether
/// its condition holds or not: `sum by (job) (x) > 5` becomes `sum by (job) (x)`. Values are not
/// those of the expression, only labels are.
///
/// Thread safety: stateless.
final class DataExpr {
    private DataExpr() {}

    /// That expression.
    ///
    /// @return null where there is none, since data that are gone are what the condition is about
    static @Nullable Expr of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.QueryParameter _ ->
                    expr;
            case Expr.ParenExpr p -> {
                Expr inner = of(p.inner());
                yield inner == null ? null : new Expr.ParenExpr(inner, p.position());
            }
            case Expr.UnaryExpr u -> {
                Expr operand = of(u.operand());
                yield operand == null ? null : new Expr.UnaryExpr(u.minus(), operand, u.position());
            }
            case Expr.SubqueryExpr s -> {
                Expr inner = of(s.expr());
                yield inner == null
                        ? null
                        : new Expr.SubqueryExpr(
                                inner, s.range(), s.step(), s.shift(), s.position());
            }
            case Expr.BinaryExpr b -> binary(b);
            case Expr.AggregateExpr a -> aggregate(a);
            case Expr.Call c -> call(c);
        };
    }

    private static @Nullable Expr binary(Expr.BinaryExpr b) {
        Expr lhs = of(b.lhs());
        Expr rhs = of(b.rhs());
        if (b.op() == BinaryOp.UNLESS || (b.op() == BinaryOp.AND && rhs == null)) {
            return lhs;
        }
        if (lhs == null || rhs == null) {
            return null;
        }
        boolean filters = b.op().isComparison() && !b.returnBool() && b.type() == ValueType.VECTOR;
        if (filters && rhs.type() == ValueType.SCALAR) {
            return lhs;
        }
        if (filters && lhs.type() == ValueType.SCALAR) {
            return rhs;
        }
        return new Expr.BinaryExpr(
                b.op(), lhs, rhs, b.matching(), b.returnBool() || filters, b.position());
    }

    private static @Nullable Expr aggregate(Expr.AggregateExpr a) {
        Expr inner = of(a.expr());
        if (inner == null) {
            return null;
        }
        return switch (a.op()) {
            // What is not among the first is there all the same.
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> new Expr.ParenExpr(inner, a.position());
            // An element is a value: it is gone because that has changed.
            case COUNT_VALUES -> null;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE ->
                    new Expr.AggregateExpr(
                            a.op(), inner, a.param(), a.grouping(), a.without(), a.position());
        };
    }

    private static @Nullable Expr call(Expr.Call c) {
        if (c.function().name().startsWith("absent")) {
            return null;
        }
        List<Expr> args = new ArrayList<>();
        for (Expr arg : c.args()) {
            Expr of = of(arg);
            if (of == null) {
                return null;
            }
            args.add(of);
        }
        return new Expr.Call(c.function(), args, c.position());
    }
}
