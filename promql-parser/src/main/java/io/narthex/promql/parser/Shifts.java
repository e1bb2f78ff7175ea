package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.MatrixSelector;
import io.narthex.promql.parser.Expr.SubqueryExpr;
import io.narthex.promql.parser.Expr.VectorSelector;
import io.narthex.promql.parser.TimeShift.At;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Applies `offset`, `@`, `anchored` and `smoothed` to what stands before them.
///
/// Thread safety: for one query.
final class Shifts {
    private static final String TARGETS =
            " modifier must be preceded by an instant vector selector or range vector selector or"
                    + " a subquery";

    /// The first seconds that fit no 64-bit integer.
    private static final double INT64_BOUND = 0x1p63;

    private final SourceText source;
    private final Literals literals;
    private final ParserOptions options;

    Shifts(SourceText source, Literals literals, ParserOptions options) {
        this.source = source;
        this.literals = literals;
        this.options = options;
    }

    Expr offset(Expr expr, PromqlGrammar.OffsetExprContext c) {
        DurationExpr offset = offset(c.offset());
        TimeShift old = shiftOf(expr, "offset");
        if (old.isShifted()) {
            throw source.error("offset may not be set multiple times", expr.position());
        }
        return with(expr, new TimeShift(offset, old.at(), old.extension()), c.getStop());
    }

    private DurationExpr offset(PromqlGrammar.OffsetContext ctx) {
        PositionRange position = literals.range(ctx.getStart(), ctx.getStop());
        return switch (ctx) {
            case PromqlGrammar.OffsetLiteralContext c ->
                    literals.duration(c.durationLiteral(), Literals.isMinus(c.sign), position);
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
        At at = at(c.atTime(), expr.position());
        TimeShift old = shiftOf(expr, "@");
        if (old.at() != null) {
            throw source.error("@ <timestamp> may not be set multiple times", expr.position());
        }
        return with(expr, new TimeShift(old.offset(), at, old.extension()), c.getStop());
    }

    private At at(PromqlGrammar.AtTimeContext c, PositionRange selector) {
        if (c.preset != null) {
            return c.preset.getType() == PromqlGrammar.START ? new At.Start() : new At.End();
        }
        double seconds = literals.signedNumber(c.signedNumber());
        if (!(seconds > -INT64_BOUND && seconds < INT64_BOUND)) {
            throw source.error(
                    "timestamp out of bounds for @ modifier: " + goFixed(seconds), selector);
        }
        return new At.Timestamp(Math.round(seconds * 1000));
    }

    /// Go's `%f`.
    private static String goFixed(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        return new BigDecimal(v).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    Expr extended(Expr expr, PromqlGrammar.ExtendedExprContext c) {
        String keyword = c.extension.getText().toLowerCase(Locale.ROOT);
        PositionRange place = expr.position();
        if (!options.extendedRangeSelectors()) {
            throw source.error(keyword + " modifier is experimental and not enabled", place);
        }
        Extension extension = Extension.valueOf(keyword.toUpperCase(Locale.ROOT));
        return switch (expr) {
            case VectorSelector s -> extended(s, s.shift().with(extension), place);
            case MatrixSelector m ->
                    new MatrixSelector(
                            extended(m.selector(), m.selector().shift().with(extension), place),
                            m.range(),
                            m.position());
            case SubqueryExpr _ ->
                    throw source.error(
                            keyword + " modifier is not supported for subqueries", place);
            default -> throw source.error(keyword + " modifier not implemented", place);
        };
    }

    /// The modifier does not become part of the selector's place.
    private VectorSelector extended(VectorSelector selector, TimeShift shift, PositionRange place) {
        Extension old = selector.shift().extension();
        if (old != Extension.NONE && old != shift.extension()) {
            throw source.error("anchored and smoothed modifiers cannot be used together", place);
        }
        return new VectorSelector(selector.name(), selector.matchers(), shift, selector.position());
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
