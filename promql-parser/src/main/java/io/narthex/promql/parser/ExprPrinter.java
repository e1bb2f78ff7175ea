package io.narthex.promql.parser;

import io.narthex.model.DurationText;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.Expr.AggregateExpr;
import io.narthex.promql.parser.Expr.BinaryExpr;
import io.narthex.promql.parser.Expr.MatrixSelector;
import io.narthex.promql.parser.Expr.NumberLiteral;
import io.narthex.promql.parser.Expr.SubqueryExpr;
import io.narthex.promql.parser.Expr.VectorSelector;
import io.narthex.promql.parser.VectorMatching.Cardinality;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Renders expressions in Prometheus' canonical one-line form. What it prints parses to the same
/// expression again, but for positions and for what means nothing: `offset 0s`, a plus in front of
/// a duration, and whether a range was written as `300` or `5m`.
///
/// Thread safety: stateless.
public final class ExprPrinter {
    private final StringBuilder out = new StringBuilder();

    private ExprPrinter() {}

    /// The text of an expression.
    public static String print(Expr expr) {
        ExprPrinter printer = new ExprPrinter();
        printer.append(expr);
        return printer.out.toString();
    }

    /// What an expression says itself, without its operands: `sum by (job)`, `+ on (job)`, `rate`,
    /// `[1h:5m]`; of a selector everything.
    public static String own(Expr expr) {
        return switch (expr) {
            case AggregateExpr aggregate -> head(aggregate).strip();
            case BinaryExpr binary -> operator(binary);
            case Expr.Call call -> call.function().name();
            case Expr.ParenExpr _ -> "()";
            case Expr.UnaryExpr unary -> unary.minus() ? "-" : "+";
            case SubqueryExpr subquery -> window(subquery);
            case NumberLiteral _,
                    Expr.StringLiteral _,
                    VectorSelector _,
                    MatrixSelector _,
                    Expr.QueryParameter _ ->
                    print(expr);
        };
    }

    /// An aggregation without its arguments: `sum by (job) `.
    static String head(AggregateExpr aggregate) {
        ExprPrinter printer = new ExprPrinter();
        printer.aggregateHead(aggregate);
        return printer.out.toString();
    }

    /// A binary operator with its modifiers: `+ on (job)`.
    static String operator(BinaryExpr binary) {
        ExprPrinter printer = new ExprPrinter();
        printer.binaryOperator(binary);
        return printer.out.toString();
    }

    /// A subquery without its expression: `[1h:5m] offset 1d`.
    static String window(SubqueryExpr subquery) {
        ExprPrinter printer = new ExprPrinter();
        printer.subqueryWindow(subquery);
        return printer.out.toString();
    }

    private void append(Expr expr) {
        switch (expr) {
            case NumberLiteral number -> number(number);
            case Expr.StringLiteral(String value, _) -> LabelsText.quote(out, value);
            case Expr.ParenExpr(Expr inner, _) -> enclosed(inner);
            case Expr.UnaryExpr(boolean minus, Expr operand, _) -> {
                out.append(minus ? '-' : '+');
                append(operand);
            }
            case BinaryExpr binary -> binary(binary);
            case AggregateExpr aggregate -> aggregate(aggregate);
            case Expr.Call call -> {
                out.append(call.function().name());
                list(call.args());
            }
            case VectorSelector selector -> {
                selector(selector);
                shift(selector.shift(), true);
            }
            case MatrixSelector matrix -> matrix(matrix);
            case SubqueryExpr subquery -> subquery(subquery);
            case Expr.QueryParameter(Expr.QueryParameter.Parameter parameter, _) ->
                    out.append(parameter.name().toLowerCase(Locale.ROOT)).append("()");
        }
    }

    private void number(NumberLiteral number) {
        if (number.asDuration()) {
            out.append(duration(number.value()));
        } else {
            out.append(GoText.plain(number.value()));
        }
    }

    private void enclosed(Expr inner) {
        out.append('(');
        append(inner);
        out.append(')');
    }

    private void list(List<Expr> args) {
        out.append('(');
        for (int i = 0; i < args.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            append(args.get(i));
        }
        out.append(')');
    }

    private void binary(BinaryExpr binary) {
        if (binary.op() == BinaryOp.POW
                && binary.lhs() instanceof NumberLiteral(double base, _, _)
                && base == Double.POSITIVE_INFINITY) {
            // Elsewhere it is `+Inf`, but here the sign would be that of the power.
            out.append("Inf");
        } else {
            append(binary.lhs());
        }
        out.append(' ');
        binaryOperator(binary);
        out.append(' ');
        append(binary.rhs());
    }

    private void binaryOperator(BinaryExpr binary) {
        out.append(binary.op().symbol()).append(binary.returnBool() ? " bool" : "");
        VectorMatching matching = binary.matching();
        if (matching != null) {
            matching(matching);
        }
    }

    private void matching(VectorMatching matching) {
        boolean grouped =
                matching.cardinality() == Cardinality.MANY_TO_ONE
                        || matching.cardinality() == Cardinality.ONE_TO_MANY;
        if (matching.on() || !matching.labels().isEmpty() || grouped) {
            out.append(matching.on() ? " on " : " ignoring ");
            labels(matching.labels());
        }
        if (grouped) {
            boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
            out.append(left ? " group_left " : " group_right ");
            labels(matching.include());
        }
        fills(matching.fillLeft(), matching.fillRight());
    }

    private void fills(@Nullable Double left, @Nullable Double right) {
        if (left != null && left.equals(right)) {
            fill("fill", left);
            return;
        }
        if (left != null) {
            fill("fill_left", left);
        }
        if (right != null) {
            fill("fill_right", right);
        }
    }

    private void fill(String keyword, double value) {
        out.append(' ').append(keyword).append(" (").append(GoText.g(value)).append(')');
    }

    private void labels(List<String> labels) {
        out.append('(');
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            LabelsText.appendName(out, labels.get(i));
        }
        out.append(')');
    }

    private void aggregate(AggregateExpr aggregate) {
        aggregateHead(aggregate);
        Expr param = aggregate.param();
        list(param == null ? List.of(aggregate.expr()) : List.of(param, aggregate.expr()));
    }

    private void aggregateHead(AggregateExpr aggregate) {
        out.append(aggregate.op().keyword());
        if (aggregate.without() || !aggregate.grouping().isEmpty()) {
            out.append(aggregate.without() ? " without " : " by ");
            labels(aggregate.grouping());
            out.append(' ');
        }
    }

    /// The selector without its time shift; matchers are sorted by their text.
    private void selector(VectorSelector selector) {
        String name = selector.name();
        if (name != null) {
            out.append(name);
        }
        String inner =
                selector.matchers().stream()
                        .filter(m -> !isName(m, name))
                        .map(LabelMatcher::toString)
                        .sorted()
                        .collect(Collectors.joining(","));
        // Without anything else braces are the selector: `info(x, {})`.
        if (!inner.isEmpty() || name == null) {
            out.append('{').append(inner).append('}');
        }
    }

    private static boolean isName(LabelMatcher matcher, @Nullable String name) {
        return name != null
                && matcher.name().equals(Labels.NAME)
                && matcher.type() == LabelMatcher.Type.EQUAL
                && matcher.value().equals(name);
    }

    private void matrix(MatrixSelector matrix) {
        selector(matrix.selector());
        out.append('[');
        whole(matrix.range());
        out.append(']');
        extension(matrix.selector().shift());
        shift(matrix.selector().shift(), false);
    }

    private void subquery(SubqueryExpr subquery) {
        append(subquery.expr());
        subqueryWindow(subquery);
    }

    private void subqueryWindow(SubqueryExpr subquery) {
        out.append('[');
        whole(subquery.range());
        out.append(':');
        if (subquery.step() != null) {
            whole(subquery.step());
        }
        out.append(']');
        shift(subquery.shift(), false);
    }

    private void shift(TimeShift shift, boolean withExtension) {
        switch (shift.at()) {
            case null -> {}
            case TimeShift.At.Timestamp(long millis) ->
                    out.append(" @ ").append(String.format(Locale.ROOT, "%.3f", millis / 1000.0));
            case TimeShift.At.Start() -> out.append(" @ start()");
            case TimeShift.At.End() -> out.append(" @ end()");
        }
        if (withExtension) {
            extension(shift);
        }
        DurationExpr offset = shift.offset();
        boolean none = offset instanceof DurationExpr.Literal(double seconds, _, _) && seconds == 0;
        if (offset != null && !none) {
            out.append(" offset ");
            whole(offset);
        }
    }

    private void extension(TimeShift shift) {
        if (shift.extension() != TimeShift.Extension.NONE) {
            out.append(' ').append(shift.extension().name().toLowerCase(Locale.ROOT));
        }
    }

    /// A whole range, step or offset: a literal has units here, however it was written.
    private void whole(DurationExpr duration) {
        if (duration instanceof DurationExpr.Literal(double seconds, _, _)) {
            Duration size = size(seconds);
            // Units end at milliseconds; a shorter range must not become the invalid `[0s]`.
            out.append(size.isZero() && seconds != 0 ? GoText.plain(seconds) : duration(seconds));
        } else {
            duration(duration);
        }
    }

    private void duration(DurationExpr duration) {
        switch (duration) {
            case DurationExpr.Literal(double seconds, boolean asDuration, _) ->
                    out.append(asDuration ? duration(seconds) : GoText.plain(seconds));
            case DurationExpr.Step _ -> out.append("step()");
            case DurationExpr.Range _ -> out.append("range()");
            case DurationExpr.Unary(boolean minus, DurationExpr operand, _) -> {
                out.append(minus ? "-" : "");
                duration(operand);
            }
            case DurationExpr.Binary(BinaryOp op, DurationExpr lhs, DurationExpr rhs, _) -> {
                duration(lhs);
                out.append(' ').append(op.symbol()).append(' ');
                duration(rhs);
            }
            case DurationExpr.Extremum(boolean max, DurationExpr lhs, DurationExpr rhs, _) -> {
                out.append(max ? "max_of(" : "min_of(");
                duration(lhs);
                out.append(", ");
                duration(rhs);
                out.append(')');
            }
            case DurationExpr.Paren(DurationExpr inner, _)
                    when inner instanceof DurationExpr.Paren ->
                    duration(inner);
            case DurationExpr.Paren(DurationExpr inner, _) -> {
                out.append('(');
                duration(inner);
                out.append(')');
            }
        }
    }

    /// A duration of whole milliseconds such as `1h30m`.
    private static String duration(double seconds) {
        Duration size = size(seconds);
        return (seconds < 0 && !size.isZero() ? "-" : "") + DurationText.format(size);
    }

    private static Duration size(double seconds) {
        return Duration.ofMillis(Math.round(Math.abs(seconds) * 1e6) / 1_000);
    }
}
