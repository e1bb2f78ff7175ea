package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.ExtendedRange;
import io.narthex.promql.window.RangeFunction;
import io.narthex.promql.window.RangeFunctions;
import io.narthex.promql.window.WindowGrid;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Builds the operators of selectors and of functions that take a range vector.
///
/// Thread safety: stateless.
final class WindowOperators {
    private WindowOperators() {}

    /// Whether a call is built here and not by [CallOperators].
    static boolean owns(LogicalNode.Call call) {
        return rangeArgument(call) >= 0 || timeOfSelector(call) != null;
    }

    static Operator call(LogicalNode.Call call, OperatorFactory factory, QueryContext context) {
        SelectorOperator.Reading time = timeOfSelector(call);
        if (time == SelectorOperator.Reading.START_TIMESTAMP
                && !context.options().features().useStartTimestamps()) {
            return FloatOperators.nothing(call, factory, context);
        }
        if (time != null) {
            LogicalNode.Selector selector =
                    (LogicalNode.Selector) withoutInvariant(call.args().getFirst());
            return selector(selector, time, context);
        }
        int rangeAt = rangeArgument(call);
        LogicalNode range = call.args().get(rangeAt);
        WindowNeeds needs = WindowNeeds.of(call.name(), context);
        WindowSource source = source(range, needs, factory, context);
        ExtendedRange extended = ExtendedSelectors.range(range, context);
        if (extended == null && call.name().equals("absent_over_time")) {
            return new AbsentOverTimeOperator(source, absentLabels(range));
        }
        RangeFunction function =
                extended == null
                        ? RangeFunctions.find(call.name())
                        : ExtendedSelectors.function(call.name(), extended);
        if (function == null) {
            throw new IllegalStateException("BUG: nothing computes " + call.name());
        }
        List<Operator> scalars = new ArrayList<>();
        for (int i = 0; i < call.args().size(); i++) {
            if (i != rangeAt) {
                scalars.add(factory.build(call.args().get(i)));
            }
        }
        return new WindowOperator(
                function,
                source,
                new ScalarArguments(scalars),
                place(call.args().getFirst()),
                call.name().equals("quantile_over_time")
                        ? new QuantileCheck(call.args().getFirst().position())
                        : null,
                context);
    }

    /// Where annotations about a function of ranges are placed: at its first argument. As in
    /// Prometheus, which evaluates subqueries beforehand, the place of a subquery is forgotten.
    private static PositionRange place(LogicalNode first) {
        return first instanceof LogicalNode.Subquery ? new PositionRange(0, 0) : first.position();
    }

    /// An instant selector.
    static Operator selector(
            LogicalNode.Selector selector, SelectorOperator.Reading reading, QueryContext context) {
        if (ExtendedSelectors.isSmoothed(selector) && reading == SelectorOperator.Reading.VALUE) {
            return ExtendedSelectors.smoothed(selector, context);
        }
        return new SelectorOperator(
                Selection.of(selector, context.lookback(), context), reading, context);
    }

    /// A range vector.
    ///
    /// @param needs of the function that asks
    static WindowSource source(
            LogicalNode range, WindowNeeds needs, OperatorFactory factory, QueryContext context) {
        return switch (range) {
            case LogicalNode.RangeSelector r -> {
                ExtendedRange extended = ExtendedSelectors.range(r, context);
                Selection selection =
                        extended == null
                                ? Selection.of(r.selector(), r.range(), context)
                                : ExtendedSelectors.selection(r.selector(), extended, context);
                yield new SelectedWindows(selection, needs, WindowSource.Counting.READ);
            }
            case LogicalNode.SharedRange s -> factory.shared(s, needs);
            case LogicalNode.Subquery s -> subquery(s, factory, context);
            default ->
                    throw new IllegalStateException(
                            "BUG: a range vector is no " + range.getClass().getSimpleName());
        };
    }

    private static SubqueryWindows subquery(
            LogicalNode.Subquery subquery, OperatorFactory factory, QueryContext context) {
        StepTile whole = new StepTile(context.start(), context.end() - context.start(), 2, 0);
        WindowGrid windows = SubqueryGrid.windows(subquery, whole);
        StepTile points = SubqueryGrid.points(subquery, windows, 0);
        long first = points == null ? windows.maxt() : points.start();
        long last = points == null ? windows.maxt() : points.end();
        OperatorFactory inner = factory.at(first, last, subquery.step());
        return new SubqueryWindows(subquery, inner.build(subquery.input()), first, context);
    }

    private static Labels absentLabels(LogicalNode range) {
        return switch (range) {
            case LogicalNode.RangeSelector r ->
                    AbsentOverTimeOperator.labelsOf(r.selector().matchers());
            case LogicalNode.SharedRange s -> absentLabels(s.input());
            default -> Labels.empty();
        };
    }

    /// Which time of its samples a call asks a selector for; null where it is no such call.
    private static SelectorOperator.@Nullable Reading timeOfSelector(LogicalNode.Call call) {
        if (call.args().isEmpty()
                || !(withoutInvariant(call.args().getFirst()) instanceof LogicalNode.Selector)) {
            return null;
        }
        return switch (call.name()) {
            case "timestamp" -> SelectorOperator.Reading.TIMESTAMP;
            case "start_timestamp" -> SelectorOperator.Reading.START_TIMESTAMP;
            default -> null;
        };
    }

    /// What is below a mark of step invariance.
    static LogicalNode withoutInvariant(LogicalNode node) {
        return node instanceof LogicalNode.StepInvariant s ? s.input() : node;
    }

    private static int rangeArgument(LogicalNode.Call call) {
        for (int i = 0; i < call.args().size(); i++) {
            if (call.args().get(i).type() == ValueType.MATRIX) {
                return i;
            }
        }
        return -1;
    }
}
