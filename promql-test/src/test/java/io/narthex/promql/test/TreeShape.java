package io.narthex.promql.test;

import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/// What is the same in a tree and in that of its printed text: everything but positions, the order
/// of matchers, and what means nothing in durations.
public final class TreeShape {
    private TreeShape() {}

    /// The tree as nested lists.
    public static Object of(Object part) {
        return switch (part) {
            case List<?> list -> list.stream().map(TreeShape::of).toList();
            // Matchers are printed sorted.
            case Expr.VectorSelector(var name, var matchers, var shift, _) ->
                    List.of(
                            String.valueOf(name),
                            matchers.stream().map(Object::toString).sorted().toList(),
                            of(shift));
            // Nothing, with or without a sign.
            case Expr.NumberLiteral(double value, boolean asDuration, _)
                    when asDuration && value == 0 ->
                    "0s";
            case DurationExpr.Literal(double seconds, _, _) ->
                    List.of("seconds", Math.rint(seconds * 1e6));
            case DurationExpr.Unary(boolean minus, DurationExpr operand, _) when !minus ->
                    of(operand);
            case DurationExpr.Paren(DurationExpr inner, _)
                    when inner instanceof DurationExpr.Paren ->
                    of(inner);
            case TimeShift(DurationExpr.Literal offset, var at, var extension)
                    when offset.seconds() == 0 ->
                    of(new TimeShift(null, at, extension));
            // Prometheus prints seconds with three decimals, of which large times have none.
            case TimeShift.At.Timestamp(long millis) -> millis / 1000.0;
            case Record node -> {
                List<Object> parts = new ArrayList<>(List.of(node.getClass()));
                for (RecordComponent component : node.getClass().getRecordComponents()) {
                    Object value = value(component, node);
                    if (value != null && !(value instanceof PositionRange)) {
                        parts.add(List.of(component.getName(), of(value)));
                    }
                }
                yield parts;
            }
            default -> part;
        };
    }

    private static Object value(RecordComponent component, Record node) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
