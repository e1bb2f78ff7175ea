package io.narthex.promql.parser;

import io.narthex.promql.parser.Expr.AggregateExpr;
import io.narthex.promql.parser.Expr.BinaryExpr;
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
import java.util.Map;

/// Turns ANTLR's parse tree into the tree of [Expr], with the checks that need no types.
///
/// Thread safety: for one query.
final class ExprBuilder {
    private final SourceText source;
    private final ParserOptions options;
    private final Literals literals;
    private final Shifts shifts;
    private final BinaryBuilder binaries;

    ExprBuilder(SourceText source, ParserOptions options) {
        this.source = source;
        this.options = options;
        this.literals = new Literals(source);
        this.shifts = new Shifts(source, literals, options);
        this.binaries = new BinaryBuilder(source, literals, options);
    }

    /// How binary expressions that have a scalar were told to match series, which the type checker
    /// refuses.
    Map<BinaryExpr, VectorMatching> scalarMatchings() {
        return binaries.scalarMatchings();
    }

    Expr.VectorSelector build(PromqlGrammar.SelectorContext ctx) {
        return selector(ctx.metricName(), ctx.labelMatchers(), ctx);
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
            case PromqlGrammar.SelectorExprContext c ->
                    selector(c.metricName(), c.labelMatchers(), c);
            case PromqlGrammar.NumberExprContext c -> literals.number(c.number());
            case PromqlGrammar.StringExprContext c ->
                    new StringLiteral(literals.string(c.STRING().getSymbol()), position(c));
            default -> throw new IllegalStateException("BUG: no case for " + ctx.getClass());
        };
    }

    private Expr range(PromqlGrammar.RangeExprContext c) {
        Expr inner = build(c.expr());
        DurationExpr range = literals.positiveDuration(c.durationExpr());
        PositionRange brackets = literals.range(c.LEFT_BRACKET().getSymbol(), c.getStop());
        if (!(inner instanceof VectorSelector selector)) {
            throw source.error("ranges only allowed for vector selectors", brackets);
        }
        if (selector.shift().isShifted()) {
            throw source.error("no offset modifiers allowed before range", brackets);
        }
        if (selector.shift().at() != null) {
            throw source.error("no @ modifiers allowed before range", brackets);
        }
        return new MatrixSelector(selector, range, position(c));
    }

    private Expr subquery(PromqlGrammar.SubqueryExprContext c) {
        Expr inner = build(c.expr());
        DurationExpr range = literals.positiveDuration(c.durationExpr(0));
        DurationExpr step =
                c.durationExpr().size() > 1 ? literals.positiveDuration(c.durationExpr(1)) : null;
        return new SubqueryExpr(inner, range, step, TimeShift.NONE, position(c));
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
        return binaries.build(c, build(c.expr(0)), () -> build(c.expr(1)));
    }

    private Expr aggregate(PromqlGrammar.AggregateExprContext c) {
        AggregateOp op = AggregateOp.valueOf(c.aggregateOp().getText().toUpperCase(Locale.ROOT));
        PromqlGrammar.GroupingContext grouping = c.grouping();
        boolean groupingFirst =
                grouping != null && !(c.getChild(1) instanceof PromqlGrammar.ArgumentsContext);
        List<String> labels =
                groupingFirst ? literals.labels(grouping.groupingLabels()) : List.of();
        List<Expr> args = arguments(c.arguments());
        if (grouping != null && !groupingFirst) {
            labels = literals.labels(grouping.groupingLabels());
        }
        PositionRange position = position(c);
        checkArguments(op, args.size(), position);
        return new AggregateExpr(
                op,
                args.getLast(),
                op.hasParam() ? args.getFirst() : null,
                labels,
                grouping != null && grouping.WITHOUT() != null,
                position);
    }

    private void checkArguments(AggregateOp op, int args, PositionRange position) {
        if (args == 0) {
            throw source.error("no arguments for aggregate expression provided", position);
        }
        if (op.isExperimental() && !options.experimentalFunctions()) {
            throw source.error(
                    op.keyword()
                            + "() is experimental and must be enabled with"
                            + " --enable-feature=promql-experimental-functions",
                    position);
        }
        int expected = op.hasParam() ? 2 : 1;
        if (args != expected) {
            throw source.error(
                    "wrong number of arguments for aggregate expression provided, expected "
                            + expected
                            + ", got "
                            + args,
                    position);
        }
    }

    private Expr call(PromqlGrammar.CallExprContext c) {
        String name = c.functionName().getText();
        List<Expr> args = arguments(c.arguments());
        FunctionSignature function = Functions.byName(name);
        PositionRange place = position(c.functionName());
        if (function == null) {
            throw source.error("unknown function with name \"" + name + "\"", place);
        }
        if (function.experimental() && !options.experimentalFunctions()) {
            throw source.error("function \"" + name + "\" is not enabled", place);
        }
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
        List<Expr> args = new ArrayList<>(c.expr().size());
        for (PromqlGrammar.ExprContext arg : c.expr()) {
            args.add(build(arg));
        }
        if (!args.isEmpty() && c.COMMA().size() == args.size()) {
            Token comma = c.COMMA().getLast().getSymbol();
            throw source.error(
                    "trailing commas not allowed in function call args",
                    literals.range(comma, comma));
        }
        return args;
    }

    private Expr.VectorSelector selector(
            PromqlGrammar.@Nullable MetricNameContext metricName,
            PromqlGrammar.@Nullable LabelMatchersContext braces,
            ParserRuleContext whole) {
        String name = metricName == null ? null : metricName.getText();
        return new SelectorBuilder(source, literals).build(name, braces, position(whole));
    }

    private PositionRange position(ParserRuleContext ctx) {
        return literals.range(ctx.getStart(), ctx.getStop());
    }
}
