package io.narthex.promql.plan;

import io.narthex.promql.QueryException;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.PositionRange;

/// Evaluates duration expressions, once per query, with Prometheus' errors.
///
/// Thread safety: immutable.
record Durations(QueryTimes times) {
    /// A duration that must be positive: a range or a subquery's step.
    ///
    /// @return milliseconds
    /// @throws QueryException.BadQuery if there is no such duration; the message names the place
    long positive(DurationExpr expr) {
        double seconds = finite(expr);
        if (seconds <= 0) {
            throw error(expr, "duration must be greater than 0");
        }
        return millis(expr, seconds);
    }

    /// An anchored or smoothed range, which has a length: its borders are two times.
    ///
    /// @return milliseconds, at least 1
    /// @throws QueryException.BadQuery if there is no such duration; the message names the place
    long extended(DurationExpr expr) {
        long millis = positive(expr);
        if (millis == 0) {
            throw error(expr, "anchored and smoothed ranges must be at least 1ms");
        }
        return millis;
    }

    /// A subquery's step. What is computed to less than a millisecond counts as not given, as in
    /// Prometheus.
    ///
    /// @param none milliseconds of a step that is not given
    /// @return milliseconds, at least 1
    /// @throws QueryException.BadQuery if there is no such duration; the message names the place
    long step(DurationExpr expr, long none) {
        long millis = positive(expr);
        if (millis == 0 && isLiteral(expr)) {
            throw error(expr, "subquery step must be at least 1ms");
        }
        return millis == 0 ? none : millis;
    }

    /// An offset, of either sign.
    ///
    /// @return milliseconds
    /// @throws QueryException.BadQuery if there is no such duration
    long signed(DurationExpr expr) {
        return millis(expr, finite(expr));
    }

    private double finite(DurationExpr expr) {
        double seconds = seconds(expr);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw error(expr, "duration is NaN or infinite");
        }
        return seconds;
    }

    private static long millis(DurationExpr expr, double seconds) {
        // Prometheus holds durations as nanoseconds in 64 bits: some 292 years.
        if (Math.abs(seconds) >= Long.MAX_VALUE / 1e9) {
            throw error(expr, "duration is out of range");
        }
        // Prometheus takes written durations as they are, but cuts what it computes.
        return isLiteral(expr) ? Math.round(seconds * 1e6) / 1_000 : (long) (seconds * 1000);
    }

    private static boolean isLiteral(DurationExpr expr) {
        return expr instanceof DurationExpr.Literal
                || (expr instanceof DurationExpr.Unary unary
                        && unary.operand() instanceof DurationExpr.Literal);
    }

    private double seconds(DurationExpr expr) {
        return switch (expr) {
            case DurationExpr.Literal literal -> literal.seconds();
            case DurationExpr.Step _ -> times.step() / 1000.0;
            case DurationExpr.Range _ -> (times.end() - times.start()) / 1000.0;
            case DurationExpr.Paren paren -> seconds(paren.inner());
            case DurationExpr.Unary unary -> {
                double operand = seconds(unary.operand());
                yield unary.minus() ? -operand : operand;
            }
            case DurationExpr.Extremum e -> {
                double lhs = seconds(e.lhs());
                double rhs = seconds(e.rhs());
                yield e.max() ? Math.max(lhs, rhs) : Math.min(lhs, rhs);
            }
            case DurationExpr.Binary binary ->
                    arithmetic(binary, seconds(binary.lhs()), seconds(binary.rhs()));
        };
    }

    private static double arithmetic(DurationExpr.Binary binary, double lhs, double rhs) {
        BinaryOp op = binary.op();
        return switch (op) {
            case ADD -> lhs + rhs;
            case SUB -> lhs - rhs;
            case MUL -> lhs * rhs;
            case DIV -> lhs / notZero(binary, rhs, "division by zero");
            case MOD -> lhs % notZero(binary, rhs, "modulo by zero");
            case POW -> Math.pow(lhs, rhs);
            case ATAN2, EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op.symbol() + " in a duration");
        };
    }

    private static double notZero(DurationExpr expr, double divisor, String error) {
        if (divisor == 0) {
            throw error(expr, error);
        }
        return divisor;
    }

    private static QueryException.BadQuery error(DurationExpr expr, String text) {
        PositionRange at = place(expr);
        return new QueryException.BadQuery(at.start() + ":" + at.end() + ": " + text);
    }

    /// Where messages say that it stands: from operand to operand, without parentheses and names
    /// of functions around.
    private static PositionRange place(DurationExpr expr) {
        return switch (expr) {
            case DurationExpr.Literal _, DurationExpr.Step _, DurationExpr.Range _ ->
                    expr.position();
            case DurationExpr.Paren paren ->
                    paren.inner() instanceof DurationExpr.Literal literal
                            ? span(paren.position(), literal.position())
                            : place(paren.inner());
            case DurationExpr.Unary unary ->
                    unary.minus()
                            ? span(unary.position(), place(unary.operand()))
                            : place(unary.operand());
            case DurationExpr.Extremum e -> span(place(e.lhs()), place(e.rhs()));
            case DurationExpr.Binary b -> span(place(b.lhs()), place(b.rhs()));
        };
    }

    private static PositionRange span(PositionRange first, PositionRange last) {
        return new PositionRange(first.start(), last.end());
    }
}
