package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.MatrixSelector;
import io.narthex.promql.parser.Expr.SubqueryExpr;
import io.narthex.promql.parser.Expr.VectorSelector;
import io.narthex.promql.parser.TimeShift.At;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;

import java.util.Locale;

/// Applies `offset`, `@`, `anchored` and `smoothed` to what stands before them.
///
/// Thread safety: for one query.
final class Shifts {
    private static final String TARGETS =
            " modifier must be preceded by an instant vector selector or range vector selector or"
                    + " a subquery";

    private final SourceText source;
    private final Literals literals;
    private final ParserOptions options;

    Shifts(SourceText source, Literals literals, ParserOptions options) {
        this.source = source;
        this.literals = literals;
        this.options = options;
    }

    Expr offset(Expr expr, PromqlGrammar.OffsetExprContext c) {
        TimeShift old = shiftOf(expr, "offset");
        if (old.offset() != null) {
            throw source.error("offset may not be set multiple times", expr.position());
        }
        return with(
                expr, new TimeShift(offset(c.offset()), old.at(), old.extension()), c.getStop());
    }

    private DurationExpr offset(PromqlGrammar.OffsetContext ctx) {
        PositionRange position = literals.range(ctx.getStart(), ctx.getStop());
        return switch (ctx) {
            case PromqlGrammar.OffsetLiteralContext c ->
                    literals.duration(c.durationLiteral(), Literals.isMinus(c.sign));
            case PromqlGrammar.OffsetCallContext c ->
                    signed(c.sign, literals.duration(c.durationCall()), position);
            case PromqlGrammar.OffsetParenContext c ->
                    signed(
                            c.sign,
                            new DurationExpr.Paren(
                                    literals.duration(c.durationExpr()),
                                    literals.range(
                                            c.LEFT_PAREN().getSymbol(),
                                            c.RIGHT_PAREN().getSymbol())),
                            position);
            default -> throw new IllegalStateException("BUG: no case for " + ctx.getClass());
        };
    }

    private static DurationExpr signed(Token sign, DurationExpr operand, PositionRange position) {
        return sign == null
                ? operand
                : new DurationExpr.Unary(Literals.isMinus(sign), operand, position);
    }

    Expr at(Expr expr, PromqlGrammar.AtExprContext c) {
        TimeShift old = shiftOf(expr, "@");
        if (old.at() != null) {
            throw source.error("@ <timestamp> may not be set multiple times", expr.position());
        }
        return with(
                expr, new TimeShift(old.offset(), at(c.atTime()), old.extension()), c.getStop());
    }

    private At at(PromqlGrammar.AtTimeContext c) {
        if (c.preset != null) {
            return c.preset.getType() == PromqlGrammar.START ? new At.Start() : new At.End();
        }
        double millis = literals.signedNumber(c.signedNumber()) * 1000;
        if (!(millis >= Long.MIN_VALUE && millis < Long.MAX_VALUE)) {
            throw source.error(
                    String.format(
                            Locale.ROOT,
                            "timestamp out of bounds for @ modifier: %s",
                            goFixed(millis / 1000)),
                    literals.range(c.getStart(), c.getStop()));
        }
        return new At.Timestamp(Math.round(millis));
    }

    /// Go's `%f`.
    private static String goFixed(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        return String.format(Locale.ROOT, "%f", v);
    }

    Expr extended(Expr expr, PromqlGrammar.ExtendedExprContext c) {
        String keyword = c.extension.getText().toLowerCase(Locale.ROOT);
        PositionRange place = expr.position();
        if (!options.extendedRangeSelectors()) {
            throw source.error(keyword + " modifier is experimental and not enabled", place);
        }
        if (expr instanceof SubqueryExpr) {
            throw source.error(keyword + " modifier is not supported for subqueries", place);
        }
        TimeShift old = shiftOf(expr, keyword);
        if (old.extension() != Extension.NONE) {
            throw source.error(
                    "anchored and smoothed modifiers cannot be used together or repeated", place);
        }
        Extension extension = Extension.valueOf(keyword.toUpperCase(Locale.ROOT));
        return with(expr, new TimeShift(old.offset(), old.at(), extension), c.getStop());
    }

    private TimeShift shiftOf(Expr expr, String modifier) {
        return switch (expr) {
            case VectorSelector s -> s.shift();
            case MatrixSelector m -> m.selector().shift();
            case SubqueryExpr q -> q.shift();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.ParenExpr _,
                    Expr.UnaryExpr _,
                    Expr.BinaryExpr _,
                    Expr.AggregateExpr _,
                    Expr.Call _,
                    Expr.QueryParameter _ ->
                    throw source.error(modifier + TARGETS, expr.position());
        };
    }

    private Expr with(Expr expr, TimeShift shift, Token last) {
        PositionRange position =
                new PositionRange(expr.position().start(), literals.range(last, last).end());
        return switch (expr) {
            case VectorSelector s -> new VectorSelector(s.name(), s.matchers(), shift, position);
            case MatrixSelector m -> {
                VectorSelector s = m.selector();
                yield new MatrixSelector(
                        new VectorSelector(s.name(), s.matchers(), shift, s.position()),
                        m.range(),
                        position);
            }
            case SubqueryExpr q -> new SubqueryExpr(q.expr(), q.range(), q.step(), shift, position);
            default -> throw new IllegalStateException("BUG: no time shift on " + expr);
        };
    }
}
