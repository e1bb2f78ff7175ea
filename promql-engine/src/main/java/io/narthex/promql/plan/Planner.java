package io.narthex.promql.plan;

import io.narthex.promql.QueryException;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Turns a checked expression into a plan: durations and times become milliseconds, parentheses go,
/// then each optimizer of [Optimizers#ALL] that is not switched off rewrites the tree.
///
/// Thread safety: stateless.
public final class Planner {
    /// No sample is that far from the epoch, and ranges and offsets can be added without overflow.
    private static final long FAR = 1L << 61;

    private final QueryTimes times;
    private final Durations durations;

    /// What lies above the expression at hand.
    private HistogramUse use = HistogramUse.WHOLE;

    private Planner(QueryTimes times) {
        this.times = times;
        this.durations = new Durations(times);
    }

    /// Plans an expression.
    ///
    /// @param disabled names of optimizers that are switched off
    /// @throws QueryException.BadQuery if a duration can't be evaluated
    public static LogicalNode plan(Expr expr, QueryTimes times, Set<String> disabled) {
        LogicalNode plan = translate(expr, times);
        for (Optimizer optimizer : Optimizers.ALL) {
            boolean enabled = !disabled.contains(optimizer.name());
            plan = enabled ? optimizer.optimize(plan) : optimizer.skip(plan);
        }
        return plan;
    }

    /// The plan before any optimizer.
    ///
    /// @throws QueryException.BadQuery if a duration can't be evaluated
    public static LogicalNode translate(Expr expr, QueryTimes times) {
        return new Planner(times).node(expr);
    }

    private LogicalNode node(Expr expr) {
        HistogramUse above = use;
        use = above.below(expr);
        LogicalNode node = translated(expr);
        use = above;
        return node;
    }

    private LogicalNode translated(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number ->
                    new LogicalNode.Literal(number.value(), number.position());
            case Expr.StringLiteral text -> new LogicalNode.Text(text.value(), text.position());
            case Expr.ParenExpr paren -> node(paren.inner());
            case Expr.UnaryExpr unary -> unary(unary);
            case Expr.BinaryExpr binary -> binary(binary);
            case Expr.AggregateExpr aggregate -> aggregate(aggregate);
            case Expr.Call call -> call(call);
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector matrix ->
                    new LogicalNode.RangeSelector(
                            selector(matrix.selector()),
                            matrix.selector().shift().extension() == TimeShift.Extension.NONE
                                    ? durations.positive(matrix.range())
                                    : durations.extended(matrix.range()),
                            matrix.position());
            case Expr.SubqueryExpr subquery -> subquery(subquery);
            case Expr.QueryParameter parameter ->
                    new LogicalNode.Literal(
                            value(parameter.parameter()) / 1000.0, parameter.position());
        };
    }

    private LogicalNode unary(Expr.UnaryExpr unary) {
        LogicalNode operand = node(unary.operand());
        if (unary.minus()) {
            return new LogicalNode.Negate(operand, unary.position());
        }
        return operand instanceof LogicalNode.Selector selector
                ? new LogicalNode.Plus(selector, unary.position())
                : operand;
    }

    private LogicalNode binary(Expr.BinaryExpr binary) {
        return new LogicalNode.Binary(
                binary.op(),
                node(binary.lhs()),
                node(binary.rhs()),
                binary.matching(),
                binary.returnBool(),
                binary.position());
    }

    private LogicalNode aggregate(Expr.AggregateExpr aggregate) {
        Expr param = aggregate.param();
        return new LogicalNode.Aggregate(
                aggregate.op(),
                node(aggregate.expr()),
                param == null ? null : node(param),
                List.copyOf(new TreeSet<>(aggregate.grouping())),
                aggregate.without(),
                aggregate.position());
    }

    private LogicalNode call(Expr.Call call) {
        List<LogicalNode> args = new ArrayList<>(call.args().size());
        for (Expr arg : call.args()) {
            args.add(node(arg));
        }
        if (call.function().name().equals("info")) {
            args = withInfoSelector(args, call.position());
        }
        return new LogicalNode.Call(call.function(), List.copyOf(args), call.position());
    }

    /// The plan's `info` always has its second argument, complete.
    private static List<LogicalNode> withInfoSelector(
            List<LogicalNode> args, PositionRange position) {
        LogicalNode base = args.getFirst();
        return args.size() > 1 && args.get(1) instanceof LogicalNode.Selector written
                ? List.of(base, InfoSelector.of(base, written.matchers(), written.position()))
                : List.of(base, InfoSelector.of(base, List.of(), position));
    }

    private LogicalNode.Selector selector(Expr.VectorSelector selector) {
        return new LogicalNode.Selector(
                selector.matchers(),
                offset(selector.shift()),
                at(selector.shift()),
                selector.shift().extension(),
                use == HistogramUse.COUNTS,
                selector.position());
    }

    private LogicalNode subquery(Expr.SubqueryExpr subquery) {
        DurationExpr step = subquery.step();
        return new LogicalNode.Subquery(
                node(subquery.expr()),
                durations.positive(subquery.range()),
                step == null ? times.subqueryStep() : durations.step(step, times.subqueryStep()),
                offset(subquery.shift()),
                at(subquery.shift()),
                subquery.position());
    }

    private long offset(TimeShift shift) {
        DurationExpr offset = shift.offset();
        return offset == null ? 0 : durations.signed(offset);
    }

    private @Nullable Long at(TimeShift shift) {
        return switch (shift.at()) {
            case null -> null;
            case TimeShift.At.Timestamp t -> Math.clamp(t.millis(), -FAR, FAR);
            case TimeShift.At.Start _ -> times.start();
            case TimeShift.At.End _ -> times.end();
        };
    }

    private long value(Expr.QueryParameter.Parameter parameter) {
        return switch (parameter) {
            case START -> times.start();
            case END -> times.end();
            case RANGE -> times.end() - times.start();
            case STEP -> times.step();
        };
    }

    /// Whether a query over many steps can have this type.
    ///
    /// @throws QueryException.BadQuery if not
    public static void requireRangeType(ValueType type) {
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw new QueryException.BadQuery(
                    "invalid expression type \""
                            + type.text()
                            + "\" for range query, must be Scalar or instant Vector");
        }
    }
}
