package io.narthex.rules.backtest;

import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;

/// Tells which expressions give at each step of a range query what they give by themselves: all but
/// those that ask where the query begins and ends.
///
/// Thread safety: stateless.
final class Lookahead {
    private Lookahead() {}

    static boolean isPossible(Expr expr) {
        boolean typed = expr.type() == ValueType.VECTOR || expr.type() == ValueType.SCALAR;
        return typed && !asksForRange(expr);
    }

    private static boolean asksForRange(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
            case Expr.QueryParameter _ -> true;
            case Expr.ParenExpr p -> asksForRange(p.inner());
            case Expr.UnaryExpr u -> asksForRange(u.operand());
            case Expr.BinaryExpr b -> asksForRange(b.lhs()) || asksForRange(b.rhs());
            case Expr.AggregateExpr a -> {
                Expr param = a.param();
                yield asksForRange(a.expr()) || param != null && asksForRange(param);
            }
            case Expr.Call c -> c.args().stream().anyMatch(Lookahead::asksForRange);
            case Expr.VectorSelector v -> asksForRange(v.shift());
            case Expr.MatrixSelector m ->
                    asksForRange(m.range()) || asksForRange(m.selector().shift());
            case Expr.SubqueryExpr s ->
                    asksForRange(s.expr())
                            || asksForRange(s.range())
                            || asksForRange(s.step())
                            || asksForRange(s.shift());
        };
    }

    private static boolean asksForRange(TimeShift shift) {
        return shift.at() instanceof TimeShift.At.Start
                || shift.at() instanceof TimeShift.At.End
                || asksForRange(shift.offset());
    }

    private static boolean asksForRange(@Nullable DurationExpr duration) {
        return duration != null && !(duration instanceof DurationExpr.Literal);
    }
}
