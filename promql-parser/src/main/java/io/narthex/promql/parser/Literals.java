package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.NumberLiteral;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

import java.util.ArrayList;
import java.util.List;

/// Values of the leaves of the parse tree: numbers, strings, durations, lists of labels.
///
/// Thread safety: for one query.
final class Literals {
    /// Go's durations are 64-bit nanoseconds.
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

    private final SourceText source;

    Literals(SourceText source) {
        this.source = source;
    }

    /// The bytes from the first token's start to the last one's end.
    PositionRange range(Token first, Token last) {
        return source.range(first.getStartIndex(), last.getStopIndex() + 1);
    }

    private PositionRange range(ParserRuleContext ctx) {
        return range(ctx.getStart(), ctx.getStop());
    }

    NumberLiteral number(PromqlGrammar.NumberContext c) {
        return new NumberLiteral(value(c.getStart()), c.DURATION() != null, range(c));
    }

    double signedNumber(PromqlGrammar.SignedNumberContext c) {
        double value = value(c.number().getStart());
        return isMinus(c.sign) ? -value : value;
    }

    /// The value of a number or, in seconds, of a duration.
    private double value(Token token) {
        try {
            return token.getType() == PromqlGrammar.NUMBER
                    ? Numbers.number(token.getText())
                    : Numbers.durationSeconds(token.getText());
        } catch (IllegalArgumentException e) {
            throw source.error(String.valueOf(e.getMessage()), range(token, token));
        }
    }

    String string(Token token) {
        try {
            return GoStrings.unquote(token.getText());
        } catch (IllegalArgumentException e) {
            throw source.error(String.valueOf(e.getMessage()), range(token, token));
        }
    }

    List<String> labels(PromqlGrammar.GroupingLabelsContext c) {
        List<String> labels = new ArrayList<>(c.groupingLabel().size());
        for (PromqlGrammar.GroupingLabelContext label : c.groupingLabel()) {
            labels.add(label(label));
        }
        return labels;
    }

    private String label(PromqlGrammar.GroupingLabelContext c) {
        Token token = c.getStart();
        if (token.getType() == PromqlGrammar.METRIC_IDENTIFIER) {
            throw source.error(
                    "invalid label name for grouping: \"" + token.getText() + "\"",
                    range(token, token));
        }
        String name = c.STRING() == null ? token.getText() : string(token);
        if (name.isEmpty()) {
            throw source.error("invalid label name for grouping: \"\"", range(token, token));
        }
        return name;
    }

    /// The duration of a range or a subquery's step; a literal must be positive, an expression is
    /// checked when its value is known.
    DurationExpr positiveDuration(PromqlGrammar.DurationExprContext c) {
        DurationExpr duration = duration(c);
        if (duration instanceof DurationExpr.Literal(double seconds, _, _) && !(seconds > 0)) {
            throw source.error("duration must be greater than 0", range(c));
        }
        return duration;
    }

    DurationExpr duration(PromqlGrammar.DurationExprContext ctx) {
        return switch (ctx) {
            case PromqlGrammar.DurationNumberContext c ->
                    duration(c.durationLiteral(), false, range(c));
            case PromqlGrammar.DurationFunctionContext c -> duration(c.durationCall());
            case PromqlGrammar.DurationParenContext c ->
                    new DurationExpr.Paren(duration(c.durationExpr()), range(c));
            case PromqlGrammar.DurationUnaryContext c -> unary(c);
            case PromqlGrammar.DurationBinaryContext c -> binary(c);
            default -> throw new IllegalStateException("BUG: no case for " + ctx.getClass());
        };
    }

    private DurationExpr binary(PromqlGrammar.DurationBinaryContext c) {
        BinaryOp op = BinaryBuilder.op(c.op);
        DurationExpr lhs = duration(c.durationExpr(0));
        DurationExpr rhs = duration(c.durationExpr(1));
        boolean divides = op == BinaryOp.DIV || op == BinaryOp.MOD;
        if (divides && rhs instanceof DurationExpr.Literal(double seconds, _, _) && seconds == 0) {
            String what = op == BinaryOp.DIV ? "division" : "modulo";
            throw source.error(what + " by zero", range(c.op, c.op));
        }
        return new DurationExpr.Binary(op, lhs, rhs, range(c));
    }

    private DurationExpr unary(PromqlGrammar.DurationUnaryContext c) {
        boolean minus = isMinus(c.op);
        DurationExpr operand = duration(c.durationExpr());
        if (operand instanceof DurationExpr.Literal(double seconds, boolean asDuration, _)) {
            return new DurationExpr.Literal(minus ? -seconds : seconds, asDuration, range(c));
        }
        return new DurationExpr.Unary(minus, operand, range(c));
    }

    /// @param place where it stands, its sign included
    DurationExpr.Literal duration(
            PromqlGrammar.DurationLiteralContext c, boolean minus, PositionRange place) {
        double seconds = value(c.getStart());
        if (!(seconds <= MAX_SECONDS)) {
            throw source.error("duration out of range", place);
        }
        return new DurationExpr.Literal(minus ? -seconds : seconds, c.DURATION() != null, range(c));
    }

    DurationExpr duration(PromqlGrammar.DurationCallContext c) {
        PositionRange position = range(c);
        return switch (c.name.getType()) {
            case PromqlGrammar.STEP -> new DurationExpr.Step(position);
            case PromqlGrammar.RANGE -> new DurationExpr.Range(position);
            default ->
                    new DurationExpr.Extremum(
                            c.name.getType() == PromqlGrammar.MAX_OF,
                            duration(c.durationExpr(0)),
                            duration(c.durationExpr(1)),
                            position);
        };
    }

    static boolean isMinus(Token sign) {
        return sign != null && sign.getType() == PromqlGrammar.SUB;
    }
}
