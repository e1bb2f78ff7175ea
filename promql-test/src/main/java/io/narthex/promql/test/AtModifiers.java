package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.TimeShift;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Fixes an expression at one time: with `@` on every selector it gives the same value whenever it
/// is evaluated.
///
/// Thread safety: stateless.
final class AtModifiers {
    /// Their values depend on the time of evaluation, whatever the selectors say.
    private static final Set<String> TIME_DEPENDENT =
            Set.of(
                    "time",
                    "timestamp",
                    "predict_linear",
                    "minute",
                    "hour",
                    "day_of_week",
                    "day_of_month",
                    "day_of_year",
                    "days_in_month",
                    "month",
                    "year");

    private AtModifiers() {}

    /// Whether the expression can be fixed at a time at all.
    static boolean canFix(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _ ->
                    true;
            case Expr.QueryParameter _ -> false;
            case Expr.ParenExpr paren -> canFix(paren.inner());
            case Expr.UnaryExpr unary -> canFix(unary.operand());
            case Expr.BinaryExpr binary -> canFix(binary.lhs()) && canFix(binary.rhs());
            case Expr.AggregateExpr aggregate ->
                    canFix(aggregate.expr()) && canFixParam(aggregate.param());
            case Expr.Call call ->
                    !TIME_DEPENDENT.contains(call.function().name())
                            && call.args().stream().allMatch(AtModifiers::canFix);
            case Expr.SubqueryExpr subquery -> canFix(subquery.expr());
        };
    }

    private static boolean canFixParam(@Nullable Expr param) {
        return param == null || canFix(param);
    }

    /// The expression with `@ time` on each selector and subquery that has no `@` yet; what is
    /// within a subquery follows the subquery.
    ///
    /// @param time epoch milliseconds
    static Expr fix(Expr expr, long time) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.QueryParameter _ -> expr;
            case Expr.ParenExpr(Expr inner, var at) -> new Expr.ParenExpr(fix(inner, time), at);
            case Expr.UnaryExpr(boolean minus, Expr operand, var at) ->
                    new Expr.UnaryExpr(minus, fix(operand, time), at);
            case Expr.BinaryExpr b ->
                    new Expr.BinaryExpr(
                            b.op(),
                            fix(b.lhs(), time),
                            fix(b.rhs(), time),
                            b.matching(),
                            b.returnBool(),
                            b.position());
            case Expr.AggregateExpr a -> aggregate(a, time);
            case Expr.Call(var function, List<Expr> args, var at) ->
                    new Expr.Call(function, args.stream().map(a -> fix(a, time)).toList(), at);
            case Expr.VectorSelector selector -> selector(selector, time);
            case Expr.MatrixSelector(var selector, var range, var at) ->
                    new Expr.MatrixSelector(selector(selector, time), range, at);
            case Expr.SubqueryExpr(var inner, var range, var step, TimeShift shift, var at) ->
                    new Expr.SubqueryExpr(inner, range, step, shift(shift, time), at);
        };
    }

    private static Expr aggregate(Expr.AggregateExpr a, long time) {
        Expr param = a.param();
        return new Expr.AggregateExpr(
                a.op(),
                fix(a.expr(), time),
                param == null ? null : fix(param, time),
                a.grouping(),
                a.without(),
                a.position());
    }

    private static Expr.VectorSelector selector(Expr.VectorSelector selector, long time) {
        return new Expr.VectorSelector(
                selector.name(),
                selector.matchers(),
                shift(selector.shift(), time),
                selector.position());
    }

    /// `start()` and `end()` are the time of an instant query.
    private static TimeShift shift(TimeShift shift, long time) {
        return shift.at() instanceof TimeShift.At.Timestamp
                ? shift
                : new TimeShift(
                        shift.offset(), new TimeShift.At.Timestamp(time), shift.extension());
    }
}
