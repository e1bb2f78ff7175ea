package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.AggregateExpr;
import io.narthex.promql.parser.Expr.Call;
import io.narthex.promql.parser.Expr.MatrixSelector;
import io.narthex.promql.parser.Expr.NumberLiteral;
import io.narthex.promql.parser.Expr.ParenExpr;
import io.narthex.promql.parser.Expr.QueryParameter;
import io.narthex.promql.parser.Expr.StringLiteral;
import io.narthex.promql.parser.Expr.SubqueryExpr;
import io.narthex.promql.parser.Expr.UnaryExpr;
import io.narthex.promql.parser.Expr.VectorSelector;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Turns ANTLR's parse tree into the tree of [Expr], with the checks that need no types.
///
/// Thread safety: for one query.
final class ExprBuilder {
    private final SourceText source;
    private final ParserOptions options;
    private final Literals literals;
    private final Shifts shifts;

    ExprBuilder(SourceText source, ParserOptions options) {
        this.source = source;
        this.options = options;
        this.literals = new Literals(source);
        this.shifts = new Shifts(source, literals, options);
    }

    Expr build(PromqlGrammar.ExprContext ctx) {
        return switch (ctx) {
            case PromqlGrammar.RangeExprContext c -> range(c);
            case PromqlGrammar.SubqueryExprContext c -> subquery(c);
            case PromqlGrammar.OffsetExprContext c -> shifts.offset(build(c.expr()), c);
            case PromqlGrammar.AtExprContext c -> shifts.at(build(c.expr()), c);
            case PromqlGrammar.ExtendedExprContext c -> shifts.extended(build(c.expr()), c);
            case PromqlGrammar.UnaryExprContext c -> unary(c);
            case PromqlGrammar.BinaryExprContext c -> binary(c);
            case PromqlGrammar.ParenExprContext c -> new ParenExpr(build(c.expr()), position(c));
            case PromqlGrammar.AggregateExprContext c -> aggregate(c);
            case PromqlGrammar.CallExprContext c -> call(c);
            case PromqlGrammar.SelectorExprContext c -> selector(c);
            case PromqlGrammar.NumberExprContext c -> literals.number(c.number());
            case PromqlGrammar.StringExprContext c ->
                    new StringLiteral(literals.string(c.STRING().getSymbol()), position(c));
            default -> throw new IllegalStateException("BUG: no case for " + ctx.getClass());
        };
    }

    private Expr range(PromqlGrammar.RangeExprContext c) {
        PositionRange brackets = literals.range(c.LEFT_BRACKET().getSymbol(), c.getStop());
        if (!(build(c.expr()) instanceof VectorSelector selector)) {
            throw source.error("ranges only allowed for vector selectors", brackets);
        }
        if (selector.shift().offset() != null) {
            throw source.error("no offset modifiers allowed before range", brackets);
        }
        if (selector.shift().at() != null) {
            throw source.error("no @ modifiers allowed before range", brackets);
        }
        if (selector.shift().extension() != TimeShift.Extension.NONE) {
            throw source.error("no anchored or smoothed modifiers allowed before range", brackets);
        }
        return new MatrixSelector(
                selector, literals.positiveDuration(c.durationExpr()), position(c));
    }

    private Expr subquery(PromqlGrammar.SubqueryExprContext c) {
        DurationExpr step =
                c.durationExpr().size() > 1 ? literals.positiveDuration(c.durationExpr(1)) : null;
        return new SubqueryExpr(
                build(c.expr()),
                literals.positiveDuration(c.durationExpr(0)),
                step,
                TimeShift.NONE,
                position(c));
    }

    /// A sign before a bare number belongs to the number.
    private Expr unary(PromqlGrammar.UnaryExprContext c) {
        boolean minus = c.op.getType() == PromqlGrammar.SUB;
        Expr operand = build(c.expr());
        if (operand instanceof NumberLiteral(double value, boolean asDuration, _)) {
            return new NumberLiteral(minus ? -value : value, asDuration, position(c));
        }
        return new UnaryExpr(minus, operand, position(c));
    }

    private Expr binary(PromqlGrammar.BinaryExprContext c) {
        return new BinaryBuilder(source, literals, options)
                .build(c, build(c.expr(0)), build(c.expr(1)));
    }

    private Expr aggregate(PromqlGrammar.AggregateExprContext c) {
        String keyword = c.aggregateOp().getText().toLowerCase(Locale.ROOT);
        AggregateOp op = AggregateOp.valueOf(keyword.toUpperCase(Locale.ROOT));
        PositionRange position = position(c);
        if (op.isExperimental() && !options.experimentalFunctions()) {
            throw source.error(
                    keyword
                            + "() is experimental and must be enabled with"
                            + " --enable-feature=promql-experimental-functions",
                    position);
        }
        List<Expr> args = arguments(c.arguments());
        int expected = op.hasParam() ? 2 : 1;
        if (args.isEmpty()) {
            throw source.error("no arguments for aggregate expression provided", position);
        }
        if (args.size() != expected) {
            throw source.error(
                    "wrong number of arguments for aggregate expression provided, expected "
                            + expected
                            + ", got "
                            + args.size(),
                    position);
        }
        PromqlGrammar.GroupingContext grouping = c.grouping();
        return new AggregateExpr(
                op,
                args.getLast(),
                op.hasParam() ? args.getFirst() : null,
                grouping == null ? List.of() : literals.labels(grouping.groupingLabels()),
                grouping != null && grouping.WITHOUT() != null,
                position);
    }

    private Expr call(PromqlGrammar.CallExprContext c) {
        String name = c.functionName().getText();
        FunctionSignature function = Functions.byName(name);
        PositionRange place = position(c.functionName());
        if (function == null) {
            throw source.error("unknown function with name \"" + name + "\"", place);
        }
        if (function.experimental() && !options.experimentalFunctions()) {
            throw source.error("function \"" + name + "\" is not enabled", place);
        }
        List<Expr> args = arguments(c.arguments());
        QueryParameter.Parameter parameter = parameter(name);
        return parameter != null && args.isEmpty()
                ? new QueryParameter(parameter, position(c))
                : new Call(function, args, position(c));
    }

    private static QueryParameter.@Nullable Parameter parameter(String function) {
        return switch (function) {
            case "start" -> QueryParameter.Parameter.START;
            case "end" -> QueryParameter.Parameter.END;
            case "range" -> QueryParameter.Parameter.RANGE;
            case "step" -> QueryParameter.Parameter.STEP;
            default -> null;
        };
    }

    private List<Expr> arguments(PromqlGrammar.ArgumentsContext c) {
        if (!c.COMMA().isEmpty() && c.COMMA().size() == c.expr().size()) {
            Token comma = c.COMMA().getLast().getSymbol();
            throw source.error(
                    "trailing commas not allowed in function call args",
                    literals.range(comma, comma));
        }
        List<Expr> args = new ArrayList<>(c.expr().size());
        for (PromqlGrammar.ExprContext arg : c.expr()) {
            args.add(build(arg));
        }
        return args;
    }

    private Expr selector(PromqlGrammar.SelectorExprContext c) {
        String name = c.metricName() == null ? null : c.metricName().getText();
        return new SelectorBuilder(source, literals).build(name, c.labelMatchers(), position(c));
    }

    private PositionRange position(ParserRuleContext ctx) {
        return literals.range(ctx.getStart(), ctx.getStop());
    }
}
